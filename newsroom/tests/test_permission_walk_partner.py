"""The same walk as test_permission_walk.py for the pages of partners and the calendars."""

import pytest

from newsroom.tests.test_permission_walk import (
    ALL,
    NOBODY,
    ROUTES,
    address,
    clients,
    people,
    who_gets_in,
)
from newsroom.tests.test_permission_walk_partnerships import agreement_in
from partnerships import calendar_links
from partnerships.models import CalendarLink, Document, PartnerLink
from partnerships.tests.factories import make_document, make_paper, make_partner_link

__all__ = ["clients", "people"]  # fixtures
KEEPS = "ohs"
STATES = ["exploring", "review", "signature", "in_force", "hidden", "cancelled"]
SHOWN = ("signature", "in_force", "hidden")  # the public site shows no hidden one, its partner may
A = "admin:partnerships_agreement_"
DESK = {
    f"{A}partner_link_add": NOBODY,  # its form stands in the working file: sent there
    f"{A}partner_link_close": NOBODY,  # by POST, as the next one
    f"{A}document_share": NOBODY,
    "admin:calendars": KEEPS,
    "admin:calendar_close": NOBODY,  # by POST
}
PAGE = "partnerships:partner_"
BY_TOKEN = [f"{PAGE}{name}" for name in ("page", "document", "paper", "calendar")]
SHEET, CALENDAR = f"{PAGE}sheet", "partnerships:user_calendar"
WALKED = {*DESK, *BY_TOKEN, SHEET, CALENDAR}


def path_of(name, agreement, row=1, token=""):
    route = ROUTES[name].replace("<slug:token>", token)
    if name.startswith(A):
        route = route.replace("<int:pk>", str(agreement.pk), 1)
    return address(route, pk=row, name="all")


def test_a_page_of_the_desk_opens_for_those_in_its_row_and_nobody_else(clients):
    agreement = agreement_in("in_force")
    link, _path = make_partner_link(agreement)
    found = {name: who_gets_in(clients, path_of(name, agreement, link.pk)) for name in DESK}
    assert found == DESK


@pytest.mark.parametrize("state", STATES)
def test_a_partners_page_opens_for_whoever_has_its_address_and_for_nobody_else(state, clients):
    agreement = agreement_in(state)
    version, paper = make_document(agreement), make_paper(agreement)
    _link, path = make_partner_link(agreement)
    token = path.split("/")[2]
    rows = {"document": version.pk, "paper": paper.pk}
    found = {
        name: who_gets_in(
            clients, path_of(name, agreement, rows.get(name.removeprefix(PAGE), 1), token)
        )
        for name in BY_TOKEN
    }
    assert found == dict.fromkeys(BY_TOKEN, ALL if state in SHOWN else NOBODY)
    wrong = {
        name: who_gets_in(
            clients, path_of(name, agreement, rows.get(name.removeprefix(PAGE), 1), "x" * 43)
        )
        for name in [*BY_TOKEN, SHEET, CALENDAR]
    }
    assert wrong == dict.fromkeys([*BY_TOKEN, SHEET, CALENDAR], NOBODY)


def test_a_calendar_opens_for_whoever_has_its_address(clients, people):
    _link, token = calendar_links.make(people["o"], "all")
    assert who_gets_in(clients, path_of(CALENDAR, None, token=token)) == ALL


@pytest.mark.parametrize("state", STATES)
def test_a_forged_post_changes_nothing_for_those_who_give_no_links(state, clients, people):
    agreement = agreement_in(state)
    link, _path = make_partner_link(agreement)
    document = make_document(agreement).document
    calendar_links.make(people["o"], "all")
    data = {"partner_link-reader": "Orang", "partner_link-term": "month", "scope": "all"}
    data |= {"undo": "1"}
    before = [list(model.objects.values()) for model in (PartnerLink, Document, CalendarLink)]
    for letter in sorted(set(ALL) - set(KEEPS)):
        for name in DESK:
            row = document.pk if "document" in name else link.pk
            clients[letter].post(path_of(name, agreement, row), data)
        after = [list(model.objects.values()) for model in (PartnerLink, Document, CalendarLink)]
        assert after == before, letter


def test_those_in_the_row_give_and_close_a_link(clients):
    data = {"partner_link-reader": "Orang", "partner_link-term": "month"}
    for letter in KEEPS:
        agreement = agreement_in("in_force")
        clients[letter].post(path_of(f"{A}partner_link_add", agreement), data)
        link = agreement.partner_links.get()
        clients[letter].post(path_of(f"{A}partner_link_close", agreement, link.pk))
        link.refresh_from_db()
        assert link.revoked_at, letter
