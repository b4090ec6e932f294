"""How a promise will end, in words and as the end of a dashed line."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.drawings.figure import DAY, grouped, short_day


@dataclass(frozen=True)
class Outlook:
    words: str
    tone: str  # done, well, short, or open where nothing can be said yet
    until: date | None = None  # where the dashed line ends; None: there is none
    reaches: float = 0  # and how much is delivered by then


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
    if today >= ends_on:
        return Outlook(_short(quota - done), "short")
    if not done and forecast_on is None:
        words = _("Nothing is delivered yet of %(number)s; %(days)s days are left.")
        return Outlook(
            words % {"number": grouped(quota), "days": grouped((ends_on - today).days)}, "short"
        )
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
    left = quota - done
    if forecast_on is None:
        rate = done / ((today - starts_on).days + 1)
        # Whole days from today on; a tenth of a millionth is the float's, not a day's.
        needed = int(-(-(left / rate - 1e-7) // 1))
        # A pace that needs centuries has no date.
        forecast_on = today + needed * DAY if needed <= (ends_on - today).days else None
        if forecast_on is None:
            reaches = done + rate * (ends_on - today).days
            return Outlook(
                _at_this_pace(max(quota - int(reaches + 1e-7), 1)), "short", ends_on, reaches
            )
    elif forecast_on > ends_on:
        part = (ends_on - today).days / max((forecast_on - today).days, 1)
        reaches = done + left * part
        return Outlook(_at_this_pace(max(quota - int(reaches), 1)), "short", ends_on, reaches)
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
    return Outlook(words % {"count": grouped(early)}, "well", forecast_on, quota)


def _at_this_pace(missing):
    words = ngettext(
        "At this pace %(count)s is missing at the end of the term.",
        "At this pace %(count)s are missing at the end of the term.",
        missing,
    )
    return words % {"count": grouped(missing)}


def _short(missing):
    words = ngettext(
        "%(count)s was missing at the end of the term.",
        "%(count)s were missing at the end of the term.",
        missing,
    )
    return words % {"count": grouped(missing)}
