"""Eight people press the same button at once; each test has a control with its guard off."""

from copy import copy
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection

from articles import workflow
from articles.tests.factories import make_article, make_user
from partnerships import ledger, lifecycle, sources, terms
from partnerships.models import Claim, StateChange
from partnerships.tests.factories import make_agreement, make_amendment, make_held, make_line

PEOPLE = 8
pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (
    ledger.ClaimNotAllowed, lifecycle.MoveNotAllowed, workflow.MoveNotAllowed, IntegrityError,
    ObjectDoesNotExist,
)  # fmt: skip


def all_at_once(act):
    """Run `act(n)` in eight threads that start together; how many did not raise."""
    barrier, done = Barrier(PEOPLE), []

    def run(n):
        barrier.wait()
        try:
            act(n)
            done.append(n)
        except REFUSED:
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


@pytest.fixture
def heads(roles):
    return [make_user("head") for _ in range(PEOPLE)]


def read_before(monkeypatch, story):
    """The guard off: what stands is what stood before anybody began."""
    stood = ledger.standing(story)
    monkeypatch.setattr(ledger, "standing", lambda article: stood)


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_story_counts_once_however_many_lines_accept_it_at_once(guarded, heads, monkeypatch):
    story, agreement = make_article("published"), make_agreement("in_force")
    lines = [make_line(agreement) for _ in range(PEOPLE)]
    if not guarded:
        read_before(monkeypatch, story)
    accepted = all_at_once(lambda n: ledger.accept(story, lines[n], by=heads[n]))
    assert (accepted == 1) is guarded
    assert sum(row.used for row in ledger.usage(agreement)) == accepted


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_story_is_accepted_once_for_a_line_however_many_accept_it(guarded, heads, monkeypatch):
    story, line = make_article("published"), make_line()
    if not guarded:
        read_before(monkeypatch, story)
    all_at_once(lambda n: ledger.accept(story, line, by=heads[n]))
    assert (Claim.objects.filter(entry="accept").count() == 1) is guarded
    # Rows that should not be there are still one story.
    assert ledger.usage(line.agreement)[0].used == 1


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_training_counts_once_however_many_accept_its_sessions_at_once(
    guarded, heads, monkeypatch
):
    agreement = make_agreement("in_force")
    held = make_held(agreement, sessions=2)
    first, last = held.sessions.all()
    whole = make_line(agreement, kind="training", measure="training")
    each = make_line(agreement, kind="training")
    if not guarded:
        monkeypatch.setattr(sources, "counted_rows", lambda sessions: [])
        read_before(monkeypatch, last)
    pairs = [(last, whole), (first, each)] * (PEOPLE // 2)
    accepted = all_at_once(lambda n: ledger.accept(*pairs[n], by=heads[n]))
    assert (accepted == 1) is guarded


def test_a_claim_is_reversed_once_however_many_reverse_it(heads):
    story, line = make_article("published"), make_line()
    claim = ledger.accept(story, line, by=heads[0])
    assert all_at_once(lambda n: ledger.reverse(claim, by=heads[n], note="Keliru.")) == 1
    assert Claim.objects.filter(entry="reverse").count() == 1


def test_a_retraction_among_acceptances_leaves_nothing_counted(heads):
    story, agreement = make_article("published"), make_agreement("in_force")
    lines = [make_line(agreement, shareable=True) for _ in range(PEOPLE)]

    def act(n):
        if n == 3:
            workflow.retract(story, by=heads[n], note="Keliru.", ground="error")
        else:
            ledger.accept(story, lines[n], by=heads[n])

    all_at_once(act)
    assert sum(row.used for row in ledger.usage(agreement)) == 0
    assert not Claim.objects.filter(entry="accept", reversed_by__isnull=True).exists()


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_an_agreement_moves_once_however_many_move_it(guarded, heads, monkeypatch):
    agreement = make_agreement("review")
    if not guarded:
        # The caller's copy instead of the row as it is now.
        monkeypatch.setattr(lifecycle, "_locked", lambda pk: copy(agreement))
    all_at_once(lambda n: lifecycle.move("approve", agreement, by=heads[n]))
    assert (StateChange.objects.filter(move="approve").count() == 1) is guarded


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_an_amendment_is_signed_once_however_many_sign_it(guarded, heads, monkeypatch):
    agreement = make_agreement("in_force")
    day = agreement.signed_on
    amendment = make_amendment(agreement, day, signed=False, value="1000000")
    if not guarded:
        monkeypatch.setattr(terms, "missing_for_signing", lambda *args: [])
    signed = all_at_once(lambda n: terms.sign_amendment(amendment, by=heads[n], signed_on=day))
    # Without the check the database's own trigger still lets the first one through alone.
    assert signed == 1
    assert StateChange.objects.filter(move="amend").count() == 1
