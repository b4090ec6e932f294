"""The board of the pipeline: its columns and cards, and the moves that each card offers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import board
from partnerships import lifecycle
from partnerships.models import Agreement, StateChange
from partnerships.scope import scope_of
from partnerships.tests.factories import make_agreement, make_organization

pytestmark = pytest.mark.django_db
BOARD = "/admin/board/"
STATES = list(Agreement.State.values)


def columns(user, **query):
    """{state: Column}"""
    found = board.context(user, scope_of({name: str(value) for name, value in query.items()}))
    return {column.figure.state: column for column in found["columns"]}


def test_columns_are_the_states_of_an_agreement_that_goes_on(sign_in):
    for state in STATES:
        make_agreement(state)
    numbers = {state: column.figure.number for state, column in columns(sign_in("head")).items()}
    assert numbers == dict.fromkeys(
        ["exploring", "offered", "drafting", "review", "signature", "in_force", "suspended"], 1
    )


def test_a_card_tells_title_partner_officer_and_its_days_the_longest_first(sign_in):
    now = timezone.now()
    partner = make_organization(short_name="Pemkab Batu Bara")
    for days, title in ((3, "Baru"), (40, "Lama")):
        row = make_agreement("offered", title=title, partner=partner, created_at=now)
        StateChange.objects.create(
            agreement=row, move="offer", from_state="exploring", to_state="offered", by=row.owner,
            at=now - timedelta(days=days),
        )  # fmt: skip
    cards = [card.row for card in columns(sign_in("head"))["offered"].cards]
    assert [(row.title, row.partners, row.days) for row in cards] == [
        ("Lama", "Pemkab Batu Bara", 40),
        ("Baru", "Pemkab Batu Bara", 3),
    ]
    assert cards[0].owner == str(Agreement.objects.get(title="Lama").owner)


@pytest.mark.parametrize("role", ["head", "officer", "editor", "auditor"])
def test_a_card_offers_the_moves_of_the_agreements_own_page_and_no_other(role, sign_in):
    user = sign_in(role)
    for state in STATES:
        make_agreement(state)
    offered = {
        state: [way.url.split("/")[-2] for way in column.cards[0].ways]
        for state, column in columns(user).items()
    }
    assert offered == {
        state: [move.name for move in lifecycle.moves_for(user, Agreement(state=state))]
        for state in offered
    }


def test_a_move_leads_to_its_column_where_there_is_one(sign_in):
    make_agreement("in_force")
    (card,) = columns(sign_in("head"))["in_force"].cards
    assert {way.url.split("/")[-2]: way.column for way in card.ways} == {
        "suspend": "suspended", "terminate": "", "complete": "",
    }  # fmt: skip


def test_a_long_column_ends_with_a_link_to_the_rest(client, sign_in, monkeypatch):
    monkeypatch.setattr(board, "CARDS", 2)
    sign_in("head")
    for _number in range(3):
        make_agreement("drafting")
    page = client.get(BOARD)
    column = page.context["columns"][2]
    assert (len(column.cards), column.rest) == (2, 1)
    assert client.get(column.figure.url).context["cl"].result_count == 3


def test_the_board_moves_nothing(client, sign_in):
    sign_in("head")
    assert client.post(BOARD).status_code == 405


def test_the_board_is_of_today_alone(client, sign_in):
    sign_in("head")
    answer = client.get(BOARD, {"as_of": "2026-01-01", "service": "news"})
    assert answer.url == f"{BOARD}?service=news"


def test_without_a_script_every_move_of_the_board_is_a_link(client, sign_in):
    sign_in("head")
    agreement = make_agreement("review")
    html = client.get(BOARD).content.decode()
    for name in ("redraft", "approve", "cancel"):
        assert f'href="/admin/partnerships/agreement/{agreement.pk}/move/{name}/"' in html


@pytest.mark.parametrize(("role", "moves"), [("officer", True), ("editor", False)])
def test_only_who_moves_agreements_is_told_to_drag(role, moves, client, sign_in):
    sign_in(role)
    make_agreement()
    text = client.get(BOARD).content.decode()
    assert ("data-moves" in text, "board__hint" in text) == (moves, moves)
