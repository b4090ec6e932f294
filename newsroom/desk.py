"""What the desk's home page shows to each role, as plain rows.

Every list is bounded, and the number of queries is the same for one story and for many.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles import reports
from articles.admin.states import (
    STATES,
    in_range,
    in_state,
    is_long,
    states_of,
    waiting,
)
from articles.counting import count_together
from articles.dates import bureau_time
from articles.duties import duties
from articles.models import Article
from newsroom import overview
from newsroom.roles import AUDITOR, EDITOR, HEAD, OFFICER, REPORTER, role_of
from partnerships import reports as partnership_reports
from partnerships.models import Activity, Agreement

BRIEF, SHORT, LONG = 6, 8, 15
FIELDS = (
    "headline",
    "status",
    "story_class",
    "publish_at",
    "submitted_at",
    "modified_at",
    "corrected_at",
    "return_note",
    "retraction_hides_identity",
    "section__name",
    "created_by__username",
    "created_by__byline",
    "created_by__first_name",
    "created_by__last_name",
)


@dataclass(frozen=True)
class Row:
    """One story on the home page. `at` is the time that matters in its list."""

    pk: int
    headline: str
    section: str
    writer: str
    label: str
    states: list
    at: datetime
    note: str
    mine: bool
    waits: str
    waits_long: bool


@dataclass(frozen=True)
class Count:
    """A number that leads to the list it counts; `capped`: there are more than that."""

    label: str
    number: int
    capped: bool
    url: str
    state: str


# Parts of the home page that it asks for once it stands; for each the roles that have it.
PARTS = {"partnerships": (HEAD,), "figures": (HEAD, AUDITOR)}  # in the order of the page


def part(user, name):
    """The context of one of PARTS, or None where this user has no such part."""
    if role_of(user) not in PARTS.get(name, ()):
        return None
    return {"figures": reports.figures()} if name == "figures" else overview.home(user)


def home(user, now=None, *, whole=False):
    """The context of admin/index.html for this user; `whole`: with its PARTS."""
    now = now or timezone.now()
    role = role_of(user)
    stories = Article.objects.visible_to(user)
    common = {"role": role, "now": bureau_time(now)}
    common["later"] = [] if whole else [name for name, roles in PARTS.items() if role in roles]
    if role == REPORTER:
        return common | _reporter(user, stories, now)
    if role in (EDITOR, HEAD, AUDITOR):
        context = common | _editor(user, stories, now)
        for name in PARTS if whole else ():
            context |= part(user, name) or {}
        return context
    if role == OFFICER:
        common |= _officer(user)
    published = in_range(in_state(stories, "published", now), "today", field="publish_at", now=now)
    return common | {
        "published": _rows(published.newest()[:LONG], "publish_at", user, now),
        "counts": _counts(stories, now, [(_("published today"), "published", "today")]),
    }


def _reporter(user, stories, now):
    own = stories.filter(created_by=user)
    returned = in_state(own, "returned", now).order_by("-modified_at")
    drafts = in_state(own, "draft", now).filter(return_note="").order_by("-modified_at")
    waiting_ = in_state(own, "submitted", now)
    published = in_range(in_state(stories, "published", now), "today", field="publish_at", now=now)
    return {
        "returned": _rows(returned[:LONG], "modified_at", user, now),
        "drafts": _rows(drafts[:LONG], "modified_at", user, now),
        "waiting": _rows(waiting_[:LONG], "submitted_at", user, now),
        "scheduled": _rows(in_state(own, "scheduled", now)[:SHORT], "publish_at", user, now),
        "published": _rows(published.newest()[:SHORT], "publish_at", user, now),
    }


def _editor(user, stories, now):
    published = in_state(stories, "published", now).newest()
    return {
        "duties": duties(user, now),
        "queue": _rows(in_state(stories, "submitted", now)[:LONG], "submitted_at", user, now),
        "scheduled": _rows(in_state(stories, "scheduled", now)[:LONG], "publish_at", user, now),
        "published": _rows(published[:BRIEF], "publish_at", user, now),
        "counts": _counts(
            stories,
            now,
            [
                (_("waiting"), "submitted", ""),
                (_("scheduled"), "scheduled", ""),
                (_("published today"), "published", "today"),
                (_("returned"), "returned", ""),
                (_("corrected in 30 days"), "corrected", "30"),
            ],
        ),
    }


def _officer(user):
    """What the officer does next: own steps, then where the agreements stand."""
    agreements = Agreement.objects.visible_to(user)
    mine = Activity.objects.filter(owner=user)
    return {
        "steps": partnership_reports.step_rows(mine, user, limit=LONG),
        "step_counts": _step_counts(user),
        "pipeline": _pipeline(agreements),
        "ending": partnership_reports.ending_rows(agreements, limit=SHORT),
        "ending_counts": _ending_counts(agreements),
    }


def _pipeline(agreements):
    url = reverse("admin:partnerships_agreement_changelist")
    return [
        Count(label, number, False, f"{url}?{urlencode({'state': state})}", state)
        for state, label, number in partnership_reports.state_counts(agreements)
    ]


def _ending_counts(agreements):
    url = reverse("admin:partnerships_agreement_changelist")
    return [
        Count(
            _("end within %(days)s days") % {"days": days},
            number,
            False,
            f"{url}?{urlencode({'ending': days})}",
            "suspended" if days == 7 and number else "ending",
        )
        for days, number in partnership_reports.ending_counts(agreements)
    ]


def _step_counts(user):
    """{name: Count} of next steps; each leads to the list that it counts."""
    url = reverse("admin:partnerships_activity_changelist")
    queries = {
        "mine": (_("my next steps"), {"mine": "yes", "open": "yes"}),
        "mine_late": (_("overdue, mine"), {"mine": "yes", "overdue": "yes"}),
        "late": (_("overdue, everybody's"), {"overdue": "yes"}),
    }
    numbers = partnership_reports.open_counts(user)
    return {
        name: Count(
            label,
            numbers[name],
            False,
            f"{url}?{urlencode(query)}",
            "late" if name != "mine" and numbers[name] else "open",
        )
        for name, (label, query) in queries.items()
    }


def _counts(stories, now, wanted):
    found = {}
    for _label, state, days in wanted:
        found[state] = in_state(stories, state, now)
        if days:
            found[state] = in_range(found[state], days, field=STATES[state].date, now=now)
    numbers, url = count_together(found), reverse("admin:articles_article_changelist")
    return [
        Count(
            label,
            *numbers[state],
            f"{url}?{urlencode({'state': state} | ({'day': days} if days else {}))}",
            state,
        )
        for label, state, days in wanted
    ]


def _rows(stories, time_field, user, now):
    return [
        Row(
            pk=story.pk,
            headline=str(story),
            section=story.section.name if story.section else "",
            writer=str(story.created_by),
            label=story.label,
            states=[(name, STATES[name].label) for name in states_of(story, now)],
            at=bureau_time(getattr(story, time_field)),
            note=story.return_note,
            mine=story.created_by_id == user.pk,
            waits=waiting(story.submitted_at, now) if story.submitted_at else "",
            waits_long=bool(story.submitted_at) and is_long(story.submitted_at, now),
        )
        for story in stories.select_related("section", "created_by").only(*FIELDS)
    ]
