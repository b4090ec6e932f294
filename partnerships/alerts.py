"""What is due today, as plain rows: DESIGN.md's “Alerts”. Nothing is written or sent here.

A row says what is due now, whoever was told of it before: newsroom/alerting.py mails each step of
a series once to each person, and the desk's page shows them for as long as they are due. That a
day passed while the machine was down therefore loses nothing: what was due then still is, and of
several thresholds the tightest stands here alone.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from articles.models import ReplyRequest
from partnerships import lifecycle
from partnerships.alert_kinds import (
    ENDING,
    FINAL_DAYS,
    OF_AGREEMENTS,
    UNSIGNED_DAYS,
    USED_PERCENT,
    Kind,
)
from partnerships.models import (
    Activity,
    Agreement,
    Document,
    Evaluation,
    Obligation,
    Party,
    StateChange,
)
from partnerships.querysets import CLOSED
from partnerships.usage import end_of, usage_totals

S = Agreement.State
SIGNED_AND_OPEN = (S.IN_FORCE, S.SUSPENDED)
LATE, SOON, AHEAD, NOTE = SEVERITIES = ("late", "soon", "ahead", "note")
FROM_LINES = {Kind.PACE, Kind.USED}


@dataclass(frozen=True)
class Due:
    """One thing that is due. `day` is what it is about: the last day, the day it was promised for.

    `series` names the thing with whatever arms it again (the end date, the month); of its steps a
    higher one is tighter. `facts`: what its sentence says beyond that (alert_words.py).
    """

    kind: str
    series: str
    step: int
    subject: str
    pk: int
    title: str
    partner: str
    day: date
    days: int  # from today to `day`: below nought it is over
    severity: str
    owner: int | None  # whose it is; None: whoever answers for the kind
    agreement: int | None = None
    facts: dict = field(default_factory=dict, hash=False)

    @property
    def key(self):
        return f"{self.series}:{abs(self.step)}"


def due(today=None, *, kinds=None, owner=None):
    """[Due] on `day` (today), the most urgent first; of these `kinds`, or all of them.

    `owner`: only what is that person's own; rights of reply are everybody's who answers them.
    Ten queries at most, however many agreements there are.
    """
    today = today or timezone.localdate()
    kinds = frozenset(Kind) if kinds is None else frozenset(kinds)
    rows = []
    if kinds & OF_AGREEMENTS:
        parties = _parties(owner)
        agreements = list(_agreements(today, owner))
        for agreement in agreements:
            agreement.alert_parties = parties.get(agreement.pk, [])
            rows += [row for rule in _RULES if (row := rule(agreement, today))]
        if kinds & FROM_LINES:
            rows += _of_lines(agreements, today)
        if Kind.DUTY in kinds:
            rows += _duties(today, owner, parties)
    if Kind.STEP in kinds:
        rows += _steps(today, owner)
    if Kind.REPLY in kinds:
        rows += _replies(today)
    rows = [row for row in rows if row.kind in kinds]
    return sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), row.day, row.series))


def kinds_for(user):
    """The kinds that can concern `user`, by what the person may do, in the order of Kind."""
    wanted = set()
    if user.has_perm("articles.change_replyrequest"):
        wanted.add(Kind.REPLY)
    if user.has_perm("partnerships.view_activity"):
        wanted.add(Kind.STEP)  # whoever reads activities can be named to follow one up
    if user.has_perm(lifecycle.OFFICER):
        wanted |= OF_AGREEMENTS
    return [kind for kind in Kind if kind in wanted]


def is_for(row, user):
    """Whether a row of a kind of kinds_for(user) is meant for `user`."""
    if row.kind == Kind.REPLY or row.owner == user.pk:
        return True
    return row.kind != Kind.STEP and user.has_perm(lifecycle.HEAD)


def due_for(user, today=None, *, kinds=None):
    """[Due] for one person: their own, and for the head everybody's but the next steps."""
    wanted = set(kinds_for(user)) & set(Kind if kinds is None else kinds)
    owner = None if user.has_perm(lifecycle.HEAD) else user.pk
    found = due(today, kinds=wanted, owner=owner)
    return said_once([row for row in found if is_for(row, user)])


def said_once(rows):
    """`rows` for one reader: where the final report is overdue, that row tells of the end too."""
    final = {row.agreement for row in rows if row.kind == Kind.FINAL}
    return [
        row
        for row in rows
        if not (row.kind == Kind.END and row.days < 0 and row.agreement in final)
    ]


