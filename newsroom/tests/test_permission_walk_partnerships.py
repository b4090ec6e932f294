"""The same walk as test_permission_walk.py for partners, agreements and claims."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.tests.factories import make_article, make_user
from newsroom.tests.test_permission_walk import (
    ALL,
    NOBODY,
    READS,
    ROUTES,
    address,
    clients,
    people,
    who_gets_in,
)
from partnerships import lifecycle
from partnerships.models import (
    Activity,
    Agreement,
    Amendment,
    Claim,
    Contact,
    Document,
    DocumentVersion,
    Obligation,
    Paper,
)
from partnerships.tests.factories import (
    make_agreement,
    make_line,
    make_organization,
    make_training,
)

__all__ = ["clients", "people"]  # fixtures
KEEPS, PERSONAL, DECIDES, KNOWS = "ohs", "ohus", "hs", "eohus"

# Pages that need no agreement.
OFFICE = {
    "admin:overview": KNOWS,  # it holds no value of any agreement; test_overview.py
    "admin:board": KNOWS,
    "admin:deliveries": KNOWS,
    "admin:partnerships_organization_changelist": READS,
    "admin:partnerships_organization_add": KEEPS,
    "admin:partnerships_organization_change": READS,
    "admin:partnerships_organization_history": KNOWS,
    "admin:partnerships_organization_delete": "s",
    "admin:partnerships_organization_sheet": READS,
    # Personal data: UU 27/2022.
    "admin:partnerships_contact_changelist": PERSONAL,
    "admin:partnerships_contact_add": KEEPS,
    "admin:partnerships_contact_change": PERSONAL,
    "admin:partnerships_contact_history": PERSONAL,
    "admin:partnerships_contact_delete": KEEPS,
    "admin:partnerships_contact_anonymise": KEEPS,
    "admin:partnerships_contact_export": KEEPS,
    "admin:partnerships_contact_sheet": PERSONAL,
    "admin:partnerships_activity_changelist": READS,
    "admin:partnerships_activity_add": KEEPS,
    "admin:partnerships_activity_change": READS,
    "admin:partnerships_activity_history": READS,
    "admin:partnerships_activity_delete": "s",
    "admin:partnerships_activity_done": KEEPS,
    "admin:partnerships_activity_sheet": READS,
    "admin:partnerships_agreement_changelist": READS,
    "admin:partnerships_agreement_add": KEEPS,
    "admin:partnerships_agreement_sheet": READS,  # of what the list shows to each
    "admin:partnerships_training_sheet": READS,
    "admin:partnerships_training_participants_sheet": PERSONAL,
}
STATES = ["exploring", "review", "signature", "in_force", "hidden", "cancelled"]
# Who may read an agreement: reporters its public facts only, so none that is not signed or hidden.
READ = {state: READS if state == "in_force" else KNOWS for state in STATES}
NEVER = dict.fromkeys(STATES, NOBODY)
RUNS = ("in_force", "hidden")
# A draft of an amendment can be worked on while the agreement lives; terms.py guards the signing.
AMENDED = {state: NOBODY if state == "cancelled" else KEEPS for state in STATES}
AGREEMENT = {
    "admin:partnerships_agreement_change": READ,
    "admin:partnerships_agreement_history": NEVER,  # its page shows the record: sent there
    "admin:partnerships_agreement_delete": NEVER,
    "admin:partnerships_agreement_document_add": NEVER,  # by POST, as the two below
    "admin:partnerships_agreement_document": dict.fromkeys(STATES, PERSONAL),
    "admin:partnerships_agreement_obligation_add": NEVER,
    "admin:partnerships_agreement_obligation": NEVER,
    "admin:partnerships_agreement_evaluation_add": NEVER,
    "admin:partnerships_agreement_amendment_add": {
        state: KEEPS if state in RUNS else NOBODY for state in STATES
    },
    "admin:partnerships_agreement_amendment": AMENDED,
    "admin:partnerships_agreement_amendment_sign": {
        state: NOBODY if state == "cancelled" else DECIDES for state in STATES
    },
    "admin:partnerships_agreement_paper_issue": dict.fromkeys(STATES, KEEPS),
    "admin:partnerships_agreement_paper": dict.fromkeys(STATES, PERSONAL),
    "admin:partnerships_agreement_paper_revoke": dict.fromkeys(STATES, DECIDES),
    "admin:partnerships_agreement_paper_share": NEVER,  # by POST, as the next
    "admin:partnerships_agreement_claim": NEVER,
    "admin:partnerships_agreement_claims_sheet": dict.fromkeys(STATES, KNOWS),
}
PAPER = {"number": "1", "stories": [], "counted": [], "adjustments": []}
WORDS = {"admin:partnerships_agreement_paper": "pdf"}  # in the address; else a move's
MOVE = "admin:partnerships_agreement_move"
MOVES = {
    ("offer", "exploring"): KEEPS,
    ("cancel", "exploring"): DECIDES,
    ("cancel", "review"): DECIDES,
    ("cancel", "signature"): DECIDES,
    ("redraft", "review"): DECIDES,
    ("approve", "review"): DECIDES,
    ("confirm", "signature"): DECIDES,
    ("suspend", "in_force"): DECIDES,
    ("terminate", "in_force"): DECIDES,
    ("complete", "in_force"): DECIDES,
    ("suspend", "hidden"): DECIDES,
    ("terminate", "hidden"): DECIDES,
    ("complete", "hidden"): DECIDES,
    ("reopen", "cancelled"): DECIDES,
}
CLAIM = "admin:articles_article_claim"
HOME_PART = "admin:home_part"
PARTS = {"figures": "hus", "partnerships": "hs"}
PUBLIC = {
    "partnerships:partners": ALL,
    "partnerships:partner": NOBODY,
    "partnerships:verify_form": ALL,
    "partnerships:verify": NOBODY,  # a code that nobody was given; test_public_trainings.py
}
WALKED = {*OFFICE, *AGREEMENT, *PUBLIC, CLAIM, HOME_PART, MOVE}


def agreement_in(state):
    if state == "hidden":
        return make_agreement("in_force", is_public=False)
    return make_agreement(state)


def rows_of(agreement, officer, head):
    """{name: key} of one row of each kind below the agreement."""
    document = Document.objects.create(agreement=agreement, kind="draft", title="Naskah")
    # By itself: to a cancelled agreement documents.py adds nothing.
    version = DocumentVersion.objects.create(
        document=document, number=1, file=SimpleUploadedFile("naskah.pdf", b"%PDF-1.4 uji"),
        name="naskah.pdf", size=13, sha256="0" * 64, by=officer,
    )  # fmt: skip
    claim = Claim.objects.create(
        deliverable=make_line(agreement), article=make_article("published"), by=head,
        entry="propose",
    )  # fmt: skip
    amendment = Amendment.objects.create(
        agreement=agreement, title="Addendum", effective_on="2030-01-01"
    )
    paper = Paper.objects.create(
        agreement=agreement, kind="proof", year=2030, number=agreement.pk, as_of="2030-01-01",
        first_day="2030-01-01", last_day="2030-01-31", facts=PAPER,
        pdf=SimpleUploadedFile("bukti.pdf", b"%PDF-1.7 uji"), issued_by=officer,
    )  # fmt: skip
    duty = Obligation.objects.create(agreement=agreement, side="ours", text="Laporan")
    return {
        "document": version.pk,
        "paper": paper.pk,
        "claim": claim.pk,
        "amendment": amendment.pk,
        "obligation": duty.pk,
    }


def object_of(name):
    if "organization" in name:
        return make_organization()
    if "training" in name:
        return make_training()
    if "contact" in name:
        return Contact.objects.create(organization=make_organization(), name="Orang Uji")
    if "activity" in name:
        return Activity.objects.create(
            organization=make_organization(),
            kind="visit",
            summary="Kunjungan.",
            owner=make_user("officer"),
            next_step="Kirim penawaran",
            next_step_on="2030-01-02",
        )
    return None


def test_a_page_of_the_office_opens_for_those_in_its_row_and_nobody_else(clients):
    found = {}
    for name in OFFICE:
        thing = object_of(name)
        path = address(ROUTES[name], pk=getattr(thing, "pk", 1), name="news")
        found[name] = who_gets_in(clients, path)
    assert found == OFFICE


def test_a_later_part_of_the_home_page_opens_for_those_in_its_row(clients):
    found = {name: who_gets_in(clients, address(ROUTES[HOME_PART], name=name)) for name in PARTS}
    assert found == PARTS


def path_of(name, agreement, rows, move=""):
    route = ROUTES[name].replace("<int:pk>", str(agreement.pk), 1)
    key = next((key for kind, key in rows.items() if f"_{kind}" in name), 0)
    return address(route, pk=key or agreement.pk, name=move)


@pytest.mark.parametrize("state", STATES)
def test_an_agreement_opens_for_those_in_its_row_and_nobody_else(state, clients, people):
    agreement = agreement_in(state)
    rows = rows_of(agreement, people["o"], people["h"])
    found = {
        name: who_gets_in(clients, path_of(name, agreement, rows, WORDS.get(name, "accept")))
        for name in AGREEMENT
    }
    assert found == {name: row[state] for name, row in AGREEMENT.items()}


@pytest.mark.parametrize("state", STATES)
def test_a_move_is_offered_to_and_made_by_those_in_its_row_only(state, clients):
    agreement = agreement_in(state)
    found = {}
    for move in lifecycle.MOVES:
        path = path_of(MOVE, agreement, {}, move)
        found[move] = who_gets_in(clients, path)
        for letter in sorted(set(ALL) - set(found[move])):
            clients[letter].post(path, {"note": "Alasan.", "version": agreement.version})
            assert Agreement.objects.get(pk=agreement.pk).state == agreement.state, (move, letter)
    assert found == {move: MOVES.get((move, state), NOBODY) for move in lifecycle.MOVES}


def test_the_public_pages_open_for_everybody_and_no_unsigned_partner_has_one(clients):
    partner = make_organization()
    make_agreement(partner=partner)
    found = {
        name: who_gets_in(clients, address(ROUTES[name], slug=partner.slug)) for name in PUBLIC
    }
    assert found == PUBLIC


def test_a_claim_is_made_by_post_only(clients):
    story, line = make_article("published"), make_line()
    path = address(ROUTES[CLAIM].replace("<int:line>", str(line.pk)), pk=story.pk, name="accept")
    assert who_gets_in(clients, path) == NOBODY
    assert not Claim.objects.exists()
