"""The burn-down on an agreement's page, and where what is missing could come from."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from partnerships import promise
from partnerships.drawings.figure import grouped
from partnerships.models import Deliverable
from partnerships.querysets import CLOSED

SHOWN = 24


@dataclass(frozen=True)
class GapRow:
    title: str
    when: str
    words: str
    is_over: bool
    url: str  # published stories among which it may be found; empty where none can be named
    proposed: int  # stories that wait for a decision in this line


def context(agreement, total, parties, claims):
    """`parties` and `claims` as the page has them: nothing here asks the database."""
    gaps, is_closed = promise.gaps(total) if agreement.is_signed else [], agreement.state in CLOSED
    # First what can still be filled, the nearest end before the later; then what has lapsed.
    gaps.sort(key=lambda gap: (gap.is_over, gap.last.toordinal() * (-1 if gap.is_over else 1)))
    region = next((p.organization.region_id for p in parties if p.organization.region_id), None)
    if is_closed:
        region = None  # what is closed takes no story any more
    waiting = {}
    for claim in claims["open"]:
        waiting[claim.deliverable_id] = waiting.get(claim.deliverable_id, 0) + 1
    return {
        "burn": promise.drawing_of(agreement, total, title=_("Delivered against the plan")),
        "gaps": [_row(gap, region, waiting, is_closed) for gap in gaps[:SHOWN]],
        "older_gaps": max(0, len(gaps) - SHOWN),
    }


def _row(gap, region, waiting, is_closed):
    return GapRow(
        title=gap.line.title,
        when=_when(gap),
        words=_("%(count)s missing") % {"count": grouped(gap.number)},
        is_over=gap.is_over or is_closed,
        url=_stories(gap, region) if region else "",
        proposed=waiting.get(gap.line.pk, 0),
    )


def _when(gap):
    if gap.is_whole:
        return _("until %(day)s") % {"day": date_format(gap.last, "j M Y")}
    if gap.line.period == Deliverable.Period.MONTH:
        return date_format(gap.first, "F Y")
    return f"{date_format(gap.first, 'j M Y')} – {date_format(gap.last, 'j M Y')}"


def _stories(gap, region):
    """The list of what was published about the partner's region in these days."""
    query = {"state": "published", "region": region, "day": f"{gap.first}..{gap.last}"}
    if gap.line.kind in (Deliverable.Kind.NEWS, Deliverable.Kind.ADVERTORIAL):
        query["class"] = gap.line.kind
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(query)}"
