"""The audit log of a period: who moved, counted, took back, amended, issued, revoked, took out.

Personal data is not in it: a certificate goes by its number, an export by its list.
"""

from datetime import datetime, time

from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.dates import bureau_time
from articles.models import Article
from partnerships import lifecycle
from partnerships.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    Certificate,
    Claim,
    Paper,
    StateChange,
)
from partnerships.people import one_line
from partnerships.reporting.layout import Col, Report, Table, counted, day_words, span_words
from partnerships.reporting.rows import iso
from partnerships.typeset import rupiah
from partnerships.usage import end_of

# Rows of one kind; a period with more of them is too long for one paper.
MOST = 5000
PERSONAL = ("contact", "training", "participant")


def facts(*, first, last):
    """Everything from `first` to `last`, both in, by kind and in order of time. Eight queries."""
    span = _span(first, last)
    return {
        "from": iso(first),
        "until": iso(last),
        "moves": list(_moves(*span)),
        "claims": list(_claims(*span)),
        "amendments": list(_amendments(first, last)),
        "papers": _issued(Paper, span, _of_paper),
        "certificates": _issued(Certificate, span, _of_certificate, "participant__training"),
        "personal": list(_personal(*span)),
    }


def withholds(paper):
    """Whether it names a story that was retracted since to protect a child. One query."""
    rows = paper.facts["claims"]
    named = [row["number"] for row in rows if row["is_story"] and row["source"]]
    hidden = Article.objects.filter(pk__in=named, retraction_hides_identity=True)
    return hidden.filter(status=Article.Status.RETRACTED).exists()


def is_too_much(first, last):
    """Whether the period holds more rows of one kind than one paper takes."""
    start, end = _span(first, last)
    found = [
        model.objects.filter(**{f"{moment}__gte": start, f"{moment}__lt": end}).order_by()
        for model, moment in [
            (StateChange, "at"), (Claim, "at"), (Certificate, "issued_at"), (Paper, "issued_at"),
            (LogEntry, "action_time"),
        ]
    ]  # fmt: skip
    return any(rows[MOST : MOST + 1].exists() for rows in found)


def _span(first, last):
    """The first moment of `first`, and the first one after `last`."""
    zone = timezone.get_default_timezone()
    return datetime.combine(first, time(), tzinfo=zone), end_of(last)


def _moment(at):
    return bureau_time(at).isoformat(timespec="seconds")


def _moves(start, end):
    rows = StateChange.objects.filter(at__gte=start, at__lt=end).order_by("at", "id")
    for row in rows.select_related("agreement", "by"):
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
    for row in rows.select_related(*related):
        # A paper lasts: what a retraction may have to hide is better not written into it.
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
    for row in rows.order_by("signed_on", "id"):
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
    for row in found:
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
    for row in rows.select_related("user").order_by("action_time", "id"):
        yield {
            "at": _moment(row.action_time),
            "by": one_line(str(row.user)),
            "of": one_line(row.object_repr),
            "what": one_line(row.change_message),
        }


def report(facts):
    """The log as a paper, in the active language."""
    tables = [
        (_("Moves of agreements"), facts["moves"], _move_columns()),
        (_("Claims"), facts["claims"], _claim_columns()),
        (_("Amendments signed"), facts["amendments"], _amendment_columns()),
        (_("Papers"), facts["papers"], _paper_columns()),
        (_("Certificates"), facts["certificates"], _certificate_columns()),
        (_("Personal data"), facts["personal"], _personal_columns()),
    ]
    return Report(
        heading=_("Audit log"),
        about=[
            (_("Period"), span_words(facts["from"], facts["until"])),
            *[(title, counted(len(rows))) for title, rows, _columns in tables],
        ],
        parts=[
            Table(title, columns, rows, empty=_("Nothing in this period."))
            for title, rows, columns in tables
        ],
        flipped=True,
    )


def _when_and_who():
    return [
        Col(_("when"), "at", "moment", 1.6),
        Col(_("by whom"), "by", width=1.5),
    ]


def _move_columns():
    return [
        *_when_and_who(),
        Col(_("agreement"), "agreement", width=3),
        Col(_("move"), _move_words, width=1.7),
        Col(pgettext("state", "from"), lambda row: _state(row["from"]), width=1.3),
        Col(pgettext("state", "to"), lambda row: _state(row["to"]), width=1.3),
        Col(_("note"), "note", width=2.6, optional=True),
    ]


def _move_words(row):
    move = lifecycle.MOVES.get(row["move"])
    return str(move.label) if move else _("Amendment signed")


def _state(code):
    return str(Agreement.State(code).label)


def _claim_columns():
    return [
        *_when_and_who(),
        Col(
            pgettext("claim", "decision"),
            lambda row: str(Claim.Entry(row["entry"]).label),
            width=1.1,
        ),
        Col(_("story or session"), _source_words, width=3.2),
        Col(_("line"), "line", width=1.9),
        Col(_("agreement"), "agreement", width=2.4),
        Col(_("note"), "note", width=1.8, optional=True),
    ]


def _source_words(row):
    words = _("story %(number)s") if row["is_story"] else _("session %(number)s")
    return [row["source"] or _("a story that involves a child"), words % row]


def _amendment_columns():
    return [
        Col(_("signed on"), "signed_on", "day", 1.4),
        Col(_("applies from"), "effective_on", "day", 1.4),
        Col(_("amendment"), "title", width=2.2),
        Col(_("agreement"), "agreement", width=3),
        Col(_("changes"), _change_words, width=4),
    ]


def _change_words(row):
    return [
        ": ".join(filter(None, [change["line"], str(AmendmentChange.Term(change["term"]).label)]))
        + f" → {_new_value(change)}"
        for change in row["changes"]
    ]


def _new_value(change):
    """As the paper writes days, money and numbers; what cannot be read stands as it is."""
    value = change["value"]
    try:
        if change["term"] == "ends_on":
            return day_words(value)
        if change["term"] in ("value", "unit_price"):
            return rupiah(value)
        return counted(int(value))
    except ValueError:
        return value


def _issued_words(row):
    return _("issued") if row["what"] == "issued" else _("revoked")


def _paper_columns():
    return [
        *_when_and_who(),
        Col(_("what"), _issued_words, width=1),
        Col(_("kind"), lambda row: str(Paper.Kind(row["kind"]).label), width=2),
        Col(_("number"), "number", width=3),
        Col(_("why"), "note", width=3, optional=True),
    ]


def _certificate_columns():
    return [
        *_when_and_who(),
        Col(_("what"), _issued_words, width=1),
        Col(_("number"), "number", width=3),
        Col(_("training"), "of", width=3),
        Col(_("why"), "note", width=2, optional=True),
    ]


def _personal_columns():
    return [
        *_when_and_who(),
        Col(_("what it is about"), "of", width=2),
        Col(_("what happened with it"), "what", width=4),
    ]
