"""What a partner may know of its agreement: all that the private page shows passes through here.

Plain rows alone, so that no template can reach a value, a price, a contact, a note, an evaluation,
an internal document or another agreement. The queries do not grow with the rows.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships import usage
from partnerships.models import Agreement, Claim, Deliverable, DocumentVersion, Paper
from partnerships.public import status_of, words_of
from partnerships.terms import term_bar

PAPERS_SHOWN = 100


@dataclass(frozen=True)
class Facts:
    title: str
    type: str
    scope: str
    parties: list  # [(name, number or "")]
    starts_on: date | None
    ends_on: date | None  # with the amendments that apply
    signed_on: date | None
    status: str  # as of partnerships.public.Facts, or “signature”
    words: str
    bar: dict | None


@dataclass(frozen=True)
class Span:
    """One month of a line, or one period where it is promised by other ones."""

    first: date
    last: date
    delivered: int
    due: int | None = None  # with what was carried over; None: promised over the whole term only
    carried: int = 0
    missing: int = 0
    beyond: int = 0
    is_now: bool = False


@dataclass(frozen=True)
class Line:
    title: str
    kind: str
    office: str
    quota: int
    used: int
    per: str  # “10 per month”, or ""
    counted: bool  # whether the ledger says what is delivered
    unit: str  # what one of the quota is: story, session or training
    by_month: bool
    spans: list  # of Span, the newest first

    @property
    def missing(self):
        return max(0, self.quota - self.used)

    @property
    def beyond(self):
        return max(0, self.used - self.quota)

    @property
    def now(self):
        return next((span for span in self.spans if span.is_now and span.due is not None), None)


@dataclass(frozen=True)
class Story:
    headline: str  # without a word that tells who a child is
    url: str  # "" where the address would tell
    published_at: datetime
    label: str
    disclosure: str
    line: str
    corrected: bool
    retracted: bool


@dataclass(frozen=True)
class TrainingRow:
    title: str
    topic: str
    first: date | None
    last: date | None
    state: str  # planned, running or held
    words: str


def facts_of(agreement, today):
    """`agreement`: loaded with AgreementQuerySet.with_end(). One query."""
    ends_on = agreement.term_ends_on
    status = status_of(agreement, ends_on, today) if agreement.is_signed else "signature"
    parties = agreement.parties.select_related("organization")
    return Facts(
        title=agreement.title,
        type=agreement.get_type_display(),
        scope=agreement.scope,
        parties=[(party.organization.name, party.number) for party in parties],
        starts_on=agreement.starts_on,
        ends_on=ends_on,
        signed_on=agreement.signed_on,
        status=status,
        words=words_of(status, agreement) if agreement.is_signed else _("awaiting signature"),
        bar=term_bar(agreement.starts_on, ends_on, today),
    )


def lines_of(agreement, today):
    """[Line] in the order of the agreement. Three queries."""
    return [_line(row) for row in usage.usage(agreement, as_of=today)]


def _line(row):
    line = row.line
    per = ""
    if row.terms.quota_period:
        values = {"number": row.terms.quota_period, "period": line.get_period_display()}
        per = _("%(number)s a %(period)s") % values
    return Line(
        title=line.title,
        kind=line.get_kind_display(),
        office=line.organization.name if line.organization else "",
        quota=row.quota,
        used=row.used,
        per=per,
        counted=row.counted,
        unit="story" if row.takes_stories else line.measure,
        by_month=line.period in ("", Deliverable.Period.MONTH),
        spans=list(reversed(_periods(row) if row.periods else _months(row))),
    )


def _periods(row):
    spans = []
    for period in row.periods:
        is_now = period == row.current
        spans.append(
            Span(
                first=period.first,
                last=period.last,
                delivered=period.used,
                due=period.due,
                carried=max(0, period.carried),
                # Of a month that runs nothing is missing yet.
                missing=0 if is_now else period.missing,
                beyond=period.surplus,
                is_now=is_now,
            )
        )
    return spans


def _months(row):
    """A line promised over the whole term: what came in each month so far."""
    if not row.days:
        return []
    first, last = row.days[0][0], max(row.days[-1][0], min(row.as_of, row.ends_on))
    return [
        Span(
            first=begin,
            last=end,
            delivered=sum(n for day, n in row.days if begin <= day <= end),
            is_now=begin <= row.as_of <= end,
        )
        for begin, end in usage.periods_of(first, last, "month")
    ]


@dataclass(frozen=True)
class Sum:
    """Lines of one unit together: what the first screen says. `now`: of the months that run."""

    unit: str
    used: int
    quota: int
    beyond: int
    due_now: int
    used_now: int

    @property
    def percent(self):
        return round(100 * self.used / self.quota) if self.quota else 0


def sums_of(lines):
    """[Sum] of stories, sessions and trainings, as far as the agreement promises any.

    One line's surplus does not hide what another lacks.
    """
    found = []
    for unit in ("story", *Deliverable.Measure.values[1:]):
        of_kind = [line for line in lines if line.counted and line.unit == unit]
        if of_kind:
            running = [line.now for line in of_kind if line.by_month and line.now]
            found.append(
                Sum(
                    unit=unit,
                    used=sum(min(line.used, line.quota) for line in of_kind),
                    quota=sum(line.quota for line in of_kind),
                    beyond=sum(line.beyond for line in of_kind),
                    due_now=sum(span.due for span in running),
                    used_now=sum(min(span.delivered, span.due) for span in running),
                )
            )
    return found


def stories_of(agreement, today):
    """The rows of the ledger behind the count, to be paged: articles.paging.keyset_page().

    And those that counted until their story was retracted. story_row() says what is shown of one.
    """
    now = timezone.now()
    counted = usage.in_term(
        usage.counted_claims([agreement.pk], today), agreement, agreement.term_ends_on
    )
    taken_back = Q(
        article__status="retracted",
        article__first_published_at__lte=now,
        # By the retraction itself: what the head took back before did not count by then.
        reversed_by__at__gte=F("article__retracted_at"),
    )
    later = Claim.objects.filter(
        deliverable=OuterRef("deliverable"),
        article=OuterRef("article"),
        entry=Claim.Entry.ACCEPT,
        pk__gt=OuterRef("pk"),
    )
    rows = Claim.objects.filter(
        Q(pk__in=counted.values("pk")) | taken_back,
        ~Exists(later),
        deliverable__agreement=agreement,
        entry=Claim.Entry.ACCEPT,
        article__isnull=False,
    )
    return rows.annotate(publish_at=F("article__first_published_at")).select_related(
        "article", "deliverable"
    ).only(
        "deliverable__title", "article__headline", "article__slug", "article__status",
        "article__first_published_at", "article__corrected_at", "article__story_class",
        "article__disclosure", "article__retraction_hides_identity", "entry",
    )  # fmt: skip


def story_row(claim):
    article = claim.article
    hidden = article.retraction_hides_identity
    return Story(
        headline=str(article),
        url="" if hidden else article.get_absolute_url(),
        published_at=article.first_published_at,
        label=article.label,
        disclosure="" if hidden else article.disclosure,
        line=claim.deliverable.title,
        corrected=bool(article.corrected_at),
        retracted=article.status == article.Status.RETRACTED,
    )


def trainings_of(agreement):
    """[TrainingRow] under this agreement, the newest first: no people, no scores. One query."""
    words = {"planned": _("planned"), "running": _("running"), "held": _("held")}
    rows = agreement.trainings.with_days().only("title", "topic", "agreement")
    return [
        TrainingRow(
            title=row.title,
            topic=row.topic,
            first=bureau_time(row.first_at).date() if row.first_at else None,
            last=bureau_time(row.last_at).date() if row.last_at else None,
            state=row.phase,
            words=words[row.phase],
        )
        for row in rows.order_by(F("first_at").desc(nulls_first=True), "-pk")
    ]


@dataclass(frozen=True)
class DocumentRow:
    pk: int  # of the version
    title: str
    kind: str
    day: datetime
    size: int


@dataclass(frozen=True)
class PaperRow:
    pk: int
    kind: str
    number: str
    first: date | None
    last: date | None
    issued_on: date
    has_sheet: bool
    verify_url: str


def shared_versions(agreement):
    """The newest version of each document that is shared: what came before it was replaced."""
    later = DocumentVersion.objects.filter(
        document=OuterRef("document"), number__gt=OuterRef("number")
    )
    rows = DocumentVersion.objects.filter(
        ~Exists(later), document__agreement=agreement, document__shared=True
    )
    return rows.select_related("document").order_by("document__kind", "document_id")


def documents_of(agreement):
    return [
        DocumentRow(
            pk=row.pk,
            title=row.document.title,
            kind=row.document.get_kind_display(),
            day=row.at,
            size=row.size,
        )
        for row in shared_versions(agreement)
    ]


def shared_papers(agreement):
    """Papers in force that are shared and name no price, without their facts."""
    rows = Paper.objects.for_partner().filter(agreement=agreement, shared=True)
    return rows.listed().order_by("-issued_at", "-pk")[:PAPERS_SHOWN]


def papers_of(agreement):
    return [
        PaperRow(
            pk=row.pk,
            kind=row.get_kind_display(),
            number=row.name,
            first=row.first_day,
            last=row.last_day,
            issued_on=row.issued_on,
            has_sheet=bool(row.sheet),
            verify_url=row.get_absolute_url(),
        )
        for row in shared_papers(agreement)
    ]


def agreement_of(link, today):
    """The agreement of a link, loaded as the functions above need it. One query."""
    return Agreement.objects.with_end(today).get(pk=link.agreement_id)
