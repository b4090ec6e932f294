"""The audit log of a period: who moved, counted, took back, amended, issued, revoked, took out.

Personal data is not in it: a certificate goes by its number, an export by its list.
"""

from datetime import datetime, time

from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.utils import timezone

from articles.dates import bureau_time
from partnerships.models import Amendment, Certificate, Claim, Paper, StateChange
from partnerships.people import one_line
from partnerships.reporting.rows import iso
from partnerships.usage import end_of

# Rows of one kind; a period with more of them is too long for one paper.
MOST = 5000
PERSONAL = ("contact", "training", "participant")


class TooMuch(Exception):
    """More rows than one paper holds."""


def facts(*, first, last):
    """Everything from `first` to `last`, both in, by kind and in order of time. Seven queries.

    Raises TooMuch.
    """
    span = (datetime.combine(first, time(), tzinfo=timezone.get_default_timezone()), end_of(last))
    return {
        "from": iso(first),
        "until": iso(last),
        "moves": _taken(_moves(*span)),
        "claims": _taken(_claims(*span)),
        "amendments": _taken(_amendments(first, last)),
        "papers": _issued(Paper, span, _of_paper),
        "certificates": _issued(Certificate, span, _of_certificate, "participant__training"),
        "personal": _taken(_personal(*span)),
    }


def _taken(rows):
    rows = list(rows)
    if len(rows) > MOST:
        raise TooMuch
    return rows


def _bounded(found):
    return found[: MOST + 1]


def _moment(at):
    return bureau_time(at).isoformat(timespec="seconds")


def _moves(start, end):
    rows = StateChange.objects.filter(at__gte=start, at__lt=end).order_by("at", "id")
    for row in _bounded(rows.select_related("agreement", "by")):
        yield {
            "at": _moment(row.at),
            "by": one_line(str(row.by)),
            "agreement": one_line(row.agreement.title),
            "move": row.move,
            "from": row.from_state,
            "to": row.to_state,
            "note": one_line(row.note),
        }


def _claims(start, end):
    rows = Claim.objects.filter(at__gte=start, at__lt=end).order_by("at", "id")
    related = ("deliverable__agreement", "article", "session", "by")
    for row in _bounded(rows.select_related(*related)):
        # A paper lasts: what a later retraction may have to hide is not written into it.
        hidden = row.article is not None and row.article.concerns_child
        source = row.article.headline if row.article else row.session.topic
        yield {
            "at": _moment(row.at),
            "by": one_line(str(row.by)),
            "entry": row.entry,
            "source": "" if hidden else one_line(source),
            "number": row.article_id or row.session_id,
            "is_story": row.article_id is not None,
            "line": one_line(row.deliverable.title),
            "agreement": one_line(row.deliverable.agreement.title),
            "note": one_line(row.note),
        }


def _amendments(first, last):
    rows = Amendment.objects.filter(signed_on__gte=first, signed_on__lte=last)
    rows = rows.select_related("agreement").prefetch_related("changes__deliverable")
    for row in _bounded(rows.order_by("signed_on", "id")):
        yield {
            "signed_on": iso(row.signed_on),
            "effective_on": iso(row.effective_on),
            "title": one_line(row.title),
            "agreement": one_line(row.agreement.title),
            "changes": [
                {
                    "term": change.term,
                    "line": one_line(change.deliverable.title) if change.deliverable else "",
                    "value": one_line(change.new_value),
                }
                for change in row.changes.all()
            ],
        }


def _issued(model, span, named, *related):
    """What was issued or revoked in the time, each an entry of its own."""
    start, end = span
    within = Q(issued_at__gte=start, issued_at__lt=end)
    within |= Q(revoked_at__gte=start, revoked_at__lt=end)
    found = model.objects.filter(within).order_by("issued_at", "id")
    found = found.select_related("issued_by", "revoked_by", *related)
    rows = []
    for row in _taken(_bounded(found)):
        if start <= row.issued_at < end:
            rows.append(_entry("issued", row.issued_at, row.issued_by, named(row)))
        if row.revoked_at and start <= row.revoked_at < end:
            entry = _entry("revoked", row.revoked_at, row.revoked_by, named(row))
            rows.append({**entry, "note": one_line(row.revoke_reason)})
    return sorted(rows, key=lambda row: row["at"])


def _entry(what, at, by, named):
    return {"at": _moment(at), "by": one_line(str(by)), "what": what, "note": "", **named}


def _of_paper(paper):
    return {"number": str(paper), "kind": paper.kind}


def _of_certificate(certificate):
    training = certificate.participant.training
    return {"number": str(certificate), "of": one_line(training.title)}


def _personal(start, end):
    """Exports and erasures as the desk logs them: what Django itself logs begins with “[”."""
    rows = LogEntry.objects.filter(
        action_time__gte=start,
        action_time__lt=end,
        content_type__app_label="partnerships",
        content_type__model__in=PERSONAL,
    ).exclude(Q(change_message="") | Q(change_message__startswith="["))
    for row in _bounded(rows.select_related("user").order_by("action_time", "id")):
        yield {
            "at": _moment(row.action_time),
            "by": one_line(str(row.user)),
            "of": one_line(row.object_repr),
            "what": one_line(row.change_message),
        }
