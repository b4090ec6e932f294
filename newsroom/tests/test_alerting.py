"""The morning's mail and Monday's: what is in them, for whom, and that each thing is said once."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from articles.tests.factories import make_user
from newsroom import alert_choices, alerting, mailing
from newsroom.models import Alert, AlertMail
from partnerships import alerts
from partnerships.alert_kinds import Kind
from partnerships.models import Agreement
from partnerships.tests.factories import make_amendment, make_line
from partnerships.tests.test_alerts import delivered, make_reply, one_of_each, running
from partnerships.tests.test_steps import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
ZONE = timezone.get_default_timezone()
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.MAIL_IS_ON = True


@pytest.fixture
def officer():
    return make_user("officer", email="kemitraan@example.org", mail_language="en")


@pytest.fixture
def head():
    return make_user("head", email="kepala@example.org", mail_language="en")


def at(day, hour=8, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def ending(days=20, **values):
    return running(MONDAY + days * DAY, **values)


def sent():
    """As if the mail server had taken all that waits."""
    Email.objects.filter(status__in=mailing.WAITS).update(status=STATUS.sent)


def morning(day):
    """The mails that are queued in the morning of `day`, by their address."""
    known = set(Email.objects.values_list("pk", flat=True))
    with time_machine.travel(at(day), tick=False):
        alerting.queue_daily()
    sent()
    return {mail.to[0]: mail for mail in Email.objects.exclude(pk__in=known)}


# --- The morning's mail -----------------------------------------------------------------------


def test_a_mail_says_what_is_due_since_when_and_what_to_do_and_leads_there(officer):
    agreement = ending(title="PKS Karo", owner=officer)
    [mail] = morning(MONDAY).values()
    assert mail.subject == "30 November 2026: term ends: PKS Karo"
    assert "Ends on 20 December 2026, in 20 days." in mail.message
    assert "Talk with the partner about a successor" in mail.message
    page = f"http://127.0.0.1:8000/admin/partnerships/agreement/{agreement.pk}/change/"
    assert page in mail.message
    assert "http://127.0.0.1:8000/admin/alerts/" in mail.message
    assert mail.message_id == f"<alerts-{officer.pk}-2026-11-30@127.0.0.1>"


def test_it_is_written_in_the_language_of_its_reader_whatever_the_worker_speaks(officer):
    officer.mail_language = "id"
    officer.save()
    ending(owner=officer)
    with translation.override("en"):
        [mail] = morning(MONDAY).values()
    assert "Berakhir" in mail.message
    assert "Ends on" not in mail.message


def test_all_that_is_new_comes_in_one_mail_the_most_urgent_first(officer):
    one_of_each(officer)
    [mail] = morning(MONDAY).values()
    assert mail.subject.endswith(", and 7 more")
    headings = ["OVERDUE", "NEEDS YOU SOON", "GOOD TO KNOW"]
    places = [mail.message.index(heading) for heading in headings]
    assert places == sorted(places)
    assert Alert.objects.filter(recipient=officer).count() == 8


def test_owner_and_head_are_told_and_nobody_else(officer, head):
    make_user("officer", email="lain@example.org")
    make_user("editor", email="redaktur@example.org")
    ending(owner=officer)
    assert set(morning(MONDAY)) == {officer.email, head.email}


def test_editors_are_told_of_a_right_of_reply_that_runs_out_today(officer):
    editor = make_user("editor", email="redaktur@example.org", mail_language="en")
    make_reply(at(MONDAY, 17, 30))
    [(address, mail)] = morning(MONDAY).items()
    assert address == editor.email
    assert "must be answered today by 17:30 WIB" in mail.message
    assert "08123456789" not in mail.message


def test_a_mail_holds_no_value_no_contact_and_no_free_text(officer):
    one_of_each(officer)
    Agreement.objects.update(value=123456789)
    make_activity(officer, next_step="Telepon 08123456789", next_step_on=MONDAY - DAY)
    [mail] = morning(MONDAY).values()
    said = mail.subject + mail.message
    assert not any(words in said for words in ("123456789", "Telepon", "Kirim laporan"))


def test_a_title_writes_neither_headers_nor_lines_nor_templates(officer):
    title = "Judul {{ 7 }}\r\nBcc: lain@example.org\u2028- Baris\u202e"
    ending(title=title, owner=officer)
    [mail] = morning(MONDAY).values()
    assert "Judul {{ 7 }} Bcc: lain@example.org - Baris" in mail.subject
    assert "\n- Judul {{ 7 }} Bcc: lain@example.org - Baris (" in mail.message
    assert "\nBcc" not in mail.message


def test_nothing_is_mailed_before_seven_in_the_bureaus_zone_and_all_of_it_later(officer):
    ending(owner=officer)
    before, late = at(MONDAY, 6, 59), at(MONDAY, 23, 59)
    assert (alerting.queue_daily(before), alerting.queue_daily(late)) == (0, 1)


def test_a_day_is_looked_at_once_however_often_the_job_runs(officer):
    ending(owner=officer)
    assert [alerting.queue_daily(at(MONDAY, hour)) for hour in (7, 8, 20)] == [1, 0, 0]


def test_a_day_without_anything_new_has_no_mail_and_a_pass_costs_one_query(officer):
    assert morning(MONDAY) == {}
    with CaptureQueriesContext(connection) as queries:
        alerting.queue_daily(at(MONDAY, 9))
    assert len(queries) == 1


def test_each_threshold_is_told_once(officer):
    ending(31, owner=officer)
    told = [morning(MONDAY + n * DAY) for n in (0, 1, 2, 24, 25, 31, 32)]
    assert [len(mails) for mails in told] == [1, 1, 0, 1, 0, 1, 0]


def test_after_a_downtime_only_the_tightest_threshold_is_told(officer):
    ending(95, owner=officer)
    assert morning(MONDAY) == {}
    [mail] = morning(MONDAY + 70 * DAY).values()
    assert mail.message.count("Ends on") == 1
    assert morning(MONDAY + 71 * DAY) == {}
    assert [alert.step for alert in Alert.objects.all()] == [-30]


def test_a_new_end_date_is_told_again(officer):
    agreement = ending(20, owner=officer)
    assert len(morning(MONDAY)) == 1
    make_amendment(agreement, MONDAY + DAY, ends_on=str(MONDAY + 26 * DAY))
    [mail] = morning(MONDAY + DAY).values()
    assert "26 December 2026" in mail.message


def test_a_looser_step_is_not_told_after_a_tighter_one_but_for_that_of_a_wrong_clock(officer):
    line = make_line(ending(200, owner=officer), quota_total=5)
    delivered(line, 4, officer)
    [eighty] = alerts.due(MONDAY, kinds=[Kind.USED])
    look = AlertMail.objects.create(recipient=officer, rhythm="daily", period="2026-11-30")
    Alert.objects.create(
        recipient=officer, told_in=look, series=eighty.series, step=100, day=MONDAY
    )
    assert alerting.untold(officer, [eighty], MONDAY) == []
    assert alerting.untold(officer, [eighty], MONDAY - DAY) == [eighty]


def test_what_is_too_much_for_one_mail_is_told_on_the_next_mornings(officer, monkeypatch):
    monkeypatch.setattr(alerting, "MOST", 2)
    for n in (20, 22, 24, 26, 28):
        ending(n, owner=officer)
    mails = [morning(MONDAY + n * DAY) for n in (0, 1, 2, 3)]
    assert [sum(m.message.count("\n- ") for m in each.values()) for each in mails] == [2, 2, 1, 0]
    assert "3 more follow tomorrow." in mails[0][officer.email].message


# --- Who gets one -----------------------------------------------------------------------------


def test_what_somebody_does_not_want_by_mail_is_not_mailed_and_comes_once_it_is_wanted(officer):
    ending(owner=officer)
    alert_choices.choose(officer, {Kind.END: (True, False)})
    assert morning(MONDAY) == {}
    alert_choices.choose(officer, {Kind.END: (True, True)})
    assert len(morning(MONDAY + DAY)) == 1


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"email": ""}, {"email": "bukan alamat"}]
)
def test_who_has_left_or_has_no_address_gets_none_and_is_told_once_there_is_one(change, officer):
    ending(owner=officer)
    people = type(officer).objects.filter(pk=officer.pk)
    people.update(**change)
    assert morning(MONDAY) == {}
    people.update(is_active=True, is_staff=True, email="baru@example.org")
    assert set(morning(MONDAY + DAY)) == {"baru@example.org"}


def test_who_lost_the_role_gets_none(officer):
    ending(owner=officer)
    officer.groups.clear()
    assert morning(MONDAY) == {}


def test_where_mail_is_off_nothing_is_written(officer, head, settings):
    settings.MAIL_IS_ON = False
    ending(owner=officer)
    assert alerting.queue_daily(at(MONDAY)) == alerting.queue_weekly(at(MONDAY)) == 0
    assert not AlertMail.objects.exists()


# --- The mail server is away -------------------------------------------------------------------


class Away(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_down_for_four_weeks_loses_nothing_and_piles_nothing_up(
    officer, settings
):
    ending(35, owner=officer)
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    for n in range(28):
        with time_machine.travel(at(MONDAY + n * DAY), tick=False):
            alerting.queue_daily()
            mailing.send_due()
    assert Email.objects.count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for minute in (0, 1, 2):
        with time_machine.travel(at(MONDAY + 28 * DAY, 12, minute), tick=False):
            alerting.queue_daily()
            mailing.send_due()
    first, second = django_mail.outbox
    assert "in 35 days" in first.body
    assert "in 7 days" in second.body
    assert [alert.step for alert in Alert.objects.order_by("pk")] == [-60, -7]


# --- The week ----------------------------------------------------------------------------------


def week(day, hour=8):
    known = set(Email.objects.values_list("pk", flat=True))
    with time_machine.travel(at(day, hour), tick=False):
        alerting.queue_weekly()
    sent()
    return list(Email.objects.exclude(pk__in=known))


def test_the_head_gets_the_week_in_figures_on_monday_morning_and_nobody_else(officer, head):
    agreement = ending(20, title="PKS Karo", owner=officer)
    make_line(agreement, title="Berita bulanan", quota_period=4, period="month")
    running(state="review")
    make_activity(officer, next_step_on=MONDAY - DAY)
    assert week(MONDAY, 6) == []
    [mail] = week(MONDAY)
    assert mail.to == [head.email]
    assert mail.subject == "Partnerships in week 49, Monday, 30 November 2026"
    for said in (
        "in review 1", "in force 1", "end within 30 days: 1", "ENDING (1)", "BEHIND (1)",
        "OVERDUE (1)", "Of the monthly quotas 0 of 4 are delivered.",
        "- PKS Karo: Berita bulanan, 0 of 4",
    ):  # fmt: skip
        assert said in mail.message
    assert "Kirim penawaran" not in mail.message


def test_a_week_is_told_once_and_later_in_the_week_if_monday_was_missed(head):
    assert len(week(MONDAY + 3 * DAY)) == 1
    assert [week(MONDAY + n * DAY) for n in (4, 6)] == [[], []]
    assert len(week(MONDAY + 7 * DAY)) == 1


def test_weeks_that_were_missed_are_not_told_later(head):
    assert len(week(MONDAY)) == 1
    assert [len(week(MONDAY + n * DAY)) for n in (28, 29)] == [1, 0]


def test_the_last_days_of_december_belong_to_the_week_that_iso_says(head):
    assert len(week(date(2026, 12, 31))) == 1
    assert week(date(2027, 1, 3)) == []
    assert AlertMail.objects.get(recipient=head).period == "2026-W53"


def test_while_a_digest_waits_for_the_mail_server_no_other_is_written(head):
    for n in (0, 7, 14):
        alerting.queue_weekly(at(MONDAY + n * DAY))
    assert Email.objects.count() == 1


def test_a_head_who_does_not_want_the_digest_gets_none(head):
    alert_choices.choose(head, {"digest": (False, False)})
    assert week(MONDAY) == []


def test_looks_that_found_nothing_are_forgotten_and_what_was_told_never(officer):
    other = make_user("officer", email="lain@example.org")
    ending(owner=officer)
    with time_machine.travel(at(MONDAY), tick=False):
        alerting.queue_daily()
    with time_machine.travel(at(MONDAY + 61 * DAY), tick=False):
        assert alerting.prune() == 1
    assert not AlertMail.objects.filter(recipient=other).exists()
    assert Alert.objects.count() == 1
