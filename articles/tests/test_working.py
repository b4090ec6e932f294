"""Unsaved words beside the story: kept for each tab, shown to their owner, never lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import contents, presence, versions, workflow, working
from articles.models import Presence, Version, WorkingCopy
from articles.moves import MoveNotAllowed
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def reporter(roles):
    return make_user("reporter", byline="Rina Uji")


@pytest.fixture
def editor(roles):
    return make_user("editor", byline="Edi Uji")


@pytest.fixture
def story(reporter):
    return make_article(by=reporter)


def keep(story, user, tab=ONE, sequence=1, body="<p>Kata.</p>", **values):
    content = {"body": body}
    return working.keep(
        story, user=user, tab=tab, sequence=sequence, base=0, content=content, **values
    )


def bodies(copies):
    return [copy.content["body"] for copy in copies]


def test_keeping_words_never_touches_the_story(story, reporter):
    before = (story.body, story.version, story.modified_at)
    keep(story, reporter, body="<p>Belum tersimpan.</p>")
    story.refresh_from_db()
    assert (story.body, story.version, story.modified_at) == before
    assert story.versions.count() == 1


def test_a_late_request_does_not_overwrite_a_newer_one(story, reporter):
    keep(story, reporter, sequence=9, body="<p>Baru.</p>")
    keep(story, reporter, sequence=8, body="<p>Lama.</p>")
    assert bodies(working.of(reporter, story)) == ["<p>Baru.</p>"]


def test_two_tabs_do_not_fight_and_the_newest_comes_first(story, reporter):
    keep(story, reporter, ONE, body="<p>Satu.</p>")
    keep(story, reporter, TWO, body="<p>Dua.</p>")
    assert bodies(working.of(reporter, story)) == ["<p>Dua.</p>", "<p>Satu.</p>"]


def test_what_a_save_holds_is_offered_no_more_and_what_was_typed_since_is(story, reporter):
    keep(story, reporter, sequence=5)
    working.mark_saved(story, user=reporter, tab=ONE, sequence=5)
    assert not working.of(reporter, story)
    assert working.settled_among(reporter, [ONE, TWO, "../x", 7]) == {ONE: 5}
    keep(story, reporter, sequence=6, body="<p>Sambil menunggu.</p>")
    assert bodies(working.of(reporter, story)) == ["<p>Sambil menunggu.</p>"]
    working.mark_saved(story, user=reporter, tab=ONE, sequence=5)
    assert bodies(working.of(reporter, story)) == ["<p>Sambil menunggu.</p>"]


def test_the_words_of_a_new_story_go_with_it_when_it_gets_its_number(reporter):
    keep(None, reporter)
    assert working.of(reporter, None).count() == 1
    story = make_article(by=reporter)
    working.mark_saved(story, user=reporter, tab=ONE, sequence=1)
    keep(None, reporter, sequence=2, body="<p>Tambahan.</p>")
    assert not working.of(reporter, None)
    assert bodies(working.of(reporter, story)) == ["<p>Tambahan.</p>"]


def test_words_put_back_into_another_form_are_offered_once(story, reporter):
    keep(story, reporter, ONE, sequence=3, body="<p>Semula.</p>")
    keep(story, reporter, TWO, body="<p>Semula, lanjut.</p>", instead_of=(ONE, 3))
    assert bodies(working.of(reporter, story)) == ["<p>Semula, lanjut.</p>"]
    # The tab they came from was still open, and is written in.
    keep(story, reporter, ONE, sequence=4, body="<p>Semula, lain.</p>")
    assert bodies(working.of(reporter, story)) == ["<p>Semula, lain.</p>", "<p>Semula, lanjut.</p>"]


def test_only_who_may_edit_keeps_words(story, editor, reporter):
    other = make_user("reporter")
    for someone in (other, make_user("auditor"), make_user("officer")):
        with pytest.raises(PermissionDenied):
            keep(story, someone)
    with pytest.raises(PermissionDenied):
        keep(None, make_user("auditor"))
    story = workflow.submit(story, by=reporter)
    with pytest.raises(PermissionDenied):
        keep(story, reporter)
    keep(story, editor)


def test_a_copy_is_its_owners_alone(story, reporter, editor):
    copy = keep(story, reporter)
    assert working.find(reporter, copy.pk, story) == copy
    assert working.find(editor, copy.pk, story) is None
    assert working.find(reporter, copy.pk, make_article(by=reporter)) is None
    assert not working.of(editor, story)


def test_words_of_a_story_that_protects_a_child_are_the_heads_alone(reporter, roles):
    story = make_article("published", by=reporter)
    head, editor = make_user("head"), make_user("editor")
    copy = keep(story, editor, body="<p>Nama anak.</p>")
    own = keep(story, head, body="<p>Nama anak.</p>")
    workflow.retract(story, by=head, note="Anak dikenali.", ground="child", hides_identity=True)
    story.refresh_from_db()
    assert working.find(editor, copy.pk, story) is None
    assert not working.in_record(editor, story)
    assert working.find(head, own.pk, story) == own


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"body": "x" * 700_001}, "size"),
        ({str(n): "" for n in range(2001)}, "shape"),
        ({"body": 7}, "shape"),
        ({}, "shape"),
        (["body"], "shape"),
    ],
)
def test_what_is_too_much_or_no_form_is_not_kept(story, reporter, content, reason):
    with pytest.raises(working.NotKept) as refusal:
        working.keep(story, user=reporter, tab=ONE, sequence=1, base=0, content=content)
    assert refusal.value.reason == reason


def test_characters_that_no_database_takes_are_left_out(story, reporter):
    keep(story, reporter, body="<p>A\x00B\ud800C</p>")
    assert bodies(working.of(reporter, story)) == ["<p>ABC</p>"]


def test_nobody_fills_the_table(story, reporter, monkeypatch):
    monkeypatch.setattr(working, "MOST_COPIES", 2)
    keep(story, reporter, ONE)
    keep(story, reporter, TWO)
    working.discard(reporter, TWO, 1)
    with pytest.raises(working.NotKept):
        keep(story, reporter, "3" * 32)
    keep(story, reporter, ONE, sequence=2)


def test_what_came_too_late_stays_in_the_record_and_counts_as_nobodys_writing(
    story, reporter, editor
):
    sent = {"body": "<p>Terlambat.</p>"}
    working.refuse(story, user=editor, base=0, content=sent)
    working.refuse(story, user=editor, base=0, content=sent)
    assert bodies(working.in_record(reporter, story)) == ["<p>Terlambat.</p>"]
    assert versions.writers_of(story) == {reporter.pk}
    old = timezone.now() - timedelta(days=400)
    WorkingCopy.objects.update(kept_at=old)
    working.prune()
    assert bodies(working.in_record(reporter, story)) == ["<p>Terlambat.</p>"]


def test_copies_are_forgotten_after_a_month(story, reporter):
    keep(story, reporter, ONE)
    keep(story, reporter, TWO)
    WorkingCopy.objects.filter(tab=ONE).update(kept_at=timezone.now() - timedelta(days=31))
    assert working.prune() == 1
    assert [copy.tab for copy in WorkingCopy.objects.all()] == [TWO]


# --- Who is here -----------------------------------------------------------------------------


def test_who_is_in_a_story_is_known_until_they_have_been_silent(story, reporter, editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        presence.here(story, user=reporter, tab=ONE)
        began = timezone.now()
        clock.shift(20)
        presence.here(story, user=reporter, tab=TWO)  # the page was loaded again
        presence.here(story, user=editor, tab=ONE)
        assert [(user, since) for user, since, _tabs in presence.in_story(story)] == [
            (reporter, began),
            (editor, timezone.now()),
        ]
        clock.shift(30)
        assert presence.in_story(story) == []


def test_a_sign_of_life_is_not_written_again_at_once(story, reporter, django_assert_num_queries):
    presence.here(story, user=reporter, tab=ONE)
    with django_assert_num_queries(1):
        presence.here(story, user=reporter, tab=ONE)


def test_who_was_there_is_forgotten(story, reporter):
    presence.here(story, user=reporter, tab=ONE)
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    assert working.prune() == 1


# --- Take-over -------------------------------------------------------------------------------


def test_an_absent_colleagues_words_become_a_version_and_the_story_stays(story, reporter, editor):
    copy = keep(story, reporter, body="<p>Kutipan penting.</p>")
    assert working.around(story, editor) == ([], [copy])
    version = working.take_over(copy.pk, story, by=editor)
    assert version.content["body"] == "<p>Kutipan penting.</p>"
    assert (version.kind, version.by, version.sha256) == (Version.Kind.SAVE, editor, "")
    assert "Rina Uji" in version.note
    body = story.body
    story.refresh_from_db()
    assert story.body == body
    newest = story.versions.first()
    assert (newest.number, newest.content["body"]) == (story.version, body)
    assert newest.number > version.number
    taken, left = working.around(story, reporter)
    assert ([each.taken_by for each in taken], left) == ([editor], [])
    working.told(reporter, story)
    assert working.around(story, reporter) == ([], [])
    assert working.find(reporter, copy.pk, story) == copy


def test_nothing_is_taken_over_from_a_colleague_who_is_here(story, reporter, editor):
    copy = keep(story, reporter)
    presence.here(story, user=reporter, tab=ONE)
    assert working.around(story, editor) == ([], [])
    with pytest.raises(MoveNotAllowed):
        working.take_over(copy.pk, story, by=editor)
    assert story.versions.count() == 1


def test_only_who_edits_everybodys_stories_takes_over(story, reporter, editor):
    copy = keep(story, editor)
    for someone in (reporter, make_user("auditor"), editor):
        with pytest.raises(PermissionDenied):
            working.take_over(copy.pk, story, by=someone)


def test_a_take_over_of_a_public_story_changes_neither_story_nor_chain(reporter, editor):
    story = make_article("published", by=reporter)
    copy = keep(story, editor, body="<p>Belum untuk umum.</p>")
    head = make_user("head")
    working.take_over(copy.pk, story, by=head)
    story.refresh_from_db()
    assert story.body != "<p>Belum untuk umum.</p>"
    workflow.save_content(story, by=head, kind="silent")
    (newest, first) = story.versions.exclude(sha256="")
    assert newest.previous_sha256 == first.sha256


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:00+00:00", "2022-13-45"])
def test_a_moment_that_no_calendar_holds_stays_as_it_was_typed(story, moment):
    content = contents.from_form({"embargo_until": moment}, story)
    assert contents.moment_words(content["embargo_until"])
    assert contents.to_form(content, story)[0]["embargo_until"]


def test_who_has_left_comes_back_from_an_old_version_by_name(story, reporter):
    content = versions.content_of(story)
    story.credits.all().delete()
    reporter.is_active = False
    reporter.save()
    data, _missing = contents.to_form(content, story)
    assert (data["credits-0-user"], data["credits-0-name"]) == ("", str(reporter))


def test_what_was_sent_too_late_begins_no_later_than_the_story(story, reporter):
    copy = working.refuse(story, user=reporter, base=10**17, content={"body": "<p>Telat.</p>"})
    assert copy.base == story.version
