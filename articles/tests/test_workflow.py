from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleRegion, ArticleTag, Credit, Version
from articles.signals import article_moved
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_tag,
    make_user,
)
from articles.workflow import MoveNotAllowed, StaleStory

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(roles):
    return make_user("reporter")


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def head(roles):
    return make_user("head")


def problem_fields(error):
    return [field for field, _sentence in error.value.problems]


# --- The way of a story ----------------------------------------------------------------------


def test_a_story_goes_from_draft_to_readers(reporter, editor):
    story = make_article(by=reporter)
    workflow.submit(story, by=reporter)
    workflow.publish(story, by=editor)
    story.refresh_from_db()
    moves = list(story.status_changes.order_by("id").values_list("move", "from_status", "by"))
    assert story.is_public()
    assert moves == [("submit", "draft", reporter.pk), ("publish", "submitted", editor.pk)]


def test_a_returned_story_is_a_draft_with_the_editors_note(reporter, editor):
    story = make_article("submitted", by=reporter)
    story = workflow.return_to_writer(story, by=editor, note="Tambahkan sumber kedua.")
    assert (story.status, story.return_note) == ("draft", "Tambahkan sumber kedua.")


def test_a_note_of_return_is_gone_once_the_story_is_submitted_again(reporter, editor):
    story = make_article("submitted", by=reporter)
    workflow.return_to_writer(story, by=editor, note="Tambahkan sumber.")
    assert workflow.submit(story, by=reporter).return_note == ""


@pytest.mark.parametrize("move", ["return_to_writer", "spike"])
def test_a_move_that_hurts_needs_a_note(move, reporter, editor):
    story = make_article("submitted", by=reporter)
    with pytest.raises(MoveNotAllowed) as error:
        getattr(workflow, move)(story, by=editor, note="  ")
    assert problem_fields(error) == ["note"]
    assert Article.objects.get(pk=story.pk).status == "submitted"


def test_a_spiked_story_can_be_revived_as_a_draft(reporter, editor):
    story = make_article("submitted", by=reporter)
    workflow.spike(story, by=editor, note="Sudah basi.")
    assert workflow.revive(story, by=editor).status == "draft"


def test_a_writer_may_drop_an_own_draft_but_not_a_submitted_story(reporter):
    workflow.spike(make_article(by=reporter), by=reporter, note="Tidak jadi.")
    with pytest.raises(PermissionDenied):
        workflow.spike(make_article("submitted", by=reporter), by=reporter, note="Tidak jadi.")


def test_a_move_made_twice_is_refused_with_the_state_of_now(reporter, editor):
    story = make_article("submitted", by=reporter)
    workflow.publish(story, by=editor)
    with pytest.raises(MoveNotAllowed):
        workflow.publish(story, by=editor)


def test_the_signal_comes_after_the_commit(reporter, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **moved):
        heard.append((moved["move"], moved["to_status"]))

    article_moved.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            workflow.submit(make_article(by=reporter), by=reporter)
            assert heard == []
    finally:
        article_moved.disconnect(listen)
    assert heard == [("submit", "submitted")]


# --- Who -------------------------------------------------------------------------------------


def test_a_reporter_cannot_submit_a_colleagues_draft(reporter):
    with pytest.raises(PermissionDenied):
        workflow.submit(make_article(), by=reporter)


def test_a_reporter_cannot_publish(reporter):
    with pytest.raises(PermissionDenied):
        workflow.publish(make_article("submitted"), by=reporter)


def test_only_the_head_retracts(editor, head):
    story = make_article("published")
    with pytest.raises(PermissionDenied):
        workflow.retract(story, by=editor, note="Keliru.", ground="error")
    assert workflow.retract(story, by=head, note="Keliru.", ground="error").status == "retracted"


def test_nobody_publishes_alone_what_they_wrote_alone(editor):
    story = make_article("submitted", by=editor)
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(story, by=editor)
    assert problem_fields(error) == [None]


@override_settings(FOUR_EYES=False)
def test_a_bureau_of_one_turns_four_eyes_off(editor):
    assert workflow.publish(make_article("submitted", by=editor), by=editor).is_public()


def test_a_colleague_who_saved_the_story_is_the_second_pair_of_eyes(editor, roles):
    story = make_article("submitted", by=editor)
    workflow.save_content(story, by=make_user("editor"))
    assert workflow.publish(story, by=editor).is_public()


# --- What is missing -------------------------------------------------------------------------


def test_publishing_lists_all_that_is_missing_at_once(reporter, editor):
    story = make_article(
        "submitted", by=reporter, summary="", section=None, dateline="", body="<p> </p>", credits=[]
    )
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(story, by=editor)
    assert problem_fields(error) == ["summary", "section", "dateline", "body", "credits"]


