"""DESIGN.md's “Alerts”: each rule of what is due when, for whom, and what a mail may say of it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles.models import ReplyRequest
from articles.tests.factories import make_article, make_user
from partnerships import alert_words, alerts
from partnerships.alert_kinds import Kind
from partnerships.models import (
    Agreement,
    Document,
    DocumentVersion,
    Evaluation,
    Obligation,
    StateChange,
)
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
)
from partnerships.tests.test_steps import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 30)  # the end of a month
ZONE = timezone.get_default_timezone()


def running(ends_on=TODAY + 300 * DAY, **values):
    return make_agreement(
        values.pop("state", "in_force"),
        **{"starts_on": date(2026, 1, 5), "ends_on": ends_on, **values},
    )


def keys(*kinds, today=TODAY, **values):
    return [row.key for row in alerts.due(today, kinds=kinds or None, **values)]


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def delivered(line, number, by):
    """Stories of `line` that were published and accepted before TODAY."""
    for n in range(number):
        at = noon(date(2026, 11, 2)) + n * timedelta(minutes=1)
        make_claim(line, make_article("published", by=by, publish_at=at), at=at)


# --- The end ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "threshold"),
    [
        (91, None), (90, 90), (89, 90), (61, 90), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7),
        (1, 7), (0, 0), (-1, 0), (-400, 0),
    ],
)  # fmt: skip
def test_an_end_is_due_at_the_tightest_threshold_that_is_reached(left, threshold):
    ends_on = TODAY + left * DAY
    agreement = running(ends_on, starts_on=date(2025, 1, 1))
    wanted = [] if threshold is None else [f"end:{agreement.pk}:{ends_on}:{threshold}"]
    assert keys(Kind.END) == wanted


def test_a_new_end_date_by_a_signed_amendment_arms_the_thresholds_again():
    agreement = running(TODAY + 20 * DAY)
    before = keys(Kind.END)
    amendment = make_amendment(agreement, TODAY, signed=False, ends_on=str(TODAY + 25 * DAY))
    assert keys(Kind.END) == before
    amendment.signed_on = TODAY
    amendment.save()
    assert keys(Kind.END) == [f"end:{agreement.pk}:{TODAY + 25 * DAY}:30"]


def test_an_end_that_an_amendment_puts_off_is_not_due():
    agreement = running(TODAY + 20 * DAY)
    make_amendment(agreement, TODAY, ends_on=str(TODAY + 385 * DAY))
    assert keys(Kind.END) == []


def test_an_amendment_that_does_not_apply_yet_moves_no_end():
    agreement = running(TODAY + 20 * DAY)
    make_amendment(agreement, TODAY + DAY, ends_on=str(TODAY + 385 * DAY))
    assert keys(Kind.END) == [f"end:{agreement.pk}:{TODAY + 20 * DAY}:30"]


@pytest.mark.parametrize(
    ("successor", "silent"), [("in_force", True), ("signature", False), ("cancelled", False)]
)
def test_an_end_is_silent_once_a_successor_is_signed(successor, silent):
    agreement = running(TODAY + 20 * DAY)
    running(TODAY + 400 * DAY, state=successor, renews=agreement)
    assert (keys(Kind.END) == []) is silent


@pytest.mark.parametrize("state", ["signature", "terminated", "completed", "cancelled"])
def test_an_end_is_due_only_of_what_is_signed_and_goes_on(state):
    running(TODAY + 20 * DAY, state=state)
    assert keys(Kind.END) == []


def test_a_suspended_agreement_ends_all_the_same():
    agreement = running(TODAY, state="suspended")
    assert keys(Kind.END) == [f"end:{agreement.pk}:{TODAY}:0"]


# --- The final report -------------------------------------------------------------------------


def make_report(agreement):
    report = Document.objects.create(agreement=agreement, kind="report", title="Laporan")
    DocumentVersion.objects.create(
        document=report, number=1, file="x", name="x", sha256="0" * 64, size=1, by=agreement.owner
    )


def make_evaluation(agreement):
    Evaluation.objects.create(
        agreement=agreement, from_day=agreement.starts_on, until_day=agreement.ends_on, text="Baik",
        by=agreement.owner,
    )  # fmt: skip


def test_report_and_evaluation_are_overdue_a_week_after_the_end():
    late, _still = running(TODAY - 8 * DAY), running(TODAY - 7 * DAY)
    assert keys(Kind.FINAL) == [f"final:{late.pk}:{TODAY - 8 * DAY}:0"]


def test_the_final_row_says_which_of_the_two_is_missing_and_goes_with_the_last():
    agreement = running(TODAY - 20 * DAY)
    for make, missing in ((make_report, (False, True)), (make_evaluation, None)):
        make(agreement)
        rows = alerts.due(TODAY, kinds=[Kind.FINAL])
        found = [(row.facts["report"], row.facts["evaluation"]) for row in rows]
        assert found == ([missing] if missing else [])


def test_to_one_reader_the_end_is_not_told_beside_the_report_that_is_overdue_after_it():
    agreement = running(TODAY - 20 * DAY, owner=make_user("officer"))
    assert kinds_shown(agreement.owner) == {Kind.FINAL}
    make_report(agreement)
    make_evaluation(agreement)
    assert kinds_shown(agreement.owner) == {Kind.END}


# --- Unsigned, and without a number -----------------------------------------------------------


def sent_to_signature(agreement, day):
    StateChange.objects.create(
        agreement=agreement, move="approve", from_state="review", to_state="signature",
        by=agreement.owner, at=noon(day),
    )  # fmt: skip


def test_an_agreement_is_unsigned_for_over_14_days_from_its_last_move_into_the_state():
    agreement = running(state="signature")
    sent_to_signature(agreement, TODAY - 40 * DAY)
    sent_to_signature(agreement, TODAY - 14 * DAY)
    assert keys(Kind.UNSIGNED) == []
    assert keys(Kind.UNSIGNED, today=TODAY + DAY) == [
        f"unsigned:{agreement.pk}:{TODAY - 14 * DAY}:0"
    ]


def test_only_what_awaits_signature_is_unsigned():
    for state in ("review", "in_force", "cancelled"):
        sent_to_signature(running(state=state), TODAY - 40 * DAY)
    assert keys(Kind.UNSIGNED) == []


def test_a_number_is_missing_of_a_party_of_a_signed_agreement():
    agreement = running(partner=make_organization(name="Pemkab Contoh"))
    agreement.parties.filter(order=2).update(number=" ")
    [row] = alerts.due(TODAY, kinds=[Kind.NUMBER])
    assert (row.key, row.facts) == (f"number:{agreement.pk}:0", {"parties": "Pemkab Contoh"})


def test_before_the_signing_a_number_may_be_missing_but_not_of_a_party_that_has_signed():
    agreement = running(state="signature")
    assert keys(Kind.NUMBER) == []
    agreement.parties.filter(order=1).update(signed_on=TODAY - DAY)
    assert keys(Kind.NUMBER) == [f"number:{agreement.pk}:0"]


# --- Pace and use -----------------------------------------------------------------------------


def test_behind_is_due_once_in_a_calendar_month():
    agreement = running(date(2026, 12, 31))
    make_line(agreement)
    assert keys(Kind.PACE) == [f"pace:{agreement.pk}:2026-11:0"]
    assert keys(Kind.PACE, today=TODAY + DAY) == [f"pace:{agreement.pk}:2026-12:0"]


@pytest.mark.parametrize("values", [{"state": "suspended"}, {"ends_on": TODAY - DAY}])
def test_what_is_suspended_or_over_is_not_behind(values):
    make_line(running(**values))
    assert keys(Kind.PACE) == []


@pytest.mark.parametrize(("used", "percent"), [(7, None), (8, 80), (9, 80), (10, 100), (11, 100)])
def test_a_line_is_due_at_80_and_at_100_percent(used, percent):
    line = make_line(running())
    delivered(line, used, line.agreement.owner)
    assert keys(Kind.USED) == ([f"used:{line.pk}:10:{percent}"] if percent else [])


def test_another_quota_arms_the_use_of_a_line_again():
    line = make_line(running())
    delivered(line, 10, line.agreement.owner)
    make_amendment(line.agreement, TODAY, line=line, quota_total="12")
    assert keys(Kind.USED) == [f"used:{line.pk}:12:80"]


# --- Obligations, steps, replies --------------------------------------------------------------


def make_duty(agreement=None, due_on=TODAY - DAY, **values):
    defaults = {"side": "ours", "text": "Kirim laporan", "due_on": due_on}
    return Obligation.objects.create(agreement=agreement or running(), **{**defaults, **values})


def test_an_obligation_of_ours_is_overdue_the_day_after():
    late = make_duty()
    for other in ({"due_on": TODAY}, {"side": "theirs"}, {"done_on": TODAY}, {"due_on": None}):
        make_duty(**other)
    make_duty(running(state="completed"))
    assert keys(Kind.DUTY) == [f"duty:{late.pk}:{TODAY - DAY}:0"]


def test_another_day_for_an_obligation_or_a_step_arms_it_again():
    duty, step = make_duty(), make_activity(next_step_on=TODAY - DAY)
    before = set(keys(Kind.DUTY, Kind.STEP))
    Obligation.objects.filter(pk=duty.pk).update(due_on=TODAY - 2 * DAY)
    type(step).objects.filter(pk=step.pk).update(next_step_on=TODAY - 2 * DAY)
    assert not before & set(keys(Kind.DUTY, Kind.STEP))


def test_a_next_step_is_overdue_until_it_is_done():
    late = make_activity(next_step_on=TODAY - DAY)
    make_activity(next_step_on=TODAY)
    make_activity(next_step_on=TODAY - DAY, next_step_done_at=timezone.now())
    assert keys(Kind.STEP) == [f"step:{late.pk}:{TODAY - DAY}:0"]


def make_reply(due_at, **values):
    article = values.pop("article", None) or make_article("published")
    return ReplyRequest.objects.create(
        article=article, who="Warga", contact="08123456789", text="Tidak benar.",
        received_at=due_at - timedelta(hours=48), due_at=due_at, recorded_by=article.created_by,
    )  # fmt: skip


def test_a_right_of_reply_is_due_on_its_day_in_the_bureaus_zone_and_again_once_it_is_over():
    last_second = datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    reply = make_reply(last_second)
    make_reply(last_second + timedelta(seconds=1))
    assert keys(Kind.REPLY, today=TODAY - DAY) == []
    assert keys(Kind.REPLY) == [f"reply:{reply.pk}:0"]
    assert f"reply:{reply.pk}:1" in keys(Kind.REPLY, today=TODAY + DAY)


def test_a_reply_that_concerns_a_child_is_named_by_its_number_until_readers_know_the_story():
    story = make_article("retracted", headline="Nama anak", child_involved=True)
    make_reply(noon(TODAY), article=story)
    [row] = alerts.due(TODAY)
    title = alert_words.words(row, make_user("editor")).title
    assert "Nama" not in title
    assert str(story.pk) in title


# --- For whom ---------------------------------------------------------------------------------


def one_of_each(owner):
    """Rows of every kind, all of them owned by `owner`."""
    ended = running(TODAY - 20 * DAY, owner=owner)
    ended.parties.filter(order=2).update(number="")
    sent_to_signature(running(state="signature", owner=owner), TODAY - 40 * DAY)
    agreement = running(TODAY + 20 * DAY, owner=owner)
    full, _empty = make_line(agreement, quota_total=1), make_line(agreement, quota_total=20)
    delivered(full, 1, owner)
    make_duty(agreement)
    make_activity(owner, next_step_on=TODAY - DAY)
    make_reply(noon(TODAY))


def kinds_shown(user):
    return {row.kind for row in alerts.due_for(user, TODAY)}


def test_one_of_each_is_one_of_each():
    one_of_each(make_user("officer"))
    assert {row.kind for row in alerts.due(TODAY)} == set(Kind)


def test_an_officer_is_told_of_their_own_and_the_head_of_all_but_others_steps():
    officer, other, head = make_user("officer"), make_user("officer"), make_user("head")
    one_of_each(officer)
    assert kinds_shown(officer) == set(Kind) - {Kind.REPLY}
    assert kinds_shown(other) == set()
    assert kinds_shown(head) == set(Kind) - {Kind.STEP}


def test_editors_are_told_of_rights_of_reply_and_whoever_owns_a_step_of_that():
    reporter, editor = make_user("reporter"), make_user("editor")
    one_of_each(reporter)
    assert kinds_shown(editor) == {Kind.REPLY}
    assert kinds_shown(reporter) == {Kind.STEP}


def test_who_has_no_role_any_more_is_told_of_nothing():
    owner = make_user()
    one_of_each(owner)
    assert kinds_shown(owner) == set()


# --- Rows and words ---------------------------------------------------------------------------


def test_the_most_urgent_stands_first():
    one_of_each(make_user("officer"))
    found = [alerts.SEVERITIES.index(row.severity) for row in alerts.due(TODAY)]
    assert found == sorted(found)


def test_what_is_due_costs_the_same_for_one_of_each_and_for_three():
    def cost():
        with CaptureQueriesContext(connection) as queries:
            alerts.due(TODAY)
        return len(queries)

    one_of_each(make_user("officer"))
    one = cost()
    for _number in range(2):
        one_of_each(make_user("officer"))
    assert (cost(), one) == (one, 8)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_says_what_is_due_and_what_to_do_and_leads_there(language):
    head = make_user("head")
    one_of_each(head)
    with translation.override(language):
        for row in alerts.due(TODAY):
            words = alert_words.words(row, head)
            assert all((words.label, words.title, words.sentence, words.todo))
            assert "%(" not in words.sentence + words.todo
            assert words.url.startswith("/admin/")


def test_no_word_of_a_value_a_contact_or_a_free_text_stands_outside_of_the_detail():
    owner = make_user("head")
    one_of_each(owner)
    Agreement.objects.update(value=123456789)
    Obligation.objects.update(text="Bayar Rp123456789 kepada 08123456789")
    for row in alerts.due(TODAY):
        words = alert_words.words(row, owner)
        said = words.title + words.partner + words.sentence + words.todo
        assert "123456789" not in said
        assert "Tidak benar" not in said
        assert "Kirim penawaran" not in said
