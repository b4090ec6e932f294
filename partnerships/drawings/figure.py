"""What every drawing is made of: its words, its shapes, and the same facts as a table.

Shapes are placed in per cent across and in pixels down, so that a drawing is as wide as the page
and its letters keep their size. Whatever goes into an attribute is a string made here: a template
would write 12.5 as “12,5”, which no browser draws.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS_3
from django.utils.formats import date_format, number_format

DAY = timedelta(days=1)
WHOLE = 100.0
LAST_MONTH = date.max.year * 12 + 11
# Addresses come from reverse(); what else gets here does not become a link.
ADDRESSES = ("/", "?", "#", "https://", "http://")


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    head: tuple  # of words
    rows: tuple  # of tuples of Cell; the first of each is its heading
    more: str = ""  # what was left out, in words


@dataclass(frozen=True)
class Legend:
    """One key of the legend: a class of drawings.css, and what it stands for."""

    name: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """Something to look at. `{% drawing this %}` prints it; nothing in it asks the database."""

    kind: str  # the template, and the class of the figure
    title: str
    summary: str  # what it says, in a sentence or two
    reading: str  # how it is read, for those who do not see it
    table: Table
    picture: object = None  # None where there is nothing to draw: then the summary says so
    legend: tuple = ()
    tone: str = ""  # of the summary: done, well, short
    has_links: bool = False

    @property
    def template(self):
        return f"admin/drawings/{self.kind}.html"


def share(part, whole):
    """`part` of `whole` in per cent, from 0 to 100."""
    return min(max(WHOLE * part / whole, 0.0), WHOLE) if whole else 0.0


def percent(number):
    """A length across, as an attribute takes it: “12.5%”."""
    return f"{place(number)}%"


def place(number):
    """A number in an attribute: never localized, at most two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def grouped(number):
    """“12.500”: a whole number as people read it in the active language."""
    return number_format(number, force_grouping=True)


def rounded(number):
    """“4,2”: one decimal, none where it says nothing."""
    return number_format(number, decimal_pos=0 if round(number, 1) == int(number) else 1)


@dataclass(frozen=True)
class Words:
    """A line that may be too long: its beginning for a phone, the rest where there is room."""

    begin: str
    rest: str = ""  # after `begin`, on a wide screen
    is_cut: bool = False  # `begin` alone is not all of it


def shortened(words, limit):
    """`words` with an ellipsis for what is beyond `limit` characters."""
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


def cut(words, narrow, wide):
    """Words, with so many characters on a phone and on a wide screen."""
    words = " ".join(words.split())
    if len(words) <= narrow:
        return Words(words)
    begin = words[: narrow - 1].rstrip()
    return Words(begin, shortened(words, wide)[len(begin) :], is_cut=True)


def short_day(day):
    return date_format(day, "j M Y")


def month_name(day):
    """“Agu”: three letters, as a column of a twelfth of a phone's width takes them."""
    return str(MONTHS_3[day.month]).capitalize()[:3]


def month_on(day, months=0):
    """The first of the month of `day`, so many months on; the calendar ends with the year 9999."""
    number = min(day.year * 12 + day.month - 1 + months, LAST_MONTH)
    return date(number // 12, number % 12 + 1, 1)


def months_between(first, last):
    """How many firsts of a month lie after `first`, until `last`."""
    return (last.year - first.year) * 12 + last.month - first.month


def link(url):
    """`url` where it is an address of a page, else nothing."""
    return url if url and url.startswith(ADDRESSES) else ""


def anchor(at, edge=12):
    """How words stand at `at` per cent: nearer to an edge they would leave the drawing."""
    return "start" if at < edge else "end" if at > WHOLE - edge else "middle"


def scale(top, steps=4):
    """Round numbers from 0 to `top` or just above it, in about so many whole steps."""
    rough = max(top, 1) / steps
    power = 1
    while power * 10 <= rough:
        power *= 10
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough)
    return list(range(0, int(-(-max(top, 1) // step) * step) + 1, step))
