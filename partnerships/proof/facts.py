"""All that a proof of publication says, as plain JSON values: counted now, never again.

docs/decisions/0020-a-proof-is-frozen.md says why, and what happens to later changes.
"""

from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from articles.models import Article
from partnerships.issuing import Draft
from partnerships.models import Attendance, Claim, Deliverable, Session
from partnerships.proof import pages, prices
from partnerships.proof.counting import (
    SESSION,
    STORY,
    as_fact,
    changes_since,
    counted_rows,
    line_usage,
    proofs_of,
)
from partnerships.proof.stories import stories_of
from partnerships.terms import terms_on
from partnerships.typeset import days
from partnerships.usage import COUNTED_KINDS, DAY, end_of, periods_of

VALUES = "partnerships.view_value"


def problems(*, by, at, agreement, first, last, with_values=False, **kwargs):
    """[(field, sentence)]: all that keeps a proof of these days from being issued."""
    if not agreement.is_signed:
        return [(None, _("The agreement is not signed yet."))]
    found = _of_days(agreement, first, last, bureau_time(at).date())
    for paper in proofs_of(agreement):
        if paper.first_day <= last and first <= paper.last_day:
            values = {"number": paper, "days": days(paper.first_day, paper.last_day)}
            sentence = _(
                "Proof %(number)s covers %(days)s already. Choose other days, or have it revoked "
                "first."
            )
            found.append(("first", sentence % values))
    if not agreement.deliverables.filter(kind__in=COUNTED_KINDS).exists():
        found.append((None, _("No line of this agreement is fulfilled by stories or sessions.")))
    if with_values and not by.has_perm(VALUES):
        found.append(("with_values", _("You may not see prices, so you cannot print them.")))
    return found


def term_of(agreement, day):
    """(first, last) day on which something can count, by the terms of `day`."""
    ends_on = terms_on(agreement, day).ends_on
    if agreement.terminated_on:
        ends_on = min(ends_on, agreement.terminated_on)
    return agreement.starts_on, ends_on


def facts(*, by, at, progress, agreement, first, last, with_values=False, with_pages=False):
    """The Draft of a proof of these days, both in."""
    as_of = bureau_time(at).date()
    rows = counted_rows(agreement, as_of)
    own = [row for row in rows if first <= row.day <= last]
    earlier = list(proofs_of(agreement))
    changes = changes_since(earlier, rows)
    usage = line_usage(agreement, rows, as_of)
    retracted = _retracted(agreement, first, last, as_of)
    pictures = {}
    steps = 2 if with_pages else 1

    def reading(done, total):
        progress(done, steps * total)

    def drawing(done, total):
        progress(total + done, steps * total)

    stories = _stories(own, retracted, as_of, pictures, reading)
    drawn = pages.draw(stories, pictures, progress=drawing) if with_pages else ""
    said = {
        "agreement": _of_agreement(agreement, as_of),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "as_of": as_of.isoformat(),
        "lines": [_of_line(line, own, first, last) for line in usage],
        "stories": stories,
        "sessions": _sessions(own),
        "counted": [as_fact(row) for row in own],
        "adjustments": _adjustments(changes, usage),
        "prices": prices.prices(agreement, usage, own) if with_values else [],
        "with_values": bool(with_values),
        "pages": drawn,
    }
    return Draft(
        facts=said,
        agreement=agreement,
        first_day=first,
        last_day=last,
        as_of=as_of,
        shared=not with_values,  # prices stand on no page that opens without an account
        pictures=pictures,
        # Another proof that was issued meanwhile may have told of the same adjustments.
        still=lambda: list(proofs_of(agreement)) == earlier,
    )


def _of_days(agreement, first, last, today):
    if last < first:
        return [("last", _("The last day lies before the first."))]
    found = []
    if last > today:
        found.append(("last", _("That day has not come yet.")))
    starts_on, ends_on = term_of(agreement, today)
    if first < starts_on or last > ends_on:
        sentence = _("The term runs %(days)s: choose days within it.")
        found.append(("first", sentence % {"days": days(starts_on, ends_on)}))
    return found


def _of_agreement(agreement, as_of):
    starts_on, ends_on = term_of(agreement, as_of)
    parties = agreement.parties.select_related("organization")
    suspensions = agreement.suspensions.all()
    return {
        "id": agreement.pk,
        "title": agreement.title,
        "type": str(agreement.get_type_display()),
        "umbrella": agreement.umbrella.title if agreement.umbrella else "",
        "signed_on": agreement.signed_on.isoformat(),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "terminated_on": _iso(agreement.terminated_on),
        "counts_before_signing": agreement.counts_before_signing,
        "suspensions": [[_iso(each.from_day), _iso(each.until_day)] for each in suspensions],
        "parties": [
            {
                "name": party.organization.name,
                "number": party.number,
                "own": party.organization.kind == "own",
            }
            for party in parties
        ],
    }


