"""What readers may ask for in an address. Bad input never fails a page: it is shown and named."""

from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 200


def parse_day(text):
    """A date of the form 2022-06-28, or None."""
    try:
        # Before 1000 and after 9998 a day has no midnight in every zone.
        return date.fromisoformat(text) if len(text) == 10 and "1000" < text < "9998" else None
    except ValueError:
        return None


def midnight(day):
    """The first moment of that day of the bureau's calendar."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def day_asked_for(text, today):
    """(day, what is wrong or ""): today where `text` is no date."""
    if not text:
        return today, ""
    day = parse_day(text)
    if not day:
        return today, _("That is no date. Below are the stories of today.")
    return day, ""


class SearchForm:
    """The search form as it was sent: keeps what was typed, and says what is wrong with it."""

    ORDERS = [("terbaru", gettext_lazy("Newest first")), ("relevansi", gettext_lazy("Best match"))]

    def __init__(self, data, *, sections, regions):
        self.words = " ".join(data.get("q", "").replace("\0", " ").split())[:LONGEST]
        self.sections = [
            (entry, depth)
            for main in sections.sections
            for entry, depth in [(main, 0), *((c, 1) for c in sections.children.get(main.pk, []))]
        ]
        self.regions = list(regions)
        known = {entry.slug: entry for entry, _depth in self.sections}
        self.section = known.get(data.get("rubrik", ""))
        self.region = next((r for r in self.regions if r.slug == data.get("daerah")), None)
        self.first, self.last = data.get("dari", "").strip(), data.get("sampai", "").strip()
        self.order = "relevansi" if data.get("urut") == "relevansi" else "terbaru"
        self.errors = self._find_errors()

    def _find_errors(self):
        wrong = _("Write the date as year-month-day, for instance 2022-06-28.")
        errors = {
            name: wrong
            for name, text in (("dari", self.first), ("sampai", self.last))
            if text and not parse_day(text)
        }
        if not errors and self.first and self.last and self.first > self.last:
            errors["sampai"] = _("The last day lies before the first one.")
        return errors

    @property
    def by_relevance(self):
        return bool(self.words) and self.order == "relevansi"

    @property
    def active(self):
        """What narrows the search, as short texts."""
        days = " – ".join((self.first, self.last)) if self.first or self.last else ""
        names = (self.section and self.section.name, self.region and self.region.official_name)
        return [text for text in (*names, days) if text]

    @property
    def filtered(self):
        return bool(self.active)

    @property
    def asks_for_something(self):
        return bool(self.words or self.filtered)

    def narrow(self, articles):
        """`articles` of the section, region and days asked for; a day that is none is left out."""
        first, last = parse_day(self.first), parse_day(self.last)
        if self.section:
            keys = [e.pk for e, _d in self.sections if self.section.pk in (e.pk, e.parent)]
            articles = articles.filter(section__in=keys)
        if self.region:
            articles = articles.filter(region_links__region=self.region)
        if first:
            articles = articles.filter(publish_at__gte=midnight(first))
        if last:
            articles = articles.filter(publish_at__lt=midnight(last + timedelta(days=1)))
        return articles

    def query_string(self):
        """The form as an address again, for the links to older and newer pages."""
        query = QueryDict(mutable=True)
        values = {
            "q": self.words,
            "rubrik": self.section and self.section.slug,
            "daerah": self.region and self.region.slug,
            "dari": self.first,
            "sampai": self.last,
            "urut": self.order if self.order != "terbaru" else "",
        }
        query.update({name: value for name, value in values.items() if value})
        return query.urlencode()