def test_a_lead_photo_needs_alt_text_caption_and_credit(reporter, editor):
    story = make_article("submitted", by=reporter, lead_photo=make_photo(alt="", credit=""))
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(story, by=editor)
    assert problem_fields(error) == ["lead_photo"]


def test_a_child_in_the_story_needs_the_whole_checklist(reporter, editor):
    story = make_article("submitted", by=reporter, child_involved=True, child_consent=True)
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(story, by=editor)
    assert problem_fields(error) == ["child_identity_hidden", "child_no_harm"]


def test_an_advertorial_says_who_stands_behind_it(reporter, editor):
    story = make_article("submitted", by=reporter, story_class="advertorial")
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(story, by=editor)
    assert problem_fields(error) == ["disclosure"]


def test_an_empty_story_cannot_be_submitted(reporter):
    with pytest.raises(MoveNotAllowed) as error:
        workflow.submit(make_article(by=reporter, headline=" ", body="<p></p>"), by=reporter)
    assert problem_fields(error) == ["headline", "body"]


# --- The clock -------------------------------------------------------------------------------


def test_a_scheduled_story_becomes_public_by_the_clock_alone(reporter, editor):
    at = timezone.now() + HOUR
    story = workflow.publish(make_article("submitted", by=reporter), by=editor, at=at)
    before, after = at - timedelta(seconds=1), at
    assert not Article.objects.published(at=before).exists()
    assert list(Article.objects.published(at=after)) == [story]


def test_a_schedule_in_the_past_is_refused(reporter, editor):
    with pytest.raises(MoveNotAllowed) as error:
        workflow.publish(
            make_article("submitted", by=reporter), by=editor, at=timezone.now() - HOUR
        )
    assert problem_fields(error) == ["at"]


def test_nothing_is_published_before_its_embargo(reporter, editor):
    story = make_article("submitted", by=reporter, embargo_until=timezone.now() + 2 * HOUR)
    for at in (None, timezone.now() + HOUR):
        with pytest.raises(MoveNotAllowed) as error:
            workflow.publish(story, by=editor, at=at)
        assert problem_fields(error) == ["at"]
    assert workflow.publish(story, by=editor, at=timezone.now() + 3 * HOUR).is_scheduled()


def test_a_scheduled_story_can_be_moved_and_taken_back(reporter, editor):
    story = workflow.publish(
        make_article("submitted", by=reporter), by=editor, at=timezone.now() + HOUR
    )
    later = timezone.now() + 2 * HOUR
    assert workflow.reschedule(story, by=editor, at=later).first_published_at == later
    story = workflow.unschedule(story, by=editor)
    assert (story.status, story.publish_at, story.first_published_at) == ("submitted", None, None)


@pytest.mark.parametrize("move", ["unschedule", "reschedule"])
def test_what_readers_have_seen_cannot_be_timed_again(move, editor):
    values = {"at": timezone.now() + HOUR} if move == "reschedule" else {}
    with pytest.raises(MoveNotAllowed):
        getattr(workflow, move)(make_article("published"), by=editor, **values)


def test_a_story_on_the_schedule_is_taken_back_rather_than_retracted(head):
    story = make_article("published", publish_at=timezone.now() + HOUR)
    with pytest.raises(MoveNotAllowed):
        workflow.retract(story, by=head, note="Batal.", ground="error")


# --- After publication -----------------------------------------------------------------------


def test_a_public_story_is_saved_only_with_the_kind_of_change(editor):
    with pytest.raises(MoveNotAllowed) as error:
        workflow.save_content(make_article("published"), by=editor)
    assert problem_fields(error) == ["save_kind"]


@pytest.mark.parametrize("kind", ["correction", "reply"])
def test_a_correction_needs_its_words_for_readers(kind, editor):
    with pytest.raises(MoveNotAllowed) as error:
        workflow.save_content(make_article("published"), by=editor, kind=kind, text=" ")
    assert problem_fields(error) == ["correction_text"]


def test_a_correction_is_public_and_first_publication_stays(editor):
    story = make_article("published")
    first = story.first_published_at
    workflow.save_content(story, by=editor, kind="correction", text="Angka semula keliru.")
    story.refresh_from_db()
    assert [c.text for c in story.corrections.all()] == ["Angka semula keliru."]
    assert story.corrected_at == story.revised_at
    assert story.first_published_at == first


def test_a_silent_fix_tells_readers_nothing(editor):
    story = make_article("published")
    workflow.save_content(story, by=editor, kind="silent")
    story.refresh_from_db()
    assert (story.revised_at, story.corrected_at) == (None, None)


