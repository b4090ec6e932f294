"""The bureau's reports as kinds of papers: their codes, what they ask for, who may have them.

The code of a kind is the word that an office here would file it under:

REG register, JT jatuh tempo (what ends), PROSES what is on its way to a signature, LAPBUL laporan
bulanan, REKAP rekapitulasi pelatihan, EVAL evaluasi, AUDIT catatan audit.
"""

from functools import partial

from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships import typeset
from partnerships.erasure import nobody_erased_since
from partnerships.issuing import ISSUE, READ, Draft, Kind, register
from partnerships.models import Paper
from partnerships.reporting import audit, ending, evaluation, fulfilment, layout, pipeline
from partnerships.reporting import register as agreements
from partnerships.reporting import training as recap

AUDIT, PEOPLE, VALUES = (
    "partnerships.view_audit", "partnerships.view_participant", "partnerships.view_value",
)  # fmt: skip
LONGEST = 366  # days of one period


def make_known():
    """Register every report with issuing.py. Called when the app is ready."""
    _report("register", "REG", agreements.report, _register, _for_register)
    _report("ending", "JT", ending.report, _ending, _for_ending)
    _report("pipeline", "PROSES", pipeline.report, _pipeline, _for_day)
    _report("fulfilment", "LAPBUL", fulfilment.report, _fulfilment, _for_month)
    _report("training", "REKAP", recap.report, _training, _for_training,
            reads=PEOPLE, kept=recap.impersonal, withholds=recap.withholds)  # fmt: skip
    _report("evaluation", "EVAL", evaluation.report, _evaluation, _for_period)
    _report("audit", "AUDIT", audit.report, _audit, _for_audit, permission=AUDIT, reads=AUDIT,
            withholds=audit.withholds)  # fmt: skip


def _report(name, code, report, facts, problems, *, permission=ISSUE, reads=READ, **more):
    register(
        Kind(
            name=name,
            code=code,
            label=Paper.Kind(name).label,
            template="report.typ",
            facts=facts,
            words=partial(_laid_out, layout.words, report),
            sheet=partial(_laid_out, layout.sheet, report),
            problems=problems,
            brief=_brief,
            permission=permission,
            reads=reads,
            **more,
        )
    )


def _laid_out(form, report, paper):
    return form(paper, report(paper.facts))


def _brief(paper):
    """Of when it tells, for whoever checks its code; not what."""
    if paper.first_day:
        return [(_("Period"), typeset.days(paper.first_day, paper.last_day))]
    return [(_("As of"), typeset.long_day(paper.as_of))]


# --- facts ---------------------------------------------------------------------------------------


def _register(*, as_of, with_values=False, **_context):
    return Draft(agreements.facts(as_of=as_of, with_values=with_values), as_of=as_of)


def _ending(*, as_of, days, **_context):
    return Draft(ending.facts(as_of=as_of, days=days), as_of=as_of)


def _pipeline(*, as_of, **_context):
    return Draft(pipeline.facts(as_of=as_of), as_of=as_of)


def _fulfilment(*, month, at, **_context):
    today = bureau_time(at).date()
    first, last = month.replace(day=1), fulfilment.last_of_month(month.replace(day=1))
    found = fulfilment.facts(month=first, today=today)
    return Draft(found, first_day=first, last_day=last, as_of=min(last, today))


def _training(*, training, at, **_context):
    found = recap.facts(training=training)
    return Draft(found, training=training, still=partial(nobody_erased_since, training, at))


def _evaluation(*, first, last, agreement=None, **_context):
    found = evaluation.facts(first=first, last=last, agreement=agreement)
    return Draft(found, agreement=agreement, first_day=first, last_day=last)


def _audit(*, first, last, **_context):
    return Draft(audit.facts(first=first, last=last), first_day=first, last_day=last)


# --- what stands in the way ----------------------------------------------------------------------


def _to_come(field, day, at):
    if day > bureau_time(at).date():
        return [(field, _("That day has not come yet."))]
    return []


def _for_day(*, as_of, at, **_context):
    return _to_come("as_of", as_of, at)


def _for_register(*, by, as_of, at, with_values=False):
    problems = _to_come("as_of", as_of, at)
    if with_values and not by.has_perm(VALUES):
        problems.append(("with_values", _("Values are not for your role.")))
    return problems


def _for_ending(*, as_of, days, at, **_context):
    problems = _to_come("as_of", as_of, at)
    if not 1 <= days <= ending.MOST_DAYS:
        most = {"most": ending.MOST_DAYS}
        problems.append(("days", _("Give a number from 1 to %(most)d.") % most))
    return problems


def _for_month(*, month, at, **_context):
    if month.replace(day=1) > bureau_time(at).date():
        return [("month", _("That month has not begun yet."))]
    return []


def _for_training(*, training, by, **_context):
    if not by.has_perm(PEOPLE):
        return [("training", _("The participants of trainings are not for your role."))]
    if not training.sessions.filter(cancelled_at__isnull=True).exists():
        return [("training", _("This training has no session yet."))]
    return []


def _for_period(*, first, last, at, **_context):
    problems = _to_come("first", first, at)
    if last < first:
        problems.append(("last", _("The last day lies before the first.")))
    elif (last - first).days >= LONGEST:
        problems.append(("last", _("Take one year at most.")))
    return problems


def _for_audit(*, first, last, at, **_context):
    problems = _for_period(first=first, last=last, at=at)
    if not problems and audit.is_too_much(first, last):
        most = {"most": audit.MOST}
        problems.append(
            ("last", _("More than %(most)d entries of one kind: take a shorter period.") % most)
        )
    return problems
