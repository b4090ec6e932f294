"""The pipeline as a board: a column for each state, a card for each agreement, and its moves.

A card's moves are links to the page that asks before it moves; nothing moves here.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.figures import Figure, Links
from partnerships import lifecycle
from partnerships import overview as partners

CARDS = 12  # of one column


@dataclass(frozen=True)
class Way:
    """One move of a card; `column`: the one that it leads to, "" for a state without one."""

    label: str
    url: str
    column: str


@dataclass(frozen=True)
class Card:
    row: partners.Row
    ways: list
    onward: Way | None  # of `ways` the one that carries the agreement on


@dataclass(frozen=True)
class Column:
    figure: Figure
    cards: list
    days: int

    @property
    def rest(self):
        return self.figure.number - len(self.cards)


def context(user, scope):
    """Columns of cards, those that wait longest first. Two queries."""
    standing, links = partners.Standing(user, scope), Links(scope)
    found = {stage.state: [] for stage in partners.stages(standing)}
    for agreement in standing.agreements:
        cards = found.get(agreement.state)
        if cards is not None and len(cards) < CARDS:
            cards.append(_card(user, standing, agreement))
    columns = [
        Column(
            Figure(stage.label, stage.number, links.agreements(state=stage.state), stage.state),
            found[stage.state],
            stage.days,
        )
        for stage in partners.stages(standing)
    ]
    return {"columns": columns, "title": _("Board"), "is_empty": not standing.agreements}


def _card(user, standing, agreement):
    onward = lifecycle.next_move(agreement)
    ways = {
        move.name: Way(
            str(move.label),
            reverse("admin:partnerships_agreement_move", args=[agreement.pk, move.name]),
            move.to if move.to in partners.STAGES else "",
        )
        for move in lifecycle.moves_for(user, agreement)
    }
    return Card(
        standing.row(agreement), list(ways.values()), ways.get(onward.name) if onward else None
    )
