"""Generated partners, agreements in every state, and the ledger of claims over generated stories.

What is written is what the lifecycle and the ledger would have left: terms in order, signed states
complete, one line for one story, and no claim outside its term.
"""

import random
from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Region
from newsroom.archive.stories import BATCH, PREFIX
from partnerships.models import (
    Activity,
    Agreement,
    Claim,
    Deliverable,
    Organization,
    Party,
    StateChange,
)

OFFICES = [
    "Dinas Komunikasi dan Informatika", "Dinas Pertanian", "Dinas Pendidikan", "Dinas Pariwisata",
    "Dinas Kesehatan", "Dinas Perhubungan", "Badan Perencanaan", "Sekretariat DPRD",
]  # fmt: skip
S = Agreement.State
# The states by their share; what follows a state is reached through those before it.
STATES = {
    S.IN_FORCE: 55, S.COMPLETED: 18, S.EXPLORING: 6, S.OFFERED: 5, S.DRAFTING: 5, S.REVIEW: 3,
    S.SIGNATURE: 3, S.SUSPENDED: 2, S.TERMINATED: 2, S.CANCELLED: 1,
}  # fmt: skip
SIGNED = {S.IN_FORCE, S.COMPLETED, S.SUSPENDED, S.TERMINATED}
WAY = [
    ("offer", S.EXPLORING, S.OFFERED), ("draft", S.OFFERED, S.DRAFTING),
    ("review", S.DRAFTING, S.REVIEW), ("approve", S.REVIEW, S.SIGNATURE),
    ("confirm", S.SIGNATURE, S.IN_FORCE),
]  # fmt: skip
LAST = {S.COMPLETED: "complete", S.SUSPENDED: "suspend", S.TERMINATED: "terminate"}


def make_partners():
    """A government for each region with its offices; those that are there stay."""
    own, _new = Organization.objects.get_or_create(
        slug=f"{PREFIX}biro", defaults={"name": "Biro (arsip contoh)", "kind": "own"}
    )
    offices = []
    for region in Region.objects.order_by("pk"):
        slug = f"{PREFIX}{region.slug}"
        government, _new = Organization.objects.get_or_create(
            slug=slug,
            defaults={
                "name": f"Pemerintah {region.official_name} (arsip contoh)",
                "kind": "pemda",
                "region": region,
            },
        )
        Organization.objects.bulk_create(
            [
                Organization(
                    name=f"{name} {region.name} (arsip contoh)",
                    slug=f"{slug}-{number}",
                    kind="opd",
                    parent=government,
                    region=region,
                )
                for number, name in enumerate(OFFICES)
            ],
            ignore_conflicts=True,
        )
        offices += Organization.objects.filter(parent=government)
    return own, offices