# What is read: the same few queries for one agreement and for hundreds.


def _agreements(today, owner):
    """Those that a rule can speak of, with all that the rules ask."""
    found = Agreement.objects.filter(state__in=(S.SIGNATURE, *SIGNED_AND_OPEN))
    own = {"agreement": OuterRef("pk")}
    moves = StateChange.objects.filter(**own, to_state=S.SIGNATURE).order_by("-at", "-id")
    reports = Document.objects.filter(**own, kind="report", versions__isnull=False)
    return (
        _owned(found, owner)
        .with_end(today)
        .annotate(
            is_renewed=Exists(Agreement.objects.signed().filter(renews=OuterRef("pk"))),
            to_signature_at=Subquery(moves.values("at")[:1]),
            has_report=Exists(reports),
            has_evaluation=Exists(Evaluation.objects.filter(**own)),
        )
        .defer("scope")
        .order_by("pk")
    )


def _owned(found, owner, name="owner"):
    return found if owner is None else found.filter(**{name: owner})


def _parties(owner):
    """{pk of an open agreement: its parties in their order}."""
    rows = Party.objects.exclude(agreement__state__in=CLOSED).select_related("organization")
    found = {}
    for party in _owned(rows, owner, "agreement__owner").order_by("order", "id"):
        found.setdefault(party.agreement_id, []).append(party)
    return found


def _partner(parties):
    return ", ".join(each.organization.name for each in parties if each.organization.kind != "own")


def _row(kind, agreement, today, day, severity, *, arm="", step=0, **facts):
    return Due(
        kind=kind,
        series=f"{kind}:{agreement.pk}:{arm}".rstrip(":"),
        step=step,
        subject="agreement",
        pk=agreement.pk,
        title=agreement.title,
        partner=_partner(agreement.alert_parties),
        day=day,
        days=(day - today).days,
        severity=severity,
        owner=agreement.owner_id,
        agreement=agreement.pk,
        facts=facts,
    )


# The rules: an agreement as _agreements() reads it, and the day; a row, or None.


def _end(agreement, today):
    """The tightest threshold that is reached; quiet once a successor is signed.

    After the last day it stays due until the agreement is completed: “in force” is not true of it.
    """
    if agreement.state not in SIGNED_AND_OPEN or agreement.is_renewed:
        return None
    last = agreement.term_ends_on
    left = (last - today).days
    reached = [threshold for threshold in ENDING if left <= threshold]
    if not reached:
        return None
    severity = LATE if left < 0 else SOON if left <= 30 else AHEAD
    # The end date is part of the name: an amendment that moves it arms all thresholds again.
    return _row(
        Kind.END, agreement, today, last, severity, arm=last.isoformat(), step=-min(reached)
    )


def _final(agreement, today):
    """A week after the end the report and the evaluation should be there."""
    last = agreement.term_ends_on
    if agreement.state not in SIGNED_AND_OPEN or (today - last).days <= FINAL_DAYS:
        return None
    missing = {"report": not agreement.has_report, "evaluation": not agreement.has_evaluation}
    if not any(missing.values()):
        return None
    day = last + timedelta(days=FINAL_DAYS)
    return _row(Kind.FINAL, agreement, today, day, LATE, arm=last.isoformat(), last=last, **missing)


def _unsigned(agreement, today):
    """Counted from the move into the state: sent back and approved again, it starts anew."""
    if agreement.state != S.SIGNATURE:
        return None
    since = timezone.localdate(agreement.to_signature_at or agreement.created_at)
    if (today - since).days <= UNSIGNED_DAYS:
        return None
    return _row(Kind.UNSIGNED, agreement, today, since, SOON, arm=since.isoformat())


def _number(agreement, today):
    """Whoever has signed has a number. Before the signing it may be missing."""
    signed = agreement.state in SIGNED_AND_OPEN or bool(agreement.signed_on)
    missing = [
        party
        for party in agreement.alert_parties
        if not party.number.strip() and (signed or party.signed_on)
    ]
    if not missing:
        return None
    days = [party.signed_on or agreement.signed_on for party in missing]
    since = min(filter(None, days), default=timezone.localdate(agreement.created_at))
    names = ", ".join(party.organization.name for party in missing)
    return _row(Kind.NUMBER, agreement, today, since, SOON, parties=names)


