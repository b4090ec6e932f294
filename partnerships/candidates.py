"""Which lines a story could count towards, the most fitting first, each with its reasons."""

import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import bureau_time
from articles.html import plain_text
from articles.models import Article
from partnerships.models import Agreement, Claim, Deliverable, Organization
from partnerships.usage import pace_of, usage_totals

K, C = Deliverable.Kind, Article.StoryClass
PHOTO_SECTION = "foto"


@dataclass
class Candidate:
    deliverable: Deliverable
    reasons: list = field(default_factory=list)  # sentences: why it fits
    problems: list = field(default_factory=list)  # sentences: what accepting it still needs
    entry: str = ""  # "propose" or "accept" where the story stands in this line already


def matches(kind, article):
    """Whether a story can fulfil a line of this kind. All others are not fulfilled by stories."""
    if kind == K.NEWS:
        return article.story_class == C.NEWS
    if kind == K.ADVERTORIAL:
        return article.story_class == C.ADVERTORIAL
    return kind == K.PHOTO and _is_photo_story(article)


def candidates(article, *, day=None, user=None):
    """[Candidate] of the agreements that run on `day`, unsuspended.

    By default that is the day of the story's first publication, or today while it has none.

    Order: the office's own line when the story names it, then its government's and others that
    the story is about, then the rest; within these the most behind, then the earliest expiry.
    `user`: leaves out agreements that this person may not know of. The cost in queries is the
    same however many lines there are.
    """
    published = article.first_published_at
    asked = day or (bureau_time(published).date() if published else timezone.localdate())
    agreements = Agreement.objects.counting_on(asked)
    if user:
        agreements = agreements.visible_to(user)
    agreements = {a.pk: a for a in agreements.prefetch_related("parties__organization")}
    if not agreements:
        return []
    totals = usage_totals(agreements.values(), as_of=day)
    about, stand, photo = _About(article), _standing(article), _is_photo_story(article)
    found = []
    for pk, agreement in agreements.items():
        partners = [p.organization for p in agreement.parties.all() if p.organization.kind != "own"]
        for row in totals[pk].lines:
            line = row.line
            rank, reasons = about.fit([line.organization] if line.organization else partners)
            fits = photo if line.kind == K.PHOTO else matches(line.kind, article)
            if not fits and not (rank < 3 and _class_is_open(line, article)):
                continue
            candidate = Candidate(line, reasons, _problems(article, line, fits, stand))
            candidate.entry = stand.get(line.pk, ("", None))[0]
            behind = _behind(row, candidate)
            found.append(((not fits, rank, -behind, row.ends_on, line.pk), candidate))
    return [candidate for _key, candidate in sorted(found, key=lambda pair: pair[0])]


def _is_photo_story(article):
    section = article.section
    return bool(section and section.slug == PHOTO_SECTION) or article.gallery_items.exists()


def _class_is_open(line, article):
    """Before readers saw it, accepting can still make it an advertorial or plain news."""
    return line.kind in (K.NEWS, K.ADVERTORIAL) and not article.is_public()


def _standing(article):
    """{pk of the line: (entry, line)} of what is proposed or accepted now."""
    last = {}
    for row in Claim.objects.filter(article=article).select_related("deliverable").order_by("id"):
        last[row.deliverable_id] = (row.entry, row.deliverable)
    return {pk: found for pk, found in last.items() if found[0] in ("propose", "accept")}


def _problems(article, line, fits, stand):
    problems = []
    if not fits:
        kind = {"kind": line.get_kind_display()}
        problems.append(_("The line takes another class: %(kind)s.") % kind)
    labelled = article.story_class == C.ADVERTORIAL or article.disclosure.strip()
    if line.is_paid and not labelled:
        problems.append(_("The line is paid for: the story needs its disclosure line."))
    for pk, (entry, other) in stand.items():
        if entry == "accept" and pk != line.pk and not (line.shareable and other.shareable):
            problems.append(
                _("It counts towards “%(other)s” already: one story, one line.") % {"other": other}
            )
    return problems


def _behind(row, candidate):
    """How far delivery lags behind the time, in shares; the reason is written down."""
    pace = pace_of([row])
    if row.missing:
        candidate.reasons.append(
            ngettext(
                "%(count)d story is still missing.", "%(count)d stories are still missing.",
                row.missing,
            )
            % {"count": row.missing}
        )  # fmt: skip
    if pace and pace.verdict == "behind":
        candidate.reasons.append(_("The line is behind its pace."))
    return pace.elapsed - pace.delivered if pace else 0


class _About:
    """Whom a story is about: by its regions, and by the names in headline and text."""

    def __init__(self, article):
        text = f"{article.headline} {article.summary} {plain_text(article.body)}"
        self.text = _plain(text)
        self.regions = {region.pk: region for region in article.regions.all()}
        self.organizations = {o.pk: o for o in Organization.objects.select_related("region")}
        self._named = {}

    def fit(self, organizations):
        """(rank, reasons): 0 the office itself is named, 1 the partner, 2 its region, 3 none."""
        best = (3, [])
        for organization in organizations:
            own = self.organizations[organization.pk]
            best = min(best, self._fit(own), key=lambda found: found[0])
        return best

    def _fit(self, organization):
        named = _("The story names %(organization)s.")
        if self.is_named(organization):
            rank = 0 if organization.kind == Organization.Kind.OFFICE else 1
            return rank, [named % {"organization": organization}]
        below = [o for o in self.organizations.values() if o.parent_id == organization.pk]
        if office := next(filter(self.is_named, below), None):
            return 1, [named % {"organization": office}]
        region = self._region(organization)
        if region and region.pk in self.regions:
            return 2, [_("The story is about %(region)s.") % {"region": region}]
        above = self.organizations.get(organization.parent_id)
        if above and self.is_named(above):
            return 2, [named % {"organization": above}]
        return 3, []

    def is_named(self, organization):
        if organization.pk not in self._named:
            self._named[organization.pk] = self._holds_name(organization)
        return self._named[organization.pk]

    def _holds_name(self, organization):
        if self._holds(organization.name):
            return True
        if not any(map(self._holds, [organization.short_name, *organization.aliases])):
            return False
        # “Diskominfo” is the name of an office in every region: it must be this one's.
        return organization.kind != Organization.Kind.OFFICE or self._is_here(organization)

    def _is_here(self, organization):
        region = self._region(organization)
        return (
            region is None
            or region.pk in self.regions
            or any(map(self._holds, [region.name, *region.aliases]))
        )

    def _region(self, organization):
        """Its own region, or the one of the government above it."""
        seen = set()
        while organization and organization.pk not in seen:
            if organization.region_id:
                return organization.region
            seen.add(organization.pk)
            organization = self.organizations.get(organization.parent_id)
        return None

    def _holds(self, name):
        words = _plain(name)
        return bool(words.strip()) and words in self.text


def _plain(text):
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "
