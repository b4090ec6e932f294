"""The same walk as test_permission_walk.py for requests and papers."""

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
from partnerships import certificates, paper_requests
from partnerships.askable import ASKABLE
from partnerships.models import Paper, PaperRequest
from partnerships.tests.factories import make_held

__all__ = ["clients", "people"]  # fixtures
KEEPS, READS, AUDITS, PEOPLE, HEAD = "ohs", "ohus", "hus", "ohus", "hs"
TODAY = {"as_of": "2026-11-30"}
PAGES = {
    "admin:papers": READS,
    "admin:papers_mine": READS,
    "admin:papers_issued": READS,
}
# A request is its asker's alone: here the officer's.
REQUEST = {
    "admin:paper_request": "o",
    "admin:paper_request_state": "o",
    "admin:paper_request_cancel": NOBODY,  # by POST only
    "admin:paper_request_file": "o",
}
PAPER = {"admin:paper": READS, "admin:paper_revoke": HEAD, "admin:paper_file": READS}
ASK = "admin:paper_ask"
ASKS = dict.fromkeys(ASKABLE, KEEPS) | {"audit": AUDITS, "certificates": PEOPLE, "proof": NOBODY}
WALKED = {*PAGES, *REQUEST, *PAPER, ASK}


def path_of(name, pk=1, kind=""):
    return address(ROUTES[name].replace("<slug:form>", "pdf"), pk=pk, name=kind)


def done(kind, params, by):
    request = paper_requests.ask(kind, params, by)
    paper_requests.make_due()
    return PaperRequest.objects.get(pk=request.pk)


def test_a_page_of_papers_opens_for_those_in_its_row_and_nobody_else(clients):
    assert {name: who_gets_in(clients, path_of(name)) for name in PAGES} == PAGES


def test_a_form_opens_for_those_who_may_ask_for_the_paper_and_nobody_else(clients):
    found = {kind: who_gets_in(clients, path_of(ASK, kind=kind)) for kind in ASKS}
    assert found == ASKS


def test_a_request_opens_for_its_asker_and_nobody_else(clients, people):
    held = make_held()
    certificates.issue(held, by=people["h"])
    request = done("certificates", {"training": held.pk}, people["o"])
    found = {name: who_gets_in(clients, path_of(name, request.pk)) for name in REQUEST}
    assert found == REQUEST


@pytest.mark.parametrize(
    ("kind", "params", "by", "reads"),
    [
        ("pipeline", TODAY, "o", READS),
        ("audit", {"first": "2026-11-01", "last": "2026-11-02"}, "u", AUDITS),
    ],
)
def test_a_paper_opens_for_those_who_may_read_its_kind_and_nobody_else(
    kind, params, by, reads, clients, people
):
    paper = done(kind, params, people[by]).paper
    found = {name: who_gets_in(clients, path_of(name, paper.pk)) for name in PAPER}
    assert found == {**dict.fromkeys(PAPER, reads), "admin:paper_revoke": HEAD}


def test_a_forged_post_asks_for_nothing_and_revokes_nothing(clients, people):
    paper = done("pipeline", TODAY, people["h"]).paper
    waiting = paper_requests.ask("ending", {**TODAY, "days": 90}, people["h"])
    PaperRequest.objects.exclude(pk=waiting.pk).delete()
    data = {**TODAY, "first": "2026-11-01", "last": "2026-11-02", "reason": "Alasan", "days": 9}
    for letter in sorted(set(ALL) - set(KEEPS)):
        for kind in set(ASKS) - {"audit"}:
            clients[letter].post(path_of(ASK, kind=kind), data)
        clients[letter].post(path_of("admin:paper_request_cancel", waiting.pk))
    for letter in sorted(set(ALL) - set(HEAD)):
        clients[letter].post(path_of("admin:paper_revoke", paper.pk), data)
    assert list(PaperRequest.objects.values_list("pk", "state")) == [(waiting.pk, "waiting")]
    assert Paper.objects.get().revoked_at is None
