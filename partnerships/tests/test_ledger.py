"""Every entry of the ledger: who makes it, what refuses it, and what it leaves."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.tests.factories import make_article, make_user
from partnerships import ledger
from partnerships.ledger import ClaimNotAllowed
from partnerships.models import Agreement
from partnerships.tests.factories import make_agreement, make_amendment, make_claim, make_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def head(roles):
    return make_user("head")


def story_of(day, hour=12, minute=0, status="published", **values):
    """A story first published on `day` at that hour in the bureau's zone."""
    moment = datetime(day.year, day.month, day.day, hour, minute)
    moment = timezone.make_aware(moment, timezone.get_default_timezone())
    return make_article(status, publish_at=moment, **values)


def used(line, as_of=None):
    rows = ledger.usage(Agreement.objects.get(pk=line.agreement_id), as_of=as_of)
    return next(row.used for row in rows if row.line == line)


def problems_of(act, *args, **values):
    with pytest.raises(ClaimNotAllowed) as refusal:
        act(*args, **values)
    return refusal.value.problems


def fields_of(act, *args, **values):
    return [field for field, _sentence in problems_of(act, *args, **values)]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reporter", {"propose"}),
        ("editor", {"propose", "accept", "decline"}),
        ("officer", {"propose"}),
        ("head", {"propose", "accept", "decline", "reverse"}),
        ("auditor", set()),
    ],
)
def test_each_role_makes_the_entries_of_the_table(role, may, roles):
    person, done = make_user(role), set()
    for name in ("propose", "accept", "decline", "reverse"):
        line, story = make_line(), make_article("published")
        if name == "decline":
            make_claim(line, story, "propose")
        claim = make_claim(line, story) if name == "reverse" else None
        acts = {
            "propose": lambda s=story, x=line: ledger.propose(s, x, by=person),
            "accept": lambda s=story, x=line: ledger.accept(s, x, by=person),
            "decline": lambda s=story, x=line: ledger.decline(s, x, by=person, note="Tidak."),
            "reverse": lambda c=claim: ledger.reverse(c, by=person, note="Keliru."),
        }
        try:
            acts[name]()
            done.add(name)
        except PermissionDenied:
            pass
    assert done == may


def test_a_reporter_proposes_own_stories_and_public_ones_only(roles):
    reporter, line = make_user("reporter"), make_line()
    ledger.propose(make_article(by=reporter), line, by=reporter)
    ledger.propose(make_article("published"), line, by=reporter)
    with pytest.raises(PermissionDenied):
        ledger.propose(make_article("submitted"), line, by=reporter)


def test_a_reporter_proposes_for_no_agreement_that_is_hidden_from_reporters(roles):
    line = make_line(make_agreement("in_force", is_public=False))
    with pytest.raises(PermissionDenied):
        ledger.propose(make_article("published"), line, by=make_user("reporter"))
    ledger.propose(make_article("published"), line, by=make_user("officer"))


def test_the_same_story_is_proposed_and_accepted_once_for_a_line(editor):
    line, story = make_line(), make_article("published")
    ledger.propose(story, line, by=editor)
    assert fields_of(ledger.propose, story, line, by=editor) == [None]
    ledger.accept(story, line, by=editor)
    assert fields_of(ledger.accept, story, line, by=editor) == [None]
    assert fields_of(ledger.propose, story, line, by=editor) == [None]


def test_a_proposal_waits_for_a_class_that_accepting_can_still_set(editor):
    line = make_line(kind="advertorial")
    ledger.propose(make_article("submitted"), line, by=editor)
    public = make_article("published")
    assert fields_of(ledger.propose, public, line, by=editor) == ["deliverable"]


def test_a_declined_story_may_be_proposed_again(editor):
    line, story = make_line(), make_article("published")
    ledger.propose(story, line, by=editor)
    assert fields_of(ledger.decline, story, line, by=editor) == ["note"]
    ledger.decline(story, line, by=editor, note="Bukan kegiatannya.")
    assert fields_of(ledger.decline, story, line, by=editor, note="X") == [None]
    ledger.propose(story, line, by=editor)
    assert [row.entry for row in ledger.standing(story)] == ["propose"]


def test_a_row_is_reversed_once_with_a_reason_and_only_if_it_was_accepted(head):
    line, story = make_line(), make_article("published")
    proposal = ledger.propose(story, line, by=head)
    assert fields_of(ledger.reverse, proposal, by=head, note="X") == [None]
    claim = ledger.accept(story, line, by=head)
    assert fields_of(ledger.reverse, claim, by=head, note=" ") == ["note"]
    ledger.reverse(claim, by=head, note="Keliru.")
    assert fields_of(ledger.reverse, claim, by=head, note="X") == [None]
    ledger.accept(story, line, by=head)
    assert used(line) == 1


def test_a_refusal_names_every_reason_at_once(editor):
    paid = make_line(make_agreement("review"), kind="advertorial", is_paid=True)
    story = make_article("published")
    ledger.accept(story, make_line(), by=editor)
    found = fields_of(ledger.accept, story, paid, by=editor)
    assert found == ["deliverable", "story_class", "disclosure", "deliverable"]


def test_an_amended_end_lets_a_later_story_in(editor):
    today = timezone.localdate()
    agreement = make_agreement("in_force", starts_on=today - 60 * DAY, ends_on=today - 20 * DAY)
    line, story = make_line(agreement), story_of(today - 10 * DAY)
    assert fields_of(ledger.accept, story, line, by=editor) == ["deliverable"]
    make_amendment(agreement, today - 25 * DAY, ends_on=str(today + 20 * DAY))
    ledger.accept(story, line, by=editor)
    assert used(line) == 1
