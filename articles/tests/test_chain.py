"""verify_chain proves the record, or names the first link that somebody broke by hand."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from articles import versions, workflow
from articles.chain import verify
from articles.guards import RECORD
from articles.models import Article, Version
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def story(editor):
    story = make_article(
        "submitted", lead_photo=make_photo(), regions=[make_region()], tags=[make_tag()]
    )
    story = workflow.publish(story, by=editor)
    for number in (1, 2):
        story.body = f"<p>Alinea yang ke-{number}.</p>"
        story.save()
        workflow.save_content(story, by=editor, kind="update")
    return story


def public(story):
    return list(story.versions.exclude(sha256="").order_by("number"))


def tamper(version, **values):
    """What a hand in the database's shell does, once the trigger is out of its way."""
    RECORD.drop(connection)
    models.QuerySet(Version).filter(pk=version.pk).update(**values)
    RECORD.create(connection)


def found(**options):
    out = StringIO()
    try:
        call_command("verify_chain", stdout=out, **options)
    except CommandError as refusal:
        return out.getvalue().strip(), str(refusal)
    return out.getvalue().strip(), None


def first_break():
    return next(
        (link.number, link.reason) for _story, link, _count in verify(Article.objects.all())
    )


def test_a_whole_record_is_called_whole(story, editor):
    make_article("draft")
    assert found() == ("The record is whole: 3 public versions of 2 stories.", None)


def test_a_changed_text_is_named_with_story_number_and_time(story):
    version = public(story)[1]
    tamper(version, content=version.content | {"body": "<p>Diubah diam-diam.</p>"})
    said, refusal = found()
    assert said.startswith(f"Story {story.pk}, version {version.number} (")
    assert said.endswith("): its content is not what its SHA-256 was made of.")
    assert refusal == "The record is broken in 1 of 1 stories."


def test_a_changed_text_with_its_own_hash_made_anew_breaks_the_next_link(story):
    version, following = public(story)[1:]
    content = version.content | {"body": "<p>Diubah diam-diam.</p>"}
    sha256 = versions.digest(content, version.previous_sha256)
    tamper(version, content=content, sha256=sha256)
    assert first_break() == (following.number, "does not link to the public version before it")


def test_a_version_that_was_taken_out_is_missed(story):
    _first, second, third = public(story)
    RECORD.drop(connection)
    models.QuerySet(Version).filter(pk=second.pk)._raw_delete(using="default")
    RECORD.create(connection)
    assert first_break() == (third.number, "does not link to the public version before it")


def test_a_story_changed_past_the_record_is_found(story):
    Article.objects.filter(pk=story.pk).update(headline="Judul yang lain")
    assert first_break() == (public(story)[-1].number, "is not what the public sees now")


def test_a_by_line_that_somebody_changed_later_breaks_nothing(editor):
    story = make_article("submitted", credits=[{"user": editor}])
    workflow.publish(story, by=make_user("editor"))
    editor.byline = "Nama yang baru"
    editor.save()
    assert found()[1] is None


def test_a_key_that_the_canonical_form_got_later_breaks_nothing(story, monkeypatch):
    now = versions.content
    monkeypatch.setattr(versions, "content", lambda *a, **k: now(*a, **k) | {"later": "key"})
    assert found()[1] is None


def test_one_story_can_be_asked_for_alone(story):
    other = make_article("published")
    Article.objects.filter(pk=other.pk).update(headline="Judul yang lain")
    assert found(story=story.pk)[1] is None
    assert found(story=other.pk)[1] == "The record is broken in 1 of 1 stories."
    assert found(story=0)[1] == "There is no story 0."


def test_the_proof_costs_the_same_for_one_story_and_for_three(django_assert_num_queries):
    for count in (1, 3):
        while Article.objects.count() < count:
            make_article("published", regions=[make_region()], tags=[make_tag()])
        with django_assert_num_queries(7):
            assert len(list(verify(Article.objects.all()))) == count
