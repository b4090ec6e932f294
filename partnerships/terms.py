"""What was agreed, as of any day: the signed text with its signed amendments applied.

The agreement's own row keeps what was signed first. An amendment counts once it is signed, from
its `effective_on` on; several of one day apply in the order in which they were made.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.lifecycle import HEAD, MoveNotAllowed
from partnerships.models import Agreement, Amendment, AmendmentChange, Deliverable, StateChange

MAX_QUOTA = 1_000_000


@dataclass(frozen=True)
class LineTerms:
    quota_total: int | None
    quota_period: int | None
    unit_price: Decimal | None


@dataclass(frozen=True)
class Terms:
    ends_on: date | None
    value: Decimal | None
    lines: dict  # {pk of the deliverable: LineTerms}


def terms_on(agreement, day=None):
    """The terms that hold on `day` (today). Two queries."""
    lines = agreement.deliverables.all()
    return apply_changes(
        agreement, lines, signed_changes([agreement.pk]).get(agreement.pk, ()), _day(day)
    )


def signed_changes(agreements):
    """{pk of the agreement: its changes by signed amendments, in their order}. One query."""
    found = {}
    changes = AmendmentChange.objects.filter(
        amendment__agreement__in=agreements, amendment__signed_on__isnull=False
    ).select_related("amendment")
    for change in changes.order_by("amendment__effective_on", "amendment_id", "id"):
        found.setdefault(change.amendment.agreement_id, []).append(change)
    return found


def apply_changes(agreement, lines, changes, day):
    """Terms of `agreement` on `day`; `changes` as signed_changes() gives them. No query."""
    of_lines = {
        line.pk: LineTerms(line.quota_total, line.quota_period, line.unit_price) for line in lines
    }
    own = {"ends_on": agreement.ends_on, "value": agreement.value}
    for change in changes:
        if change.amendment.effective_on > day:
            break
        value = _field(change.term).to_python(change.new_value)
        if change.term in own:
            own[change.term] = value
        elif change.deliverable_id in of_lines:
            line = of_lines[change.deliverable_id]
            of_lines[change.deliverable_id] = replace(line, **{change.term: value})
    return Terms(own["ends_on"], own["value"], of_lines)


def term_bar(first, last, today):
    """Places on a line of 1000: how far the term is, and where today lies. None without dates."""
    if not first or not last:
        return None
    days = (last - first).days + 1
    passed = min(max((today - first).days, 0), days)
    return {
        "passed": round(1000 * passed / days),
        "today": round(1000 * passed / days) if first <= today <= last else None,
        "left": max((last - today).days, 0),
        "before": max((first - today).days, 0),
        "over": max((today - last).days, 0),
        "ending": max(0, 1000 - round(1000 * timedelta(days=90).days / days)),
    }


def changes_of(amendment):
    """[(change, value before, new value)] of an amendment as its page lists them. Three queries.

    “Before” is what held on the day before it applies, or would hold if it is not signed.
    """
    agreement = amendment.agreement
    earlier = [
        change
        for change in signed_changes([agreement.pk]).get(agreement.pk, ())
        if change.amendment.pk != amendment.pk
    ]
    before = apply_changes(agreement, agreement.deliverables.all(), earlier, amendment.effective_on)
    rows = []
    for change in amendment.changes.select_related("deliverable"):
        holder = before.lines[change.deliverable_id] if change.deliverable_id else before
        rows.append((change, getattr(holder, change.term), parsed(change)))
    return rows


def parsed(change):
    """The new value as a date or a number, or None where it cannot be read."""
    try:
        return _field(change.term).to_python(change.new_value.strip())
    except ValidationError:
        return None


def missing_for_signing(amendment, signed_on=None):
    """[(field, sentence)]: all that keeps the amendment from being signed."""
    agreement, problems = amendment.agreement, []
    if amendment.signed_on:
        problems.append((None, _("This amendment is signed already; make another one.")))
    if agreement.state not in (Agreement.State.IN_FORCE, Agreement.State.SUSPENDED):
        problems.append((None, _("Only an agreement in force is amended.")))
    if signed_on and signed_on > timezone.localdate():
        problems.append(("signed_on", _("The day of the signing has not come yet.")))
    elif signed_on and agreement.signed_on and signed_on < agreement.signed_on:
        problems.append(("signed_on", _("The agreement itself was signed later.")))
    changes = list(amendment.changes.select_related("deliverable"))
    if not changes:
        problems.append(("changes", _("Say which terms change.")))
    for change in changes:
        problems += [("changes", sentence) for sentence in _problems_of(change, agreement)]
    return problems


@transaction.atomic
def sign_amendment(amendment, *, by, signed_on):
    """Record the signing; from then on the amendment cannot change. Only the bureau head.

    Raises PermissionDenied, or MoveNotAllowed with everything that is wrong with the new terms.
    """
    if not by.has_perm(HEAD):
        raise PermissionDenied
    # The agreement first, as lifecycle and ledger do: whoever moves it waits here.
    agreement = Agreement.objects.select_for_update().get(pk=amendment.agreement_id)
    amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    amendment.agreement = agreement
    if problems := missing_for_signing(amendment, signed_on):
        raise MoveNotAllowed(problems)
    amendment.signed_on = signed_on
    amendment.save(update_fields=["signed_on"])
    Agreement.objects.filter(pk=agreement.pk).update(version=agreement.version + 1)
    StateChange.objects.create(
        agreement=agreement, move="amend", from_state=agreement.state, to_state=agreement.state,
        note=amendment.title, by=by,
    )  # fmt: skip
    return amendment


def _problems_of(change, agreement):
    named = {"term": change.get_term_display(), "line": change.deliverable or ""}
    if change.deliverable and change.deliverable.agreement_id != agreement.pk:
        return [_("“%(line)s” is a line of another agreement.") % named]
    try:
        value = _field(change.term).clean(change.new_value.strip(), None)
    except ValidationError as error:
        return [f"{change.get_term_display()}: {' '.join(error.messages)}"]
    if change.term == "ends_on":
        early = value < agreement.starts_on
        return [_("The last day lies before the first.")] if early else []
    if value < 0 or (value == 0 and change.term.startswith("quota")):
        return [_("%(term)s: give a number above nought.") % named]
    if change.term.startswith("quota") and value > MAX_QUOTA:
        return [_("%(term)s: that is more than one agreement can hold.") % named]
    if change.term == "quota_period" and not change.deliverable.period:
        return [_("“%(line)s” has no period, so it has no quota for one.") % named]
    return []


def _field(term):
    model = Agreement if term in ("ends_on", "value") else Deliverable
    return model._meta.get_field(term)


def _day(day):
    return day or timezone.localdate()
