"""What readers will be told of a story's nature, set before they see it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.models import Article, StatusChange
from articles.signals import article_moving
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
LABEL = {"story_class": "advertorial", "disclosure": " Kerja sama dengan Pemkab. "}


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.mark.parametrize("status", ["draft", "submitted", "published"])
def test_the_label_of_an_unseen_story_is_set_as_a_version(status, editor):
    ahead = {"publish_at": timezone.now() + timedelta(hours=1)} if status == "published" else {}
    story = make_article(status, **ahead)
    workflow.set_label(story, by=editor, **LABEL)
    before, story = story.version, Article.objects.get(pk=story.pk)
    assert (story.story_class, story.disclosure) == ("advertorial", "Kerja sama dengan Pemkab.")
    assert story.version == before + 1
    version = story.versions.latest("number")
    # The latest text of a story on the schedule is what the public will see: it joins the chain.
    kind = "publish" if status == "published" else "save"
    assert (version.number, version.by, version.kind) == (story.version, editor, kind)
    assert version.content["class"] == "advertorial"


def test_the_label_of_a_public_story_is_fixed(editor):
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.set_label(make_article("published"), by=editor, **LABEL)


def test_an_advertorial_without_a_disclosure_line_is_refused(editor):
    with pytest.raises(workflow.MoveNotAllowed) as refusal:
        workflow.set_label(make_article(), by=editor, story_class="advertorial", disclosure=" ")
    assert [field for field, _s in refusal.value.problems] == ["disclosure"]


def test_whoever_may_not_edit_the_story_may_not_label_it(roles):
    with pytest.raises(PermissionDenied):
        workflow.set_label(make_article(), by=make_user("reporter"), **LABEL)


def test_a_listener_to_the_moving_can_take_the_whole_move_back(editor):
    story = make_article("submitted")

    def refuse(sender, article, move, **kwargs):
        assert (article.status, move) == ("published", "publish")
        raise workflow.MoveNotAllowed([(None, "Belum.")])

    article_moving.connect(refuse)
    try:
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.publish(story, by=editor)
    finally:
        article_moving.disconnect(refuse)
    story.refresh_from_db()
    assert story.status == "submitted"
    assert not StatusChange.objects.exists()
