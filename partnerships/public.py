"""What readers may know of the bureau's partners: signed, public agreements and trainings held.

Everything that a public page shows of them passes through here. Values, contacts, participants,
numbers of documents, notes and unsigned agreements are not loaded at all.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from articles.models import Article
from articles.search import search_articles
from partnerships.models import (
    Agreement,
    AmendmentChange,
    Certificate,
    Claim,
    Organization,
    Party,
    Session,
    Training,
)
from partnerships.querysets import ENDING

COLUMNS = (
    "title", "slug", "type", "scope", "state", "starts_on", "ends_on", "signed_on",
    "terminated_on", "umbrella__title", "umbrella__state", "umbrella__is_public",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """One agreement as a reader sees it. `status` is a word of ours, `words` what is printed."""

    agreement: Agreement
    partners: list  # the organizations of the other side
    ends_on: date  # with the amendments that apply
    status: str
    words: str
    umbrella: Agreement | None = None  # the MoU that it stands under, if readers may know of it

    @property
    def is_open(self):
        """Whether the cooperation goes on or is still to begin."""
        return self.status in ("not_started", "running", "ending", "suspended")


def agreements(day=None):
    """[Facts] of all public agreements, the newest term first. Two queries."""
    return _facts(Agreement.objects.public(), day)


def agreements_of(organization, day=None):
    """[Facts] of the public agreements of a partner, and of those that carry out its MoU.

    Two queries. Empty for an organization that is itself a party of none.
    """
    own = Agreement.objects.public().filter(parties__organization=organization).values("pk")
    facts = _facts(Agreement.objects.public().filter(Q(pk__in=own) | Q(umbrella__in=own)), day)
    # Its own first; what was agreed above stands above.
    return sorted(facts, key=lambda fact: organization not in fact.partners)


def _facts(found, day):
    day = day or timezone.localdate()
    others = Party.objects.exclude(organization__kind="own").select_related(
        "organization__region", "organization__parent"
    )
    rows = (
        found.annotate(amended_end=Subquery(_last_day_of(day)))
        .select_related("umbrella")
        .only(*COLUMNS)
        .prefetch_related(Prefetch("parties", others, to_attr="partners"))
        .order_by("-starts_on", "-pk")
    )
    return [_fact(row, day) for row in rows]


def _last_day_of(day):
    """The last day as the newest signed amendment that applies on `day` sets it, as text."""
    return (
        AmendmentChange.objects.filter(
            term="ends_on",
            amendment__agreement=OuterRef("pk"),
            amendment__signed_on__isnull=False,
            amendment__effective_on__lte=day,
        )
        .order_by("-amendment__effective_on", "-amendment_id")
        .values("new_value")[:1]
    )


def _fact(agreement, day):
    ends_on = date.fromisoformat(agreement.amended_end) if agreement.amended_end else None
    ends_on, umbrella = ends_on or agreement.ends_on, agreement.umbrella
    status = status_of(agreement, ends_on, day)
    return Facts(
        agreement=agreement,
        partners=[party.organization for party in agreement.partners],
        ends_on=ends_on,
        status=status,
        words=words_of(status, agreement),
        umbrella=umbrella if umbrella and umbrella.is_signed and umbrella.is_public else None,
    )


def status_of(agreement, ends_on, day):
    """Derived from the dates; only what the dates cannot say comes from the state."""
    state = Agreement.State
    if agreement.state in (state.TERMINATED, state.COMPLETED):
        return agreement.state
    if ends_on < day:
        return "ended"
    if agreement.state == state.SUSPENDED:
        return "suspended"
    if agreement.starts_on > day:
        return "not_started"
    return "ending" if ends_on <= day + ENDING else "running"


def words_of(status, agreement):
    if status == "terminated":
        return _("ended early on %(day)s") % {"day": date_format(agreement.terminated_on, "j F Y")}
    return {
        "not_started": _("signed, not begun yet"),
        "running": _("running"),
        "ending": _("running, ends within 90 days"),
        "suspended": _("suspended for now"),
        "completed": _("completed"),
        "ended": _("term has ended"),
    }[status]


# --- stories ---------------------------------------------------------------------------------


def counted():
    """The rows of the ledger that count a story: accepted and not taken back."""
    # Those of sessions have no story; one null in a NOT IN would leave nothing over.
    accepted = Claim.objects.filter(entry=Claim.Entry.ACCEPT, article__isnull=False)
    return accepted.filter(reversed_by__isnull=True)


def coverage_under(facts):
    """Public stories that count for one of these agreements."""
    keys = [fact.agreement.pk for fact in facts]
    claims = counted().filter(deliverable__agreement__in=keys)
    return Article.objects.published().filter(pk__in=claims.values("article"))


@dataclass(frozen=True)
class OtherCoverage:
    """`articles`: newest first, none of them counted for any agreement. `rule`: how it is found."""

    articles: object
    rule: str
    url: str  # all of them, those that count included


def coverage_besides(organization):
    """Stories about the same agency that no agreement counts.

    A government stands for its region: what is filed there. Any other organization is looked up
    by its name in the texts.
    """
    if organization.kind == organization.Kind.GOVERNMENT and organization.region:
        region = organization.region
        articles = Article.objects.listed_in_region(region)
        rule = _("Stories filed under %(region)s.") % {"region": region.name}
        url = region.get_absolute_url()
    else:
        name = str(organization)
        articles = search_articles(Article.objects.published().newest(), name)
        rule = _("Stories whose text holds all the words “%(name)s”.") % {"name": name}
        url = f"{reverse('articles:search')}?{urlencode({'q': name})}"
    return OtherCoverage(articles.exclude(pk__in=counted().values("article")), rule, url)


# --- trainings -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingFacts:
    """One training that was held, wholly or in part, as a reader sees it."""

    title: str
    topic: str
    organization: Organization  # whom it was for
    first: date  # of the sessions that took place
    last: date
    has_page: bool  # whether the organization has a page here


def trainings(limit):
    """[TrainingFacts] for those who have a page here or whose government has, newest first.

    One query.
    """
    organization = Q(organization__in=_with_page()) | Q(organization__parent__in=_with_page())
    under = Q(agreement__in=Agreement.objects.public())
    return _training_facts(Training.objects.public().filter(organization | under), limit)


def trainings_of(organization, facts, limit):
    """[TrainingFacts] for a partner, for its offices, and under these agreements. One query."""
    own = Q(organization=organization) | Q(organization__parent=organization)
    under = Q(agreement__in=[fact.agreement.pk for fact in facts])
    return _training_facts(Training.objects.public().filter(own | under), limit)


def _with_page():
    """Keys of the organizations that the pages of partners are about."""
    parties = Party.objects.filter(agreement__in=Agreement.objects.public())
    return parties.exclude(organization__kind="own").values("organization")


def _training_facts(found, limit):
    held = Session.objects.filter(
        training=OuterRef("pk"), cancelled_at__isnull=True, ends_at__lte=timezone.now()
    )
    page = _with_page().filter(organization=OuterRef("organization"))
    rows = (
        found.annotate(
            first_held=Subquery(held.order_by("starts_at").values("starts_at")[:1]),
            last_held=Subquery(held.order_by("-ends_at").values("ends_at")[:1]),
            has_page=Exists(page),
        )
        .select_related("organization")
        .only("title", "topic", "organization__name", "organization__slug")
        .order_by("-last_held", "-pk")
    )
    return [
        TrainingFacts(
            title=row.title,
            topic=row.topic,
            organization=row.organization,
            first=bureau_time(row.first_held).date(),
            last=bureau_time(row.last_held).date(),
            has_page=row.has_page,
        )
        for row in rows[:limit]
    ]


# --- papers ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verified:
    """A certificate as whoever holds it in hand may check it."""

    number: str
    facts: dict  # what was printed; without the name of somebody who was anonymised
    first: date
    last: date
    issued_on: date
    revoked_on: date | None


def verified(code):
    """The certificate of that code, or None. `code` as somebody typed or scanned it."""
    found = Certificate.objects.filter(code=bare_code(code)).only("facts", "revoked_at").first()
    if found is None:
        return None
    first, last, day = (date.fromisoformat(found.facts[name]) for name in ("first", "last", "day"))
    return Verified(
        number=found.facts["number"],
        facts=found.facts,
        first=first,
        last=last,
        issued_on=day,
        revoked_on=bureau_time(found.revoked_at).date() if found.revoked_at else None,
    )


def bare_code(typed):
    """The code as it is stored: in capitals, without the spaces and dashes between its groups."""
    return "".join(sign for sign in typed[:100].upper() if sign.isascii() and sign.isalnum())


def partner_paths():
    """Addresses of the partners' pages, for the sitemap."""
    parties = Party.objects.filter(agreement__in=Agreement.objects.public())
    slugs = parties.filter(~Q(organization__kind="own")).order_by("organization__slug")
    return [
        reverse("partnerships:partners"),
        *(
            reverse("partnerships:partner", args=[slug])
            for slug in slugs.values_list("organization__slug", flat=True).distinct()
        ),
    ]