def _of_line(usage, own, first, last):
    """One deliverable: its periods that these days touch, its months, and its whole term."""
    line = usage.line
    rows = [row for row in own if row.line == line.pk]
    return {
        "id": line.pk,
        "title": line.title,
        "kind": str(line.get_kind_display()),
        "office": line.organization.name if line.organization else "",
        "measure": line.measure,
        "paid": line.is_paid,
        "counted": usage.counted,
        "period": line.period,
        "carry_over": line.carry_over if line.period else "",
        "quota": usage.quota,
        "quota_total": usage.terms.quota_total,
        "used": usage.used,
        "here": len(rows),
        "periods": [
            {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "quota": period.quota,
                "carried": period.carried,
                "due": period.due,
                "used": period.used,
                "here": _in(rows, period.first, period.last),
            }
            for period in usage.periods
            if period.first <= last and first <= period.last
        ],
        "months": [
            {"first": a.isoformat(), "last": b.isoformat(), "here": _in(rows, a, b)}
            for a, b in periods_of(first, last, Deliverable.Period.MONTH)
        ]
        if usage.counted
        else [],
    }


def _in(rows, first, last):
    return sum(first <= row.day <= last for row in rows)


def _stories(own, retracted, as_of, pictures, progress):
    """Facts of each story, in the order of publication, numbered; those taken back come last."""
    lines = {}
    for row in own:
        if row.source == STORY:
            lines.setdefault(row.pk, []).append(row.line)
    gone = {pk: found for pk, found in retracted.items() if pk not in lines}
    facts_of = stories_of([*lines, *gone], as_of=as_of, pictures=pictures, progress=progress)
    ordered = [facts_of[pk] for pk in facts_of if pk in lines]
    ordered += [facts_of[pk] for pk in facts_of if pk in gone]
    return [
        {
            "number": number,
            "counts": story["id"] in lines,
            "lines": lines.get(story["id"]) or gone[story["id"]],
            **story,
        }
        for number, story in enumerate(ordered, 1)
    ]


def _retracted(agreement, first, last, as_of):
    """{pk of a story that was accepted, and retracted since: its lines}."""
    claims = Claim.objects.filter(
        entry=Claim.Entry.ACCEPT,
        deliverable__agreement=agreement,
        reversed_by__isnull=False,
        article__status=Article.Status.RETRACTED,
        # What the head reversed before is no work of the retraction.
        reversed_by__at__gte=F("article__retracted_at"),
        article__first_published_at__gte=end_of(first - DAY),
        article__first_published_at__lt=end_of(last),
        at__lt=end_of(as_of),
    )
    found = {}
    for pk, line in claims.order_by("pk").values_list("article", "deliverable"):
        lines = found.setdefault(pk, [])
        if line not in lines:
            lines.append(line)
    return found


def _sessions(own):
    lines = {}
    for row in own:
        if row.source == SESSION:
            lines.setdefault(row.pk, []).append(row.line)
    present = Count("attendance", filter=Q(attendance__mark=Attendance.Mark.PRESENT))
    rows = Session.objects.filter(pk__in=lines).select_related("training__organization")
    return [
        {
            "id": session.pk,
            "lines": lines[session.pk],
            "training": session.training.title,
            "topic": session.topic,
            "organization": session.training.organization.name,
            "starts_at": session.starts_at.isoformat(),
            "ends_at": session.ends_at.isoformat(),
            "place": session.place,
            "hours": round(session.hours, 2),
            "present": session.present,
        }
        for session in rows.annotate(present=present).order_by("starts_at", "pk")
    ]


def _adjustments(changes, usage):
    """What an earlier proof said otherwise, each with what it is about and why."""
    titles = {line.line.pk: line.line.title for line in usage}
    articles = {
        article.pk: article
        for article in Article.objects.filter(pk__in=_things(changes, STORY)).defer("body")
    }
    sessions = Session.objects.select_related("training").in_bulk(_things(changes, SESSION))
    claims = Claim.objects.select_related("reversed_by").in_bulk([c.row.claim for c in changes])
    found = []
    for change in changes:
        row = change.row
        thing = articles.get(row.pk) if row.source == STORY else sessions.get(row.pk)
        found.append(
            {
                **as_fact(row),
                "added": change.added,
                "proof": change.proof,
                "title": str(thing) if row.source == STORY else f"{thing.training}: {thing}",
                "hidden": row.source == STORY and thing.retraction_hides_identity,
                "line_title": titles.get(row.line, ""),
                **_reason(change, thing, claims[row.claim]),
            }
        )
    return found


def _reason(change, thing, claim):
    """Why it changed, as a word of ours and a moment; the ledger's own notes stay inside."""
    if change.added:
        return {"reason": "accepted", "at": claim.at.isoformat()}
    if change.row.source == STORY and thing.status == Article.Status.RETRACTED:
        return {"reason": "retracted", "at": thing.retracted_at.isoformat()}
    reversal = getattr(claim, "reversed_by", None)
    if reversal:
        return {"reason": "reversed", "at": reversal.at.isoformat()}
    return {"reason": "terms", "at": ""}


def _things(changes, source):
    return {change.row.pk for change in changes if change.row.source == source}


def _iso(day: date | None):
    return day.isoformat() if day else ""
