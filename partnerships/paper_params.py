"""What a request for a paper asks for: each parameter as it is read, kept and said.

`read` takes what a form or another program sends (text, or the value itself) and gives the value,
or raises ValueError with a sentence; `kept` gives what JSON holds of it, which `read` takes again.
Whether the values make sense together says the kind of the paper (issuing.Kind.problems).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

from partnerships.scope import EARLIEST, LATEST
from partnerships.typeset import long_day


@dataclass(frozen=True)
class Param:
    label: object
    help: object = ""
    required: bool = True

    def read(self, value, user):
        if value in (None, ""):
            if self.required:
                raise ValueError(_("Fill this in."))
            return None
        return self.parsed(value, user)

    def parsed(self, value, user):
        raise NotImplementedError

    def kept(self, value):
        return value

    def said(self, value):
        """In a few words, for lists; "" for what needs none."""
        return ""


@dataclass(frozen=True)
class Day(Param):
    """`words`: a sentence with %(day)s."""

    words: object = "%(day)s"

    def parsed(self, value, user):
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            raise ValueError(_("This is no day.")) from None
        if not EARLIEST <= day.year <= LATEST:
            raise ValueError(_("This is no day."))
        return day

    def kept(self, value):
        return value.isoformat() if value else None

    def said(self, value):
        return self.words % {"day": long_day(value)} if value else ""


@dataclass(frozen=True)
class Month(Day):
    """Its first day; “2026-11” is read too."""

    def parsed(self, value, user):
        text = str(value)
        return super().parsed(f"{text}-01" if len(text) == 7 else text, user).replace(day=1)

    def said(self, value):
        return dateformat.format(value, "F Y")


@dataclass(frozen=True)
class Number(Param):
    words: object = "%(number)d"
    least: int = 1
    most: int = 10_000

    def parsed(self, value, user):
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise ValueError(_("Give a number.")) from None
        if not self.least <= number <= self.most:
            span = {"least": self.least, "most": self.most}
            raise ValueError(_("Give a number from %(least)d to %(most)d.") % span)
        return number

    def said(self, value):
        return self.words % {"number": value}


@dataclass(frozen=True)
class Flag(Param):
    """`permission`: whoever lacks it cannot ask for it."""

    required: bool = False
    words: object = ""
    permission: str = ""

    def read(self, value, user):
        return value in (True, "on", "true", "1")

    def said(self, value):
        return str(self.words) if value else ""


@dataclass(frozen=True)
class Row(Param):
    """An object that the person may see. `found(user)`: a queryset of those."""

    found: Callable = None

    def parsed(self, value, user):
        pk = getattr(value, "pk", value)
        try:
            row = self.found(user).filter(pk=int(pk)).first()
        except (TypeError, ValueError, OverflowError):
            row = None
        if row is None:
            raise ValueError(_("Choose one from the list."))
        return row

    def kept(self, value):
        return value.pk if value else None

    def said(self, value):
        return str(value) if value else ""
