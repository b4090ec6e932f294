"""“Kerja sama”: what the bureau head opens in the morning, as plain rows with their links.

The agreements' side is counted in partnerships/overview.py; here the newsroom's output joins it,
and every number gets the list that it counts. Fifteen queries in all, the session's included.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.counting import count_together
from articles.dates import bureau_time, end_of
from articles.duties import reply_clocks
from articles.models import ReplyRequest
from newsroom.figures import Figure, Links, list_of
from newsroom.output import Output
from partnerships import drawings
from partnerships import overview as partners
from partnerships.models import Activity, Training
from partnerships.reports import step_rows
from partnerships.scope import SERVICES, Scope

SOME, FEW = 8, 5
CALENDAR = 24  # terms that are drawn
DAY = timedelta(days=1)
WEEK, MONTH = 7, 30
LEVELS = (1, 2, 4, 7)  # from how many agreements on a region has the next shade


@dataclass(frozen=True)
class Coming:
    """A training to come; `at` is None where no day is set."""

    title: str
    url: str
    organization: str
    at: datetime | None


# The order of what the head does first; what the number counts, and its colour when there is any.
NEEDS = {
    "decision": (gettext_lazy("wait for the head"), "review"),
    "unsigned": (gettext_lazy("unsigned for over 14 days"), "late"),
    "report": (gettext_lazy("final report or evaluation overdue"), "late"),
    "duty": (gettext_lazy("with an obligation overdue"), "late"),
    "number": (gettext_lazy("lack a document number"), "review"),
    "stuck": (gettext_lazy("stuck for over 30 days"), "review"),
}


def home(user):
    """What of it stands on the head's own page of the desk. Eleven queries."""
    today = timezone.localdate()
    scope = Scope(day=today, today=today)
    standing, links = partners.Standing(user, scope), Links(scope)
    late = Activity.objects.overdue()
    return {
        **_agreements(standing, links, rows=FEW),
        "late_steps": step_rows(late, user, limit=FEW),
        "late": _late(late.count(), links),
    }


def page(user, scope, choices, *, shades="agreements"):
    """The context of the page “Kerja sama”; `choices`: of read_choices() for the same scope."""
    standing, links = partners.Standing(user, scope), Links(scope)
    output = Output(user, scope, choices)
    numbers = _numbers(output, _others(user, scope))
    told = output.tell(numbers)
    return {
        "scope": scope,
        "choices": choices,
        "services": SERVICES,
        "output": told,
        **_agreements(standing, links, rows=SOME),
        **_month(standing, links),
        **_coming(user, scope, links, numbers),
        **_replies(user, scope, numbers),
        **_pictures(standing, links),
        **_map(standing, links, output, shades),
        "days": drawings.days(told["days"], today=scope.today),
    }


def _others(user, scope):
    """{name: queryset to count} of what is not of the agreements or the stories."""
    found = {
        "late": scope.narrow(Activity.objects.overdue(scope.day if scope.is_past else None)),
        "trainings": trainings_of(user, scope),
    }
    if user.has_perm("articles.view_replyrequest") and not scope.is_past:
        found["replies"] = ReplyRequest.objects.filter(decided_at__isnull=True)
    return found


def _numbers(output, others):
    """All that is counted by itself, in one query."""
    found = count_together({**output.wanted(), **others}, cap=None)
    return {name: number for name, (number, _more) in found.items()}


def _agreements(standing, links, *, rows):
    """What the head decides, what ends, what lags, and how the agreements stand."""
    lagging, behind = partners.behind(standing, rows)
    found = partners.needs(standing)
    needs = [
        Figure(str(label), found[name], links.agreements(need=name), state if found[name] else "")
        for name, (label, state) in NEEDS.items()
    ]
    lag = Figure(_("behind pace"), lagging, links.agreements(pace="behind"), "late" * bool(lagging))
    return {
        "needs": [*needs[:1], lag, *needs[1:]],
        "for_head": partners.decisions(standing, rows),
        "behind": behind,
        "lag": lag,
        "stages": [
            Figure(stage.label, stage.number, links.agreements(state=stage.state), stage.state)
            for stage in partners.stages(standing)
        ],
        "stuck": partners.stuck(standing, rows),
        "ending": partners.ending_rows(standing, rows),
        "ending_figures": [
            Figure(
                ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days},
                number,
                links.agreements(ending=days),
                "late" if days == partners.ENDING[-1] and number else "",
            )
            for days, number in partners.ending(standing).items()
        ],
        "all_url": links.agreements(),
    }


