"""Who is told of what, where, and what a notice shows to whom."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from articles import notes, workflow
from articles.models import Article, Version
from articles.tests.factories import make_article, make_user
from newsroom import notices
from newsroom.models import Event, Notice, NoticeChoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
LIST, CHOICES = "/admin/notices/", "/admin/notices/choices/"


@pytest.fixture
def writer():
    return make_user("reporter", email="pewarta@example.org")


@pytest.fixture
def editor():
    return make_user("editor", email="redaktur@example.org")


@pytest.fixture
def head():
    return make_user("head")


def told(event=None):
    rows = Notice.objects.filter(event=event) if event else Notice.objects.all()
    return {row.recipient for row in rows}


def correct(story, by, kind=Version.Kind.CORRECTION):
    return workflow.save_content(story, by=by, kind=kind, text="Angkanya 25, bukan 52.")


# --- Who ---------------------------------------------------------------------------------------


def test_of_a_submission_those_are_told_who_may_publish_and_not_the_writer(writer, editor, head):
    make_user("officer")
    make_user("editor", is_active=False)
    workflow.submit(make_article("draft", by=writer), by=writer)
    assert told(Event.SUBMITTED) == {editor, head}


def test_whoever_did_it_is_never_told(editor):
    story = make_article("draft", by=editor)
    workflow.submit(story, by=editor)
    assert told() == set()


def test_of_a_return_the_writer_is_told_and_nobody_who_may_not_see_the_draft(writer, editor):
    other = make_user("reporter")
    story = make_article("submitted", by=writer, credits=[{"user": writer}, {"user": other}])
    workflow.return_to_writer(story, by=editor, note="Lengkapi.")
    assert told() == {writer}


def test_of_a_publication_writer_and_credited_staff_are_told(writer, editor):
    other = make_user("reporter")
    story = make_article("submitted", by=writer, credits=[{"user": other}, {"name": "Tamu"}])
    workflow.publish(story, by=editor)
    assert told(Event.PUBLISHED) == {writer, other}


@pytest.mark.parametrize("kind", [Version.Kind.CORRECTION, Version.Kind.REPLY])
def test_of_a_correction_and_a_right_of_reply_they_are_told_too(kind, writer, editor):
    correct(make_article("published", by=writer), editor, kind)
    assert told(Event.CORRECTED) == {writer}


def test_of_a_silent_fix_nobody_is_told(writer, editor):
    workflow.save_content(make_article("published", by=writer), by=editor, kind=Version.Kind.SILENT)
    assert told() == set()


def test_of_a_retraction_everybody_is_told_who_was_told_of_the_story(writer, editor, head):
    story = make_article("draft", by=writer)
    workflow.submit(story, by=writer)
    workflow.publish(story, by=editor)
    Notice.objects.exclude(recipient=editor).delete()
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert told(Event.RETRACTED) == {writer, editor}


def test_of_a_retraction_whoever_counts_the_story_for_a_partner_is_told(writer, head):
    from partnerships import ledger
    from partnerships.tests.factories import make_agreement, make_line

    officer, story = make_user("officer"), make_article("published", by=writer)
    ledger.propose(story, make_line(make_agreement("in_force")), by=officer)
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert officer in told(Event.RETRACTED)


def test_of_a_note_those_are_told_to_whom_it_is_addressed(writer, editor, head):
    story = make_article("submitted", by=writer)
    note = notes.write(story, by=editor, text="Sumber?", mentions={head.pk})
    assert told(Event.MENTIONED) == {writer, head}
    assert set(Notice.objects.values_list("note", flat=True)) == {note.pk}


def test_the_note_of_a_return_tells_once(writer, editor):
    story = make_article("submitted", by=writer)
    workflow.return_to_writer(story, by=editor, note="Lengkapi.")
    assert [row.event for row in Notice.objects.all()] == [Event.RETURNED]


# --- With the event, or not at all -----------------------------------------------------------


def test_a_move_that_is_refused_tells_nobody(writer, editor):
    story = make_article("submitted", by=writer)
    with pytest.raises(PermissionDenied):
        workflow.publish(story, by=writer)
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.return_to_writer(story, by=editor, note="")
    assert told() == set()


def test_a_move_taken_back_after_its_receivers_ran_tells_nobody(writer, editor):
    from articles.signals import article_moving

    def refuse(sender, **kwargs):
        raise workflow.MoveNotAllowed([(None, "Tidak.")])

    story = make_article("submitted", by=writer)
    article_moving.connect(refuse)
    try:
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.publish(story, by=editor)
    finally:
        article_moving.disconnect(refuse)
    assert told() == set()


def test_a_story_on_the_schedule_is_told_of_on_its_minute_and_not_before(writer, editor):
    at = timezone.now() + timedelta(hours=2)
    workflow.publish(make_article("submitted", by=writer), by=editor, at=at)
    assert notices.unread_count(writer) == 0
    assert not notices.shown_to(writer)
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert notices.unread_count(writer) == 1


def test_a_story_taken_off_the_schedule_or_moved_on_it_leaves_no_old_notice(writer, editor):
    at = timezone.now() + timedelta(hours=2)
    story = make_article("submitted", by=writer)
    workflow.publish(story, by=editor, at=at)
    workflow.reschedule(story, by=editor, at=at + timedelta(hours=1))
    assert [row.at for row in Notice.objects.all()] == [at + timedelta(hours=1)]
    workflow.unschedule(story, by=editor)
    assert not Notice.objects.exists()


# --- Where -------------------------------------------------------------------------------------


def test_a_mail_is_due_for_who_wants_it_has_an_address_and_only_where_mail_is_on(
    writer, editor, settings
):
    story = make_article("submitted", by=writer)
    due = []
    for settings.MAIL_IS_ON in (False, True):
        workflow.return_to_writer(story, by=editor, note="Lengkapi.")
        due.append(Notice.objects.latest("pk").mail_due)
        workflow.submit(story, by=writer)
    assert due == [False, True]


def test_a_choice_decides_where_one_is_told_and_no_place_at_all_means_no_notice(
    writer, editor, settings
):
    settings.MAIL_IS_ON = True
    story = make_article("submitted", by=writer)
    notices.choose(writer, {Event.RETURNED: (False, True)})
    workflow.return_to_writer(story, by=editor, note="Lengkapi.")
    assert [(row.in_desk, row.mail_due) for row in Notice.objects.all()] == [(False, True)]
    assert notices.unread_count(writer) == 0
    workflow.submit(story, by=writer)
    notices.choose(writer, {Event.RETURNED: (False, False)})
    workflow.return_to_writer(story, by=editor, note="Lagi.")
    assert Notice.objects.filter(event=Event.RETURNED).count() == 1


def test_a_choice_that_equals_the_default_is_no_row(writer):
    notices.choose(writer, {Event.RETURNED: (False, False)})
    notices.choose(writer, {Event.RETURNED: notices.DEFAULTS[Event.RETURNED]})
    assert not NoticeChoice.objects.exists()


# --- What it shows -----------------------------------------------------------------------------


def test_the_bell_counts_and_the_list_leads_to_the_story_and_marks_it_read(client, writer, editor):
    story = make_article("submitted", by=writer)
    workflow.return_to_writer(story, by=editor, note="Lengkapi.")
    client.force_login(writer)
    page = client.get(LIST)
    assert page.context["desk_unread"] == 1
    assert story.headline in page.content.decode()
    notice = Notice.objects.get()
    answer = client.get(f"{LIST}{notice.pk}/")
    assert answer["Location"] == reverse("admin:articles_article_change", args=[story.pk])
    assert client.get(LIST).context["desk_unread"] == 0


def test_a_notice_of_a_note_leads_to_the_note(client, writer, editor):
    note = notes.write(make_article("submitted", by=writer), by=editor, text="Sumber?")
    client.force_login(writer)
    answer = client.get(f"{LIST}{Notice.objects.get().pk}/")
    assert answer["Location"].endswith(f"#catatan-{note.pk}")


def test_marking_all_as_read_touches_nobody_elses(client, writer, editor, head):
    workflow.submit(make_article("draft", by=writer), by=writer)
    client.force_login(editor)
    client.post(f"{LIST}read/")
    assert (notices.unread_count(editor), notices.unread_count(head)) == (0, 1)


def test_somebody_elses_notice_is_unknown(client, writer, editor, head):
    workflow.submit(make_article("draft", by=writer), by=writer)
    theirs = Notice.objects.get(recipient=head)
    client.force_login(editor)
    assert client.get(f"{LIST}{theirs.pk}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_somebody_credited_is_led_to_the_public_page_of_a_story_taken_back(client, writer, head):
    other = make_user("reporter")
    story = make_article("published", by=writer, credits=[{"user": other}])
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    client.force_login(other)
    answer = client.get(f"{LIST}{Notice.objects.get(recipient=other).pk}/")
    assert answer["Location"] == story.get_absolute_url()


def test_a_story_retracted_for_a_child_is_named_to_the_head_alone(client, writer, editor, head):
    story = make_article("draft", by=writer, headline="Nama anak di sini")
    workflow.submit(story, by=writer)
    workflow.publish(story, by=editor)
    workflow.retract(
        story, by=make_user("head"), note="Melindungi anak.", ground="child", hides_identity=True
    )
    shown = {}
    for person in (writer, editor, head):
        client.force_login(person)
        shown[person] = "Nama anak di sini" in client.get(LIST).content.decode()
    assert shown == {writer: False, editor: False, head: True}


def test_a_note_is_quoted_to_who_may_read_it_and_to_nobody_later(client, writer, editor):
    story = make_article("submitted", by=writer)
    notes.write(story, by=editor, text="Rahasia meja redaksi")
    client.force_login(writer)
    assert "Rahasia meja redaksi" in client.get(LIST).content.decode()
    Article.objects.filter(pk=story.pk).update(created_by=editor)
    page = client.get(LIST).content.decode()
    assert "Rahasia meja redaksi" not in page
    assert story.headline not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_notice_and_for_three(
    count, client, writer, editor, django_assert_num_queries
):
    for _number in range(count):
        notes.write(make_article("submitted", by=writer), by=editor, text="Sumber?")
    client.force_login(writer)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_bell_costs_one_query(writer, django_assert_num_queries):
    with django_assert_num_queries(1):
        notices.unread_count(writer)


def test_the_list_is_paged_and_empty_it_says_what_will_come(client, writer, editor, monkeypatch):
    monkeypatch.setattr("newsroom.notice_pages.PAGE", 2)
    client.force_login(writer)
    assert 'class="empty"' in client.get(LIST).content.decode()
    for _number in range(3):
        notes.write(make_article("submitted", by=writer), by=editor, text="Sumber?")
    first = client.get(LIST).context
    assert len(first["rows"]) == 2
    assert len(client.get(f"{LIST}?sebelum={first['page'].older}").context["rows"]) == 1


def test_choices_are_kept_and_each_sees_only_what_can_reach_them(client, writer, editor):
    client.force_login(writer)
    assert "desk-submitted" not in client.get(CHOICES).content.decode()
    client.post(CHOICES, {"mail-published": "on", "mail_language": "en"})
    writer.refresh_from_db()
    assert writer.mail_language == "en"
    kept = {event: (desk, mail) for event, desk, mail in notices.choices_of(writer)}
    assert kept == {event: (False, event == Event.PUBLISHED) for event in kept}
    client.force_login(editor)
    assert "desk-submitted" in client.get(CHOICES).content.decode()


def test_a_language_that_is_none_changes_nothing(client, writer):
    client.force_login(writer)
    assert client.post(CHOICES, {"mail_language": "xx"}).status_code == 422
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize(
    ("on", "address", "said"),
    [
        (False, "a@example.org", "E-mail is off on this server."),
        (True, "", "Your account has no e-mail address."),
        (True, "a@example.org", "E-mails go to a@example.org."),
    ],
)
def test_the_page_says_where_e_mails_go_or_why_none_does(on, address, said, client, settings):
    settings.MAIL_IS_ON = on
    client.cookies["django_language"] = "en"
    client.force_login(make_user("reporter", email=address))
    assert said in client.get(CHOICES).content.decode()


def test_what_was_read_is_forgotten_after_a_year_and_what_was_not_stays(writer, editor):
    for _number in range(2):
        notes.write(make_article("submitted", by=writer), by=editor, text="Sumber?")
    notices.mark_read(writer, Notice.objects.first().pk)
    assert notices.prune() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert notices.prune() == 1
    assert Notice.objects.get().read_at is None
