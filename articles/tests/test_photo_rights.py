"""What a photo must say, and when it may be used, before readers get a story that shows it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles import workflow
from articles.models import Photo
from articles.tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def editor(roles):
    return make_user("editor")


def showing(photo, where, status="submitted", **values):
    """A whole story that shows `photo` in one of three places."""
    body = f'<p>Isi.</p><figure><img src="/media/foto/{photo.key}/full-960.jpg" alt="x"></figure>'
    places = {"lead": {"lead_photo": photo}, "text": {"body": body}, "gallery": {}}
    story = make_article(status, **places[where], **values)
    if where == "gallery":
        story.gallery_items.create(photo=photo)
        if status == "published":
            workflow.save_content(story, by=story.created_by, kind="silent")
    return story


FIELD = {"lead": "lead_photo", "gallery": "gallery", "text": "body"}


def problems_of(story, **values):
    return [field for field, _sentence in workflow.missing_for_publication(story, **values)]


@pytest.mark.parametrize("where", FIELD)
@pytest.mark.parametrize("lacking", ["alt", "credit", "rights"])
def test_without_words_or_rights_a_photo_blocks_publishing_wherever_it_stands(
    where, lacking, editor
):
    story = showing(make_photo(**{lacking: ""}), where)
    with pytest.raises(workflow.MoveNotAllowed) as refusal:
        workflow.publish(story, by=editor)
    assert [field for field, _sentence in refusal.value.problems] == [FIELD[where]]


def test_a_caption_is_asked_of_the_lead_alone():
    assert problems_of(showing(make_photo(caption=""), "lead")) == ["lead_photo"]
    assert problems_of(showing(make_photo(caption=""), "gallery")) == []


@pytest.mark.parametrize("where", FIELD)
@pytest.mark.parametrize(
    ("limits", "at", "blocked"),
    [
        ({"usable_from": HOUR}, None, True),
        ({"usable_from": HOUR}, 2 * HOUR, False),
        ({"usable_until": -HOUR}, None, True),
        ({"usable_until": HOUR}, None, False),
        ({"usable_until": HOUR}, 2 * HOUR, True),
    ],
)
def test_a_photo_is_published_only_within_its_time(where, limits, at, blocked, editor):
    now = timezone.now()
    photo = make_photo(**{name: now + delta for name, delta in limits.items()})
    story = showing(photo, where)
    if blocked:
        with pytest.raises(workflow.MoveNotAllowed) as refusal:
            workflow.publish(story, by=editor, at=at and now + at)
        assert [field for field, _sentence in refusal.value.problems] == [FIELD[where]]
    else:
        assert workflow.publish(story, by=editor, at=at and now + at).status == "published"


def test_a_scheduled_story_is_measured_by_its_own_time():
    now = timezone.now()
    photo = make_photo(usable_until=now + HOUR)
    assert problems_of(showing(photo, "lead", "published", publish_at=now + DAY)) == ["lead_photo"]


@pytest.mark.parametrize("where", FIELD)
def test_what_readers_have_seen_does_not_stop_a_typing_error(where):
    photo = make_photo()
    story = showing(photo, where, "published")
    Photo.objects.filter(pk=photo.pk).update(usable_until=timezone.now() - HOUR)
    story.refresh_from_db()
    assert problems_of(story) == []


def test_a_photo_that_a_public_story_gets_later_is_asked_all():
    late = make_photo(usable_until=timezone.now() - HOUR)
    story = make_article("published", lead_photo=make_photo())
    assert problems_of(story, gallery=[late.pk]) == ["gallery"]
    story.lead_photo = late
    assert problems_of(story) == ["lead_photo"]


def test_many_photos_cost_one_query(django_assert_num_queries):
    counts = []
    for number in (1, 3):
        story = make_article("draft")
        for _ in range(number):
            story.gallery_items.create(photo=make_photo(alt=""))
        with django_assert_num_queries(2):
            counts.append(len(problems_of(story)))
    assert counts == [1, 3]


def test_the_end_warns_for_two_weeks_before_it_blocks():
    now = timezone.now()

    def warned(**values):
        return len(Photo(**values).use_warnings(now))

    assert warned() == 0
    assert warned(usable_until=now + 15 * DAY) == 0
    assert warned(usable_until=now + 14 * DAY) == 1
    assert warned(usable_until=now) == 1
    assert warned(usable_from=now + HOUR) == 1
    assert warned(restrictions="Satu kali pakai.") == 1


def test_a_use_ends_after_it_begins():
    now = timezone.now()
    with pytest.raises(IntegrityError):
        make_photo(usable_from=now, usable_until=now)
