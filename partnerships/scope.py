"""What a page of figures is narrowed to: a day, one region, one service, one officer.

The pages and the lists that they lead to read the same parameters, so that a list counts what the
page counted.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.numbers import as_number
from partnerships.models import Deliverable

EARLIEST, LATEST = 1900, 2999  # the years; beyond them no zone can say when a day begins
SERVICES = dict(Deliverable.Kind.choices)


@dataclass(frozen=True)
class Scope:
    """`day`: as of the end of it. `refusal`: a sentence where another day was asked for."""

    day: date
    today: date
    region: int | None = None
    service: str = ""
    owner: int | None = None
    refusal: str = ""

    @property
    def is_past(self):
        return self.day < self.today

    @property
    def is_narrowed(self):
        return bool(self.region or self.service or self.owner)

    def query(self, **more):
        """The parameters of a list that is narrowed likewise, and by `more`."""
        of_day = {"as_of": self.day.isoformat()} if self.is_past else {}
        return {**self.narrowing(), **of_day, **more}

    def narrowing(self):
        found = {"region": self.region, "service": self.service, "owner": self.owner}
        return {name: value for name, value in found.items() if value}

    def narrow(self, rows):
        """`rows`: of a queryset with in_region() and with_service(), whose rows have an owner."""
        if self.region:
            rows = rows.in_region(self.region)
        if self.service:
            rows = rows.with_service(self.service)
        return rows.filter(owner=self.owner) if self.owner else rows

    def agreements(self, agreements):
        """Those of `agreements` that the page speaks of, as they stood on its day."""
        return self.narrow(agreements.as_of(self.day))


def scope_of(parameters, today=None):
    """The Scope that a request's `parameters` ask for; what is no choice at all is left out."""
    today = today or timezone.localdate()
    asked = parameters.get("as_of", "").strip()
    day = past_day(asked, today)
    service = parameters.get("service", "")
    return Scope(
        day=day or today,
        today=today,
        region=as_number(parameters.get("region", "")),
        service=service if service in SERVICES else "",
        owner=as_number(parameters.get("owner", "")),
        refusal="" if day or not asked else _refusal(asked, today),
    )


def past_day(words, today=None):
    """The date that `words` (2026-11-30) give, if it is today or before; else None."""
    day = _day(words)
    return day if day and day <= (today or timezone.localdate()) else None


def _day(words):
    try:
        day = parse_date(words)
    except ValueError:
        return None  # 2026-02-30
    return day if day and EARLIEST <= day.year <= LATEST else None


def _refusal(asked, today):
    if day := _day(asked):
        return _("%(day)s has not come yet. This is the page of today.") % {"day": day.isoformat()}
    return _("“%(words)s” is not a day. This is the page of today.") % {"words": asked[:40]}
