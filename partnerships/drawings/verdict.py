"""How a promise will end, in words and as the end of a dashed line."""

import math
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.drawings.figure import DAY, grouped, short_day

ROUNDING = 1e-7  # what a division leaves over is no story and no day
TOLERANCE = 0.1  # of the quota: a forecast that misses less is no alarm


@dataclass(frozen=True)
class Outlook:
    words: str
    tone: str  # done, well, short; open where nothing can be said yet, near where little lacks
    until: date | None = None  # where the dashed line ends; None: there is none
    reaches: float = 0  # and how much is delivered by then
    missing: int = 0  # at the end of the term, so far as that can be said


def outlook(*, starts_on, ends_on, quota, steps, today, forecast_on=None):
    """The Outlook as of `today`. `steps`: [(day, delivered by its end)]."""
    done = steps[-1][1] if steps else 0
    if quota <= 0:
        return Outlook(_("Nothing is promised for this term."), "open")
    if done >= quota:
        return _finished(next(day for day, had in steps if had >= quota), ends_on, quota, done)
    if today < starts_on:
        words = _("The term begins on %(day)s; %(number)s are promised.")
        return Outlook(words % {"day": short_day(starts_on), "number": grouped(quota)}, "open")
    if today > ends_on:
        return _lacked(quota - done, ends_on, done)
    if not done and forecast_on is None:
        words = _("Nothing is delivered yet of %(number)s; the last day is %(day)s.")
        passed = (today - starts_on).days + 1
        tone = "short" if quota * passed >= (ends_on - starts_on).days + 1 else "open"
        return Outlook(words % {"number": grouped(quota), "day": short_day(ends_on)}, tone)
    return _expected(starts_on, ends_on, quota, done, today, forecast_on)


def _finished(day, ends_on, quota, done):
    early = (ends_on - day).days
    words = (
        ngettext(
            "Complete since %(day)s, %(count)s day before the end.",
            "Complete since %(day)s, %(count)s days before the end.",
            early,
        )
        if early > 0
        else _("Complete on the last day, %(day)s.")
    )
    words = words % {"day": short_day(day), "count": grouped(early)}
    if done > quota:
        beyond = _("%(number)s beyond the quota.") % {"number": grouped(done - quota)}
        words = f"{words} {beyond}"
    return Outlook(words, "done")


def _expected(starts_on, ends_on, quota, done, today, forecast_on):
    left, days_left = quota - done, (ends_on - today).days
    if forecast_on is None:
        rate = done / ((today - starts_on).days + 1)
        needed = math.ceil(left / rate - ROUNDING)
        if needed > days_left:
            return _lacking(quota, done + rate * days_left, ends_on)
        forecast_on = today + needed * DAY
    elif forecast_on > ends_on:
        part = days_left / (forecast_on - today).days
        return _lacking(quota, done + left * part, ends_on)
    forecast_on = max(forecast_on, today)
    early = (ends_on - forecast_on).days
    words = (
        ngettext(
            "At this pace complete %(count)s day before the end.",
            "At this pace complete %(count)s days before the end.",
            early,
        )
        if early
        else _("At this pace complete on the last day.")
    )
    words = words % {"count": grouped(early)}
    return Outlook(words, "well", forecast_on, quota)


def _lacking(quota, reaches, ends_on):
    missing = max(quota - int(reaches + ROUNDING), 1)
    words = ngettext(
        "At this pace %(count)s is missing at the end of the term.",
        "At this pace %(count)s are missing at the end of the term.",
        missing,
    )
    tone = "near" if missing <= max(1, quota * TOLERANCE) else "short"
    return Outlook(words % {"count": grouped(missing)}, tone, ends_on, reaches, missing)


def _lacked(missing, ends_on, done):
    words = ngettext(
        "%(count)s was missing at the end of the term.",
        "%(count)s were missing at the end of the term.",
        missing,
    )
    return Outlook(words % {"count": grouped(missing)}, "short", ends_on, done, missing)