def test_an_editor_cannot_empty_a_public_story(editor):
    story = make_article("published")
    story.summary = ""
    with pytest.raises(MoveNotAllowed) as error:
        workflow.save_content(story, by=editor, kind="silent")
    assert problem_fields(error) == ["summary"]


def test_class_and_disclosure_are_fixed_for_editors_once_public():
    story = make_article("published", story_class="release")
    with pytest.raises(MoveNotAllowed) as error:
        workflow.check_edit(story, kind="update", changed=["story_class"])
    assert problem_fields(error) == ["story_class"]


def test_the_head_changes_the_class_and_the_record_says_why(head):
    story = make_article("published")
    story = workflow.reclassify(
        story,
        by=head,
        note="Ternyata berbayar.",
        story_class="advertorial",
        disclosure="Kerja sama",
    )
    assert (story.story_class, story.disclosure) == ("advertorial", "Kerja sama")
    assert story.status_changes.get().note == "Ternyata berbayar."


def test_the_address_follows_the_headline_until_publication_and_then_stays(reporter, editor):
    story = make_article(by=reporter)
    story.headline = "Harga cabai turun di Medan"
    story.save()
    workflow.save_content(story, by=reporter)
    workflow.submit(story, by=reporter)
    story = workflow.publish(story, by=editor)
    story.headline = "Harga cabai naik di Medan"
    story.save()
    workflow.save_content(story, by=editor, kind="update")
    story.refresh_from_db()
    assert story.slug == "harga-cabai-turun-di-medan"


# --- Versions --------------------------------------------------------------------------------


def test_an_older_form_is_refused_after_a_save(reporter):
    story = make_article(by=reporter)
    opened_at = story.version
    workflow.save_content(story, by=reporter)
    with pytest.raises(StaleStory) as error:
        workflow.lock_for_edit(story.pk, version=opened_at, by=reporter)
    assert error.value.current.version == opened_at + 1


def test_an_older_form_is_refused_after_a_move(reporter, editor):
    story = make_article("submitted", by=reporter)
    workflow.publish(story, by=editor)
    with pytest.raises(StaleStory):
        workflow.lock_for_edit(story.pk, version=story.version, by=editor)


def test_a_reporter_cannot_lock_a_story_that_is_at_the_desk(reporter):
    story = make_article("submitted", by=reporter)
    with pytest.raises(PermissionDenied):
        workflow.lock_for_edit(story.pk, version=story.version, by=reporter)


def test_public_versions_form_a_chain(reporter, editor):
    story = workflow.publish(make_article("submitted", by=reporter), by=editor)
    workflow.save_content(story, by=editor, kind="update")
    first, second = Version.objects.filter(article=story).exclude(sha256="").order_by("number")
    assert (first.previous_sha256, second.previous_sha256) == ("", first.sha256)


def test_a_save_of_a_scheduled_story_joins_the_public_chain(reporter, editor):
    at = timezone.now() + HOUR
    story = workflow.publish(make_article("submitted", by=reporter), by=editor, at=at)
    assert workflow.save_content(story, by=editor).kind == Version.Kind.PUBLISH


# --- Lists follow the story ------------------------------------------------------------------


def links_of(story):
    rows = [
        *ArticleRegion.objects.filter(article=story).values_list("listed_at", flat=True),
        *ArticleTag.objects.filter(article=story).values_list("listed_at", flat=True),
        *Credit.objects.filter(article=story).values_list("listed_at", flat=True),
    ]
    return set(rows)


def test_links_carry_the_time_of_the_story_through_every_move(reporter, editor, head):
    story = make_article(by=reporter, regions=[make_region()], tags=[make_tag()])
    at = timezone.now() + HOUR
    steps = [
        lambda: workflow.submit(story, by=reporter),
        lambda: workflow.publish(story, by=editor, at=at),
        lambda: workflow.reschedule(story, by=editor, at=at + HOUR),
        lambda: workflow.unschedule(story, by=editor),
        lambda: workflow.return_to_writer(story, by=editor, note="Perbaiki."),
        lambda: workflow.submit(story, by=reporter),
        lambda: workflow.publish(story, by=editor),
        lambda: workflow.retract(story, by=head, note="Keliru.", ground="error"),
    ]
    seen = []
    for step in steps:
        now = step()
        assert links_of(now) == {now.publish_at if now.status == "published" else None}
        seen.append(now.status)
    assert seen[-1] == "retracted"


def test_somebody_credited_twice_is_listed_once(reporter):
    story = make_article(
        "published",
        by=reporter,
        credits=[{"user": reporter}, {"user": reporter, "role": "editor"}, {"name": "Orang Luar"}],
    )
    assert list(Article.objects.listed_by_author(reporter)) == [story]
