"""What an agreement needs, as the overview counts it and the list narrows by it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.models import Agreement, Document, DocumentVersion, StateChange
from partnerships.querysets import NEEDS
from partnerships.tests.factories import make_agreement, make_amendment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def needs(agreement, day=None):
    """Names of what it needs at the end of `day`; None where it was not there yet."""
    found = Agreement.objects.as_of(day).with_needs(day).filter(pk=agreement.pk).first()
    return found and {name for name in NEEDS if getattr(found, f"needs_{name}")}


def today():
    return timezone.localdate()


def arrive(agreement, state, days):
    StateChange.objects.create(
        agreement=agreement, move="uji", from_state="-", to_state=state, by=agreement.owner,
        at=timezone.now() - days * DAY,
    )  # fmt: skip
    return agreement


def over(days, **values):
    return make_agreement("in_force", ends_on=today() - days * DAY, **values)


def keep_report(agreement):
    document = Document.objects.create(agreement=agreement, kind="report", title="Laporan")
    DocumentVersion.objects.create(
        document=document, number=1, file=ContentFile(b"%PDF", "l.pdf"), name="l.pdf", size=4,
        sha256="0" * 64, by=agreement.owner,
    )  # fmt: skip


def evaluate(agreement):
    agreement.evaluations.create(
        from_day=agreement.starts_on, until_day=agreement.ends_on, text="Baik.", by=agreement.owner
    )


@pytest.mark.parametrize("state", Agreement.State.values)
def test_the_head_decides_on_drafts_and_signatures(state):
    wanted = {"decision"} if state in ("review", "signature") else set()
    assert needs(make_agreement(state)) & {"decision"} == wanted


def test_the_head_decides_on_a_term_that_is_over_as_the_amendments_say():
    assert "decision" in needs(over(1))
    longer = over(1)
    make_amendment(longer, today() - 5 * DAY, ends_on=(today() + 9 * DAY).isoformat())
    assert needs(longer) == set()


@pytest.mark.parametrize(("days", "wanted"), [(30, set()), (31, {"stuck"})])
def test_it_is_stuck_after_thirty_days_in_one_state_before_the_signing(days, wanted):
    assert needs(arrive(make_agreement("offered"), "offered", days)) == wanted


def test_what_is_signed_is_never_stuck():
    assert needs(arrive(make_agreement("in_force"), "in_force", 300)) == set()


def test_whoever_has_signed_has_a_number():
    agreement = make_agreement("in_force")
    agreement.parties.filter(order=2).update(number="")
    assert needs(agreement) == {"number"}


def test_before_the_signing_a_number_may_be_missing():
    agreement = make_agreement("signature")
    assert "number" not in needs(agreement)
    agreement.parties.filter(order=2).update(signed_on=today())
    assert "number" in needs(agreement)


@pytest.mark.parametrize(("days", "wanted"), [(7, False), (8, True)])
def test_report_and_evaluation_are_due_a_week_after_the_end(days, wanted):
    assert ("report" in needs(over(days))) is wanted


def test_both_are_wanted_the_report_and_the_evaluation():
    agreement = over(8)
    keep_report(agreement)
    assert "report" in needs(agreement)
    evaluate(agreement)
    assert "report" not in needs(agreement)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_obligation_of_either_side_is_overdue_the_day_after(side):
    agreement = make_agreement("in_force")
    duty = agreement.obligations.create(side=side, text="Laporan", due_on=today())
    assert needs(agreement) == set()
    duty.due_on -= DAY
    duty.save()
    assert needs(agreement) == {"duty"}


def test_an_obligation_that_was_met_since_was_overdue_then():
    agreement = make_agreement("in_force", created_at=timezone.now() - 60 * DAY)
    arrive(agreement, "in_force", 50)
    agreement.obligations.create(
        side="ours", text="Laporan", due_on=today() - 20 * DAY, done_on=today() - 10 * DAY
    )
    asked = [needs(agreement, today() - days * DAY) for days in (20, 11, 10, 0)]
    assert asked == [set(), {"duty"}, set(), set()]


def test_what_is_closed_has_no_obligation_any_more():
    agreement = make_agreement("completed", ends_on=today() - 60 * DAY)
    agreement.obligations.create(side="ours", text="Laporan", due_on=today() - 20 * DAY)
    assert needs(agreement) == set()


def test_an_agreement_is_not_there_before_it_was_made():
    agreement = make_agreement(created_at=timezone.now() - 5 * DAY)
    assert needs(agreement, today() - 6 * DAY) is None
    assert needs(agreement, today() - 5 * DAY) == set()