_RULES = (_end, _final, _unsigned, _number)


def _of_lines(agreements, today):
    """Pace and use of those that run today: three queries for all of them."""
    running = [
        each
        for each in agreements
        if each.state == S.IN_FORCE and each.starts_on <= today <= each.term_ends_on
    ]
    totals, rows = usage_totals(running, as_of=today), []
    for agreement in running:
        total = totals[agreement.pk]
        if total.pace and total.pace.verdict == "behind":
            rows.append(_behind(agreement, total, today))
        for line in total.lines:
            if row := _used(agreement, line, today):
                rows.append(row)
    return rows


def _behind(agreement, total, today):
    """Once in a calendar month: the month is part of the name."""
    return _row(
        Kind.PACE,
        agreement,
        today,
        today,
        SOON,
        arm=f"{today:%Y-%m}",
        used=total.used,
        quota=total.quota,
        delivered=round(100 * total.pace.delivered),
        elapsed=round(100 * total.pace.elapsed),
        weekly=total.pace.needed_per_week,
    )


def _used(agreement, usage, today):
    """Of what is promised over the whole term; another quota by an amendment arms it again."""
    if not usage.counted or not usage.quota:
        return None
    reached = [percent for percent in USED_PERCENT if usage.used * 100 >= usage.quota * percent]
    if not reached:
        return None
    line = usage.line
    row = _row(
        Kind.USED,
        agreement,
        today,
        today,
        NOTE,
        step=max(reached),
        line=line.title,
        used=usage.used,
        quota=usage.quota,
    )
    series = f"{Kind.USED}:{line.pk}:{usage.quota}"
    return _of_subject(row, subject="deliverable", pk=line.pk, series=series)


def _of_subject(row, **values):
    return Due(**{**vars(row), **values})


def _duties(today, owner, parties):
    """Reports and other obligations of ours whose day is over, of agreements that go on."""
    rows = (
        Obligation.objects.filter(side="ours", done_on__isnull=True, due_on__lt=today)
        .exclude(agreement__state__in=CLOSED)
        .select_related("agreement")
        .order_by("pk")
    )
    found = []
    for duty in _owned(rows, owner, "agreement__owner"):
        duty.agreement.alert_parties = parties.get(duty.agreement_id, [])
        row = _row(Kind.DUTY, duty.agreement, today, duty.due_on, LATE, text=duty.text)
        series = f"{Kind.DUTY}:{duty.pk}:{duty.due_on.isoformat()}"
        found.append(_of_subject(row, subject="obligation", pk=duty.pk, series=series))
    return found


def _steps(today, owner):
    # As they stand now: overdue(day) would look back at that day, and leave out what came later.
    late = Activity.objects.open_steps().filter(next_step_on__lt=today)
    rows = _owned(late, owner).select_related("organization")
    return [
        Due(
            kind=Kind.STEP,
            series=f"{Kind.STEP}:{row.pk}:{row.next_step_on.isoformat()}",
            step=0,
            subject="activity",
            pk=row.pk,
            title=row.organization.name,
            partner="",
            day=row.next_step_on,
            days=(row.next_step_on - today).days,
            severity=LATE,
            owner=row.owner_id,
            agreement=row.agreement_id,
            facts={"text": row.next_step},
        )
        for row in rows
    ]


def _replies(today):
    """Open requests whose clock runs out today, and those for which it has run out before."""
    rows = ReplyRequest.objects.filter(decided_at__isnull=True, due_at__lt=end_of(today))
    found = []
    for row in rows.select_related("article").defer("article__body").order_by("due_at", "id"):
        day, article = timezone.localdate(row.due_at, timezone.get_default_timezone()), row.article
        # A name that protects a child is not for a mail, nor for every desk.
        hidden = article.concerns_child and not article.is_public()
        found.append(
            Due(
                kind=Kind.REPLY,
                series=f"{Kind.REPLY}:{row.pk}",
                step=int(day < today),
                subject="replyrequest",
                pk=row.pk,
                title="" if hidden else article.headline,
                partner="",
                day=day,
                days=(day - today).days,
                severity=LATE if day < today else SOON,
                owner=None,
                facts={"at": row.due_at, "story": article.pk},
            )
        )
    return found
