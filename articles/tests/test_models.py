"""What the database itself refuses, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction, Credit, HomeSlot, RelatedStory, Section, Version
from articles.models.record import AppendOnlyError
from articles.tests.factories import make_article, make_photo, make_section, make_tag, make_user

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"headline": ""},
        {"slug": ""},
        {"summary": ""},
        {"dateline": ""},
        {"body": ""},
        {"section": None},
        {"publish_at": None},
        {"first_published_at": None},
        {"status": "gone"},
        {"story_class": "rumour"},
        {"story_class": "advertorial", "disclosure": ""},
        {"child_involved": True, "child_consent": True},
        {"embargo_until": timezone.now() + HOUR},
        {"status": "retracted"},
        {"retraction_reason": "Keliru."},
        {"status": "draft"},  # a draft has no time of publication
    ],
    ids=",".join,  # a moment in an id would differ from worker to worker
)
def test_the_database_refuses_a_public_story_that_breaks_a_rule(values):
    story = make_article("published")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=story.pk).update(**values)


def test_the_database_refuses_a_submitted_story_without_its_time():
    story = make_article("submitted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=story.pk).update(submitted_at=None)


@pytest.mark.parametrize("both", [True, False])
def test_a_credit_is_staff_or_an_outside_name_and_never_both_or_none(both):
    story = make_article(credits=[])
    values = {"user": make_user(), "name": "Orang Luar"} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(article=story, **values)


def test_a_story_is_not_related_to_itself():
    story = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        RelatedStory.objects.create(article=story, to=story)


def test_a_section_is_not_its_own_parent():
    section = make_section()
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(parent=section)


def test_the_home_page_has_seven_places():
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeSlot.objects.create(position=7, article=make_article("published"))


def test_an_author_page_needs_a_by_line():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(byline="", slug="tanpa-nama")


@pytest.mark.parametrize("model", [Version, Correction])
def test_the_record_is_only_added_to(model):
    story = make_article("published")
    Correction.objects.create(article=story, kind="correction", text="Ralat.", by=story.created_by)
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(kind="x"),
        lambda: model.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            change()


def test_a_photo_that_stands_in_a_text_cannot_be_deleted():
    photo = make_photo()
    image = f'<img src="/media/foto/{photo.key}/full-960.jpg" alt="Isi" width="960" height="640">'
    make_article(body=f"<p>Awal.</p><figure>{image}</figure>")
    with pytest.raises(ProtectedError):
        photo.delete()


def test_a_photo_taken_out_of_the_text_is_free_again(roles):
    photo, editor = make_photo(), make_user("editor")
    image = f'<img src="/media/foto/{photo.key}/full-960.jpg" alt="Isi" width="960" height="640">'
    story = make_article(body=f"<figure>{image}</figure>")
    story.body = "<p>Tanpa foto.</p>"
    story.save()
    workflow.save_content(story, by=editor)
    photo.delete()


def test_a_topic_has_no_comma_in_its_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tag(name="Jalan, jembatan")