def _month(standing, links):
    services, short, full = partners.month(standing)
    return {
        "month": [
            (
                each,
                Figure(each.label, each.used, links.deliveries(each.kind)),
                Figure(each.label, each.short, links.agreements(month=f"short_{each.kind}")),
            )
            for each in services
        ],
        "month_short": Figure(_("still miss something"), short, links.agreements(month="short")),
        "month_full": Figure(_("have all that is due"), full, links.agreements(month="full")),
    }


def _pictures(standing, links):
    bars = [
        drawings.Bar(
            stage.label,
            stage.number,
            links.agreements(state=stage.state),
            note=_("%(days)s days on average") % {"days": stage.days} if stage.number else "",
            state=stage.state,
        )
        for stage in partners.stages(standing)
    ]
    terms = [
        drawings.Term(
            row.title,
            row.url,
            row.starts_on,
            row.ends_on,
            row.state,
            row.state_label,
        )
        for row in partners.terms_rows(standing, CALENDAR)
    ]
    day = standing.scope.day
    return {
        "bars": bars,
        "pipeline": drawings.pipeline(bars),
        "calendar": drawings.terms(terms, first=day - MONTH * DAY, today=day),
        "at_work": Figure(
            _("in force, and in their term"),
            len(standing.at_work()),
            links.agreements(phase="work"),
            "in_force",
        ),
    }


def _map(standing, links, output, shades):
    """A tile for each region; where the page is narrowed to one, for that one."""
    working, written = partners.in_regions(standing), output.choices.by_region
    most, week = max(written.values(), default=0), output.span(output.every_day[-WEEK])
    tiles = []
    for key, (slug, name) in output.choices.regions.items():
        if standing.scope.region not in (None, key):
            continue
        values = {"agreements": working.get(key, 0), "stories": written.get(key, 0)}
        number = values[shades]
        if shades == "stories":
            url, level = output.url(day=week, region=key), -(-4 * number // most) if most else 0
        else:
            url = links.agreements(phase="work", region=key)
            level = sum(number >= step for step in LEVELS)
        words = _("%(agreements)s in force, %(stories)s stories in 7 days") % values
        tiles.append(drawings.RegionTile(slug, name, number, url, level, words))
    titles = {"agreements": _("Agreements in force"), "stories": _("Stories in 7 days")}
    return {
        "tiles": tiles,
        "shades": shades,
        "map": drawings.regions(tiles, title=titles[shades]),
    }


def _coming(user, scope, links, numbers):
    """Steps that are overdue, and trainings to come."""
    as_of = scope.day if scope.is_past else None
    late = scope.narrow(Activity.objects.overdue(as_of))
    rows = trainings_of(user, scope).select_related("organization")
    rows = rows.order_by(F("first_at").asc(nulls_last=True), "pk")
    return {
        "late_steps": step_rows(late, user, limit=SOME, as_of=as_of),
        "late": _late(numbers["late"], links),
        "trainings": [
            Coming(
                title=row.title,
                url=reverse("admin:partnerships_training_change", args=[row.pk]),
                organization=str(row.organization),
                at=bureau_time(row.first_at) if row.first_at else None,
            )
            for row in rows[:FEW]
        ],
        "training_count": Figure(
            _("trainings to come"), numbers["trainings"], links.trainings(phase="planned")
        ),
    }


def _late(number, links):
    url = links.activities(overdue="yes")
    return Figure(_("overdue next steps"), number, url, "late" if number else "")


def _replies(user, scope, numbers):
    """The clocks that run now: a past day has none."""
    if "replies" not in numbers:
        return {}
    return {
        "replies": reply_clocks(user),
        "reply_count": Figure(
            _("open requests"), numbers["replies"], list_of(ReplyRequest, state="open")
        ),
    }


def trainings_of(user, scope):
    """Those that had not begun."""
    found = Training.objects.visible_to(user)
    if scope.is_past:
        end = end_of(scope.day)
        return scope.narrow(found.filter(created_at__lt=end).with_days(end).filter(phase="planned"))
    return scope.narrow(found.with_days().filter(phase="planned"))
