"""What a row of alerts.py says, and where it is solved: in the language that is active.

A mail gets title, sentence and what to do: no value, no contact, and none of the free text of
steps and obligations, in which either may stand. The desk shows that too (detail()).
"""

import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.dates import short_time
from partnerships.alert_kinds import Kind
from partnerships.alerts import AHEAD, LATE, NOTE, SOON

SEVERITY_LABELS = {
    LATE: gettext_lazy("Overdue"),
    SOON: gettext_lazy("Needs you soon"),
    AHEAD: gettext_lazy("To prepare"),
    NOTE: gettext_lazy("Good to know"),
}
LABELS = {
    Kind.REPLY: gettext_lazy("right of reply"),
    Kind.STEP: gettext_lazy("next step"),
    Kind.END: gettext_lazy("term ends"),
    Kind.FINAL: gettext_lazy("final report"),
    Kind.DUTY: gettext_lazy("obligation"),
    Kind.UNSIGNED: gettext_lazy("unsigned"),
    Kind.NUMBER: gettext_lazy("number missing"),
    Kind.PACE: gettext_lazy("behind"),
    Kind.USED: gettext_lazy("quota"),
}
# Where on the agreement's page it is solved.
PLACES = {
    Kind.DUTY: "obligations",
    Kind.UNSIGNED: "parties",
    Kind.NUMBER: "parties",
    Kind.PACE: "deliverables",
    Kind.USED: "deliverables",
}


@dataclass(frozen=True)
class Words:
    """One row in words. `detail` is for the desk alone."""

    label: str
    title: str
    partner: str
    sentence: str
    todo: str
    detail: str
    url: str


def words(row, user):
    sentence, todo = _SAYS[row.kind](row)
    return Words(
        label=LABELS[row.kind],
        title=row.title or _hidden(row),
        partner=row.partner,
        sentence=sentence,
        todo=todo,
        detail=row.facts.get("text", ""),
        url=url(row, user),
    )


def url(row, user):
    """Where `user` solves it."""
    if row.kind == Kind.REPLY:
        return reverse("admin:articles_replyrequest_change", args=[row.pk])
    if row.kind == Kind.STEP:
        page = "done" if user.has_perm("partnerships.change_activity") else "change"
        return reverse(f"admin:partnerships_activity_{page}", args=[row.pk])
    page = reverse("admin:partnerships_agreement_change", args=[row.agreement])
    if row.kind == Kind.FINAL:
        return f"{page}#{'documents' if row.facts['report'] else 'evaluations'}"
    return f"{page}#{PLACES[row.kind]}" if row.kind in PLACES else page


def _hidden(row):
    return _("a story that involves a child (number %(number)d)") % {"number": row.facts["story"]}


def day_words(day):
    return date_format(day, "j F Y")


def _late_by(row):
    days = -row.days
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def _end(row):
    named = {"day": day_words(row.day), "n": abs(row.days)}
    if row.days < 0:
        text = ngettext(
            "Ended on %(day)s, %(n)d day ago, and is still in force in the register.",
            "Ended on %(day)s, %(n)d days ago, and is still in force in the register.",
            named["n"],
        )
        todo = _("Complete the agreement, or record the amendment or the successor.")
    elif row.days == 0:
        text, todo = _("Ends today, %(day)s."), _("Agree on a successor, or prepare its end.")
    else:
        text = ngettext(
            "Ends on %(day)s, in %(n)d day.", "Ends on %(day)s, in %(n)d days.", named["n"]
        )
        todo = _("Talk with the partner about a successor, and deliver what is missing.")
    return text % named, todo


def _final(row):
    both = row.facts["report"] and row.facts["evaluation"]
    named = {"day": day_words(row.facts["last"]), "late": _late_by(row)}
    if both:
        text = _("Ended on %(day)s; final report and evaluation are missing (%(late)s).")
    elif row.facts["report"]:
        text = _("Ended on %(day)s; the final report is missing (%(late)s).")
    else:
        text = _("Ended on %(day)s; the evaluation is missing (%(late)s).")
    return text % named, _("Add what is missing, so that the agreement can be completed.")


def _duty(row):
    named = {"day": day_words(row.day), "late": _late_by(row)}
    text = _("An obligation of ours was due on %(day)s (%(late)s).") % named
    return text, _("Do it, or agree on another day, and write that down.")


def _step(row):
    named = {"day": day_words(row.day), "late": _late_by(row)}
    text = _("The next step was due on %(day)s (%(late)s).") % named
    return text, _("Do it and tick it off, or give it another day.")


def _unsigned(row):
    named = {"day": day_words(row.day), "n": -row.days}
    text = ngettext(
        "Awaits its signatures since %(day)s, for %(n)d day.",
        "Awaits its signatures since %(day)s, for %(n)d days.",
        named["n"],
    )
    return text % named, _("Ask who has not signed yet, and why.")


def _number(row):
    named = {"day": day_words(row.day), "parties": row.facts["parties"]}
    text = _("Signed on %(day)s, and the document number of %(parties)s is missing.") % named
    return text, _("Ask for the number and write it down.")


def _pace(row):
    text = _(
        "%(used)d of %(quota)d stories count; %(delivered)d%% is delivered in %(elapsed)d%% of "
        "the time."
    )
    facts = row.facts
    if not facts["weekly"]:
        return text % facts, _("Plan the missing stories with the desk.")
    weekly = math.ceil(facts["weekly"])
    todo = ngettext(
        "Plan the missing stories with the desk: about %(n)d a week.",
        "Plan the missing stories with the desk: about %(n)d a week.",
        weekly,
    )
    return text % facts, todo % {"n": weekly}


def _used(row):
    named = {**row.facts, "percent": row.facts["used"] * 100 // row.facts["quota"]}
    text = _("“%(line)s” is used to %(percent)d%%: %(used)d of %(quota)d.") % named
    if row.facts["used"] >= row.facts["quota"]:
        return text, _("What comes now goes beyond the quota: tell the partner, or amend it.")
    return text, _("Plan the rest with the partner.")


def _reply(row):
    named = {"day": day_words(row.day), "time": short_time(row.facts["at"]), "late": _late_by(row)}
    if row.days < 0:
        text = _("A right of reply was to be answered by %(day)s, %(time)s (%(late)s).")
    else:
        text = _("A right of reply must be answered today by %(time)s.")
    return text % named, _("Publish the reply, or refuse it with its reason.")


_SAYS = {
    Kind.REPLY: _reply,
    Kind.STEP: _step,
    Kind.END: _end,
    Kind.FINAL: _final,
    Kind.DUTY: _duty,
    Kind.UNSIGNED: _unsigned,
    Kind.NUMBER: _number,
    Kind.PACE: _pace,
    Kind.USED: _used,
}
