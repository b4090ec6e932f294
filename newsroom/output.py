"""What the newsroom put out in the days up to one: by day, section and region, each with its list.

Of a past day too it is what readers may read now of those days: a story that was taken back since
is in no list of what is public.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, IntegerField, Value
from django.utils.translation import gettext as _

from articles import reports
from articles.admin.states import in_range, in_state
from articles.models import Article, ArticleRegion, Region
from newsroom.figures import Figure, list_of
from partnerships.drawings import DayCount
from partnerships.models import Agreement

DAY = timedelta(days=1)
WEEK, MONTH = 7, 30
ROWS = 10
TEXTS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Choices:
    """What the page can be narrowed to, and the stories of the week by section and region."""

    regions: dict  # {key: (slug, name)}
    owners: dict  # {key: name}
    sections: list  # of (name, key, number of stories), most first
    by_region: dict  # {key: number of stories}

    def hold(self, scope):
        """Whether `scope` names none but these."""
        return scope.region in (None, *self.regions) and scope.owner in (None, *self.owners)


def read_choices(user, scope):
    """Choices for the page of `scope`. One query for all four parts."""
    week = stories_of(user, scope, scope.day - (WEEK - 1) * DAY, scope.day)
    owners = Agreement.objects.visible_to(user).order_by().values("owner")
    people = get_user_model().objects.filter(pk__in=owners)
    parts = [
        _part("region", Region.objects, "slug", "name", number=F("order")),
        _part("owner", people, "byline", "first_name", "last_name", "username"),
        _groups("by_section", reports.by_section(week)),
        _groups("by_region", reports.by_region(week)),
    ]
    found = {"region": [], "owner": [], "by_section": [], "by_region": []}
    for part, *row in parts[0].union(*parts[1:], all=True):
        found[part].append(row)
    regions = sorted(found["region"], key=lambda row: (row[-1], row[2]))
    owners = {
        key: byline or f"{first} {last}".strip() or name
        for key, byline, first, last, name, _number in found["owner"]
    }
    sections = [(name, key, number) for key, name, *_rest, number in found["by_section"]]
    return Choices(
        regions={key: (slug, name) for key, slug, name, *_rest in regions},
        owners=dict(sorted(owners.items(), key=lambda pair: pair[1].casefold())),
        sections=sorted(sections, key=lambda row: (-row[2], row[0])),
        by_region={key: number for key, *_rest, number in found["by_region"]},
    )


def _part(part, rows, *texts, number=None):
    """Rows as (part, key, four texts, number), so that unlike tables go into one answer."""
    named = dict(zip(TEXTS, [*map(F, texts), *[_text()] * (4 - len(texts))], strict=True))
    number = number or Value(0, IntegerField())
    return rows.order_by().values_list(_text(part), F("pk"), *named.values(), number)


def _groups(part, rows):
    rows = rows.annotate(part=_text(part), **dict.fromkeys(TEXTS[1:], _text()))
    return rows.values_list("part", "key", "name", *TEXTS[1:], "number")


def _text(words=""):
    return Value(words, CharField())


def stories_of(user, scope, first, last):
    stories = reports.published_in(first, last, Article.objects.visible_to(user))
    return in_region(stories, scope.region)


def in_region(stories, region):
    """As the story list narrows itself."""
    if not region:
        return stories
    links = ArticleRegion.objects.filter(region=region)
    return stories.filter(pk__in=links.values("article"))


class Output:
    """Ask wanted() with the page's other counts in one query, then tell() what it found."""

    def __init__(self, user, scope, choices):
        self.user, self.scope, self.choices = user, scope, choices
        self.every_day = [scope.day - n * DAY for n in reversed(range(MONTH))]

    def wanted(self):
        """{name: queryset to count}"""
        every = Article.objects.visible_to(self.user)
        corrected = in_state(in_region(every, self.scope.region), "corrected")
        days = {day: stories_of(self.user, self.scope, day, day) for day in self.every_day}
        span = f"{self.every_day[0]}..{self.scope.day}"
        return {"corrected": in_range(corrected, span, field="corrected_at"), **days}

    def tell(self, numbers):
        """The context of the newsroom's part of the page. One more query, for the median."""
        scope, choices = self.scope, self.choices
        first = scope.day - (WEEK - 1) * DAY
        week = sum(numbers[day] for day in self.every_day[-WEEK:])
        minutes = reports.median_minutes(stories_of(self.user, scope, first, scope.day))
        regions = sorted(choices.by_region.items(), key=lambda pair: (-pair[1], pair[0]))
        return {
            "days": [DayCount(day, numbers[day], self.url(day=day)) for day in self.every_day],
            "today": Figure(
                _("on this day") if scope.is_past else _("published today"),
                numbers[scope.day],
                self.url(day=scope.day),
            ),
            "week": Figure(_("published in 7 days"), week, self.url(day=self.span(first))),
            "corrected": Figure(
                _("corrected in 30 days"),
                numbers["corrected"],
                self.url(state="corrected", day=self.span(self.every_day[0])),
            ),
            "median": reports.hours(minutes),
            "sections": [
                Figure(name, number, self.url(day=self.span(first), section=key))
                for name, key, number in choices.sections[:ROWS]
            ],
            # Narrowed to one region the others would be those of stories about two.
            "by_region": []
            if scope.region
            else [
                Figure(choices.regions[key][1], number, self.url(day=self.span(first), region=key))
                for key, number in regions[:ROWS]
            ],
        }

    def span(self, first):
        return f"{first}..{self.scope.day}"

    def url(self, **query):
        region = {"region": self.scope.region} if self.scope.region else {}
        return list_of(Article, **{"state": "published", **region, **query})
