"""Links of partners: who gives them, for how long, what ends them, and how the desk shows them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from articles import private_links
from articles.models.record import AppendOnlyError
from articles.tests.factories import make_user
from partnerships import partner_links
from partnerships.lifecycle import MoveNotAllowed
from partnerships.models import Agreement, PartnerLink, PartnerOpening
from partnerships.tests.factories import make_agreement, make_amendment, make_partner_link
from partnerships.tests.test_races import all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def officer():
    return make_user("officer")


@pytest.fixture
def agreement(officer):
    return make_agreement("in_force", owner=officer)


def given(agreement, by, **values):
    return partner_links.make(agreement, by=by, **{"reader": "Humas", "term": "month", **values})


def fields_of(act, *args, **values):
    with pytest.raises(MoveNotAllowed) as refusal:
        act(*args, **values)
    return [field for field, _sentence in refusal.value.problems]


def add_page(agreement):
    return reverse("admin:partnerships_agreement_partner_link_add", args=[agreement.pk])


def close_page(link, agreement=None):
    keys = [(agreement or link.agreement).pk, link.pk]
    return reverse("admin:partnerships_agreement_partner_link_close", args=keys)


def post(client, agreement, **values):
    data = {"reader": "Dinas Kominfo", "term": "month", **values}
    data = {f"partner_link-{name}": value for name, value in data.items()}
    return client.post(add_page(agreement), data)


def test_only_the_hash_of_a_token_of_256_bits_is_stored(agreement, officer):
    link, token = given(agreement, officer)
    row = PartnerLink.objects.values().get(pk=link.pk)
    assert token not in str(row)
    assert row["token_sha256"] == private_links.digest(token)
    assert len(token) == 43


@pytest.mark.parametrize("role", ["officer", "head"])
def test_officers_and_the_head_give_links(role, agreement):
    assert given(agreement, make_user(role))[0].reader == "Humas"


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_nobody_else_gives_or_closes_one(role, agreement, officer):
    link, _token = given(agreement, officer)
    with pytest.raises(PermissionDenied):
        given(agreement, make_user(role))
    with pytest.raises(PermissionDenied):
        partner_links.revoke(link, by=make_user(role))
    assert PartnerLink.objects.get().is_open()


@pytest.mark.parametrize("state", Agreement.State.values)
def test_links_are_given_to_what_is_signed_or_awaits_its_signatures(state, officer):
    agreement = make_agreement(state)
    if state in ("signature", "in_force", "suspended", "terminated", "completed"):
        given(agreement, officer)
    else:
        assert fields_of(given, agreement, officer) == [None]


@pytest.mark.parametrize(
    ("today", "term", "last"),
    [
        (date(2026, 1, 31), "month", date(2026, 2, 28)),
        (date(2026, 12, 1), "quarter", date(2027, 3, 1)),
        (date(2026, 11, 30), "quarter", date(2027, 2, 28)),
    ],
)
def test_a_link_of_a_month_ends_on_the_same_day_of_a_later_one(today, term, last):
    assert partner_links.last_day_of(term, None, today) == last


def test_a_link_for_the_whole_term_ends_thirty_days_after_the_amended_end(officer):
    today = timezone.localdate()
    agreement = make_agreement("in_force", ends_on=today + timedelta(days=10))
    make_amendment(agreement, today, ends_on=(today + timedelta(days=20)).isoformat())
    link, _token = given(agreement, officer, term="term")
    assert link.last_day == today + timedelta(days=50)


def test_a_link_lives_three_years_at_most(officer):
    agreement = make_agreement("in_force", ends_on=timezone.localdate() + timedelta(days=3000))
    link, _token = given(agreement, officer, term="term")
    assert link.last_day == timezone.localdate() + timedelta(days=3 * 365)


def test_what_ended_long_ago_gets_no_link_for_its_term_but_one_for_a_month(officer):
    today = timezone.localdate()
    agreement = make_agreement(
        "completed", starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=31)
    )
    assert fields_of(given, agreement, officer, term="term") == ["term"]
    given(agreement, officer, term="month")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"reader": " \n "}, ["reader"]),
        ({"term": "ever"}, ["term"]),
        ({"reader": "", "term": ""}, ["reader", "term"]),
    ],
)
def test_a_link_names_its_reader_and_one_of_the_terms(values, fields, agreement, officer):
    assert fields_of(given, agreement, officer, **values) == fields
    assert not PartnerLink.objects.exists()


def test_an_agreement_has_a_bounded_number_of_open_links(agreement, officer, monkeypatch):
    monkeypatch.setattr(partner_links, "MOST_OPEN", 2)
    first, _token = given(agreement, officer)
    given(agreement, officer)
    assert fields_of(given, agreement, officer) == [None]
    partner_links.revoke(first, by=officer)
    given(agreement, officer)
    given(make_agreement("in_force"), officer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_the_bound_holds_however_many_links_are_made_at_once(
    guarded, agreement, officer, monkeypatch
):
    monkeypatch.setattr(partner_links, "MOST_OPEN", 1)
    if not guarded:
        # The guard off: the count is what it was before anybody began.
        monkeypatch.setattr(partner_links, "_problems", lambda *args: [])
    by = [make_user("officer") for _ in range(8)]
    assert (all_at_once(lambda n: given(agreement, by[n])) == 1) is guarded


def test_closing_a_closed_link_changes_nothing(agreement, officer):
    link, _token = given(agreement, officer)
    partner_links.revoke(link, by=officer)
    before = PartnerLink.objects.values().get()
    partner_links.revoke(link, by=make_user("head"))
    assert PartnerLink.objects.values().get() == before


def test_the_last_day_is_open_to_its_end(agreement, officer):
    link, _token = given(agreement, officer)
    end = link.expires_at
    assert link.is_open(end - timedelta(seconds=1))
    assert not link.is_open(end)
    assert timezone.localtime(end).hour == 0


def test_openings_are_only_added_to(agreement):
    link, _path = make_partner_link(agreement)
    partner_links.note_opening(link, "page", network="203.0.113.0/24")
    row = PartnerOpening.objects.get()
    with pytest.raises(AppendOnlyError):
        row.delete()
    for statement in ("UPDATE {} SET what = 'paper'", "DELETE FROM {}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(PartnerOpening._meta.db_table))
    assert PartnerOpening.objects.get() == row


def test_a_fetched_calendar_is_noted_once_a_day(agreement):
    link, _path = make_partner_link(agreement)
    with time_machine.travel("2026-12-01 10:00+07:00", tick=False) as clock:
        for hours in (0, 1, 14):  # the third one on the next day
            clock.move_to("2026-12-01 10:00+07:00")
            clock.shift(timedelta(hours=hours))
            partner_links.note_fetch(link)
    assert link.openings.count() == 2


# The desk


def test_the_desk_shows_the_address_once_and_never_again(client, agreement, officer):
    client.force_login(officer)
    made = post(client, agreement)
    address = made.context["address"]
    assert address.startswith(f"{SITE}/p/")
    assert "no-store" in made["Cache-Control"]
    page = client.get(
        reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    ).content.decode()
    assert address not in page
    assert "Dinas Kominfo" in page
    client.logout()
    assert client.get(address.removeprefix(SITE)).status_code == 200


def test_what_is_wrong_is_said_with_the_form(client, agreement, officer):
    client.force_login(officer)
    answer = post(client, agreement, reader="", term="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reader", "term"}
    assert not PartnerLink.objects.exists()


def test_the_section_says_how_often_a_link_was_opened(client, agreement, officer):
    link, path = make_partner_link(agreement)
    client.get(path)
    client.get(path)
    client.force_login(officer)
    page = client.get(reverse("admin:partnerships_agreement_change", args=[agreement.pk]))
    [(shown, is_open, opens)] = page.context["partner_links"]
    assert (shown, shown.opened, is_open, opens) == (link, 2, True, True)
    assert shown.last_opened == link.openings.first().at


def test_an_auditor_sees_the_links_and_an_editor_does_not(client, agreement):
    make_partner_link(agreement, reader="Pembaca Rahasia")
    page = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    for role, sees in (("auditor", True), ("editor", False), ("reporter", False)):
        client.force_login(make_user(role))
        assert ("Pembaca Rahasia" in client.get(page).content.decode()) is sees, role


def test_a_link_is_closed_at_its_own_agreement_only(client, agreement, officer):
    link, path = make_partner_link(agreement)
    client.force_login(officer)
    assert client.post(close_page(link, make_agreement("in_force"))).status_code == 404
    assert client.get(path).status_code == 200
    client.post(close_page(link))
    assert client.get(path).status_code == 410