class Register:
    """Makes `count` agreements around the stories of the last `days`, and `claims` rows."""

    def __init__(self, count, claims, *, days, people, seed=2022, now=None):
        self.count, self.claims, self.people = count, claims, people
        self.random = random.Random(seed)  # noqa: S311  (repeatable, not secret)
        self.now = now or timezone.now()
        self.today, self.days = timezone.localdate(self.now), days
        self.own, self.offices = make_partners()

    def write(self):
        """Yields how many rows each step wrote: agreements first, then claims."""
        with transaction.atomic():
            self._agreements()
        yield self.count
        rows = self._claims()
        for first in range(0, len(rows), BATCH):
            step = rows[first : first + BATCH]
            Claim.objects.bulk_create(step, batch_size=100)
            yield len(step)

    def _agreements(self):
        made = [self._agreement(number) for number in range(self.count)]
        Agreement.objects.bulk_create(made, batch_size=40)
        parties, lines, moves, steps = [], [], [], []
        for agreement in made:
            signed = agreement.state in SIGNED
            for order, side in enumerate([self.own, agreement.office], 1):
                number = f"{agreement.slug[-5:]}/{order}/PKS" if signed else ""
                parties.append(
                    Party(
                        agreement=agreement,
                        organization=side,
                        order=order,
                        # The register of real life lacks some.
                        number="" if order == 2 and self.random.random() < 0.1 else number,
                        signed_on=agreement.signed_on,
                    )
                )
            lines += self._lines(agreement)
            moves += self._moves(agreement)
            if self.random.random() < 0.5:
                steps.append(self._activity(agreement))
        Party.objects.bulk_create(parties, batch_size=100)
        Deliverable.objects.bulk_create(lines, batch_size=60)
        StateChange.objects.bulk_create(moves, batch_size=100)
        Activity.objects.bulk_create(steps, batch_size=60)
        self.lines = [line for line in lines if line.kind == Deliverable.Kind.NEWS]

    def _agreement(self, number):
        state = self.random.choices(list(STATES), list(STATES.values()))[0]
        length = self.random.choice([180, 365, 365, 730])
        starts = self.today - timedelta(days=self.random.randint(0, max(self.days, 30)))
        if state == S.COMPLETED:
            starts = self.today - timedelta(days=length + self.random.randint(1, 200))
        elif state not in SIGNED:
            starts = self.today + timedelta(days=self.random.randint(10, 60))
        office = self.random.choice(self.offices)
        agreement = Agreement(
            title=f"Kerja sama pemberitaan {office.name} {number + 1}",
            slug=f"{PREFIX}{number + 1:05}",
            type="" if state in (S.EXPLORING, S.OFFERED) else "pks",
            scope="Pemberitaan pembangunan daerah (arsip contoh).",
            starts_on=starts,
            ends_on=starts + timedelta(days=length - 1),
            signed_on=starts - timedelta(days=self.random.randint(0, 20))
            if state in SIGNED
            else None,
            terminated_on=self.today if state == S.TERMINATED else None,
            value=self.random.randint(20, 300) * 1_000_000,
            owner=self.random.choice(self.people),
            state=state,
        )
        began = agreement.signed_on or self.today
        agreement.office = office
        agreement.created_at = self._noon(began - timedelta(days=self.random.randint(30, 120)))
        return agreement

    def _lines(self, agreement):
        lines = [
            Deliverable(
                agreement=agreement,
                kind=Deliverable.Kind.NEWS,
                title="Berita pembangunan",
                quota_period=self.random.randint(2, 12),
                period=Deliverable.Period.MONTH,
            )
        ]
        if self.random.random() < 0.5:
            lines.append(
                Deliverable(
                    agreement=agreement,
                    kind=Deliverable.Kind.ADVERTORIAL,
                    title="Advertorial",
                    quota_total=self.random.randint(2, 12),
                    is_paid=True,
                    unit_price=self.random.randint(1, 5) * 1_000_000,
                )
            )
        return lines

    def _moves(self, agreement):
        """The way to its state, at even steps between its making and today (or its signing)."""
        reached = {to: n for n, (_move, _was, to) in enumerate(WAY, 1)}
        count = len(WAY) if agreement.state in SIGNED else reached.get(agreement.state, 0)
        way = WAY[:count]
        if agreement.state == S.CANCELLED:
            way = [*WAY[:2], ("cancel", S.DRAFTING, S.CANCELLED)]
        if last := LAST.get(agreement.state):
            way = [*way, (last, S.IN_FORCE, agreement.state)]
        end = self._noon(agreement.signed_on) if agreement.signed_on else self.now
        step = (end - agreement.created_at) / (len(way) + 1)
        return [
            StateChange(
                agreement=agreement,
                move=move,
                from_state=was,
                to_state=to,
                by=agreement.owner,
                at=agreement.created_at + step * (number + 1),
            )
            for number, (move, was, to) in enumerate(way)
        ]

    def _activity(self, agreement):
        return Activity(
            organization=agreement.office,
            agreement=agreement,
            kind=self.random.choice(Activity.Kind.values),
            at=agreement.created_at,
            summary="Pembahasan lingkup dan jadwal (arsip contoh).",
            next_step="Kirim rancangan terbaru",
            next_step_on=self.today + timedelta(days=self.random.randint(-10, 30)),
            owner=agreement.owner,
        )

    def _claims(self):
        """Accepted rows: each generated story at most once, on a line whose term holds its day."""
        stories = list(
            Article.objects.published(at=self.now)
            .filter(created_by__username__startswith=PREFIX, story_class="news")
            .order_by("first_published_at", "pk")
            .values_list("pk", "first_published_at")
        )
        days = [timezone.localdate(at) for _pk, at in stories]
        # The places of the stories that each line's term holds, the lines in turn.
        taken, rows = set(), []
        spans = defaultdict(tuple)
        for line in self.lines:
            agreement = line.agreement
            if agreement.state in (S.IN_FORCE, S.COMPLETED):
                first = bisect_right(days, agreement.starts_on - timedelta(days=1))
                spans[line] = (first, bisect_right(days, agreement.ends_on))
        open_lines = [line for line, (first, end) in spans.items() if end > first]
        for _try in range(self.claims * 4):
            if len(rows) >= self.claims or not open_lines:
                break
            line = self.random.choice(open_lines)
            place = self.random.randrange(*spans[line])
            if place in taken:
                continue
            taken.add(place)
            pk, at = stories[place]
            rows.append(
                Claim(
                    deliverable=line,
                    article_id=pk,
                    entry=Claim.Entry.ACCEPT,
                    by=self.random.choice(self.people),
                    at=at + timedelta(minutes=5),
                )
            )
        return rows

    def _noon(self, day):
        return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
