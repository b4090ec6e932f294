"""What the tests of the reports share: agreements of 2025 with everything that a report reads."""

import io
from datetime import UTC, date, datetime

from django.utils import timezone
from openpyxl import load_workbook

from articles.tests.factories import make_article, make_user
from partnerships import issuing
from partnerships.models import Activity, Evaluation, StateChange
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
    make_participant,
    make_training,
)

DAY = date(2025, 6, 30)
SPAN = {"first": date(2025, 6, 1), "last": DAY}


def at(month, day, hour=10):
    return datetime(2025, month, day, hour, tzinfo=timezone.get_default_timezone())


def signed(state="in_force", **values):
    """An agreement of 2025, kept since the beginning of that year."""
    defaults = {
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "created_at": at(1, 1),
    }
    return make_agreement(state, **{**defaults, **values})


def moved(agreement, name, was, to, when, note=""):
    return StateChange.objects.create(
        agreement=agreement, move=name, from_state=was, to_state=to, by=agreement.owner, at=when,
        note=note,
    )  # fmt: skip


def published(line, when, **values):
    story = make_article("published", publish_at=when, **values)
    make_claim(line, story, at=when)
    return story


def evaluated(agreement, first, last, text="Baik."):
    return Evaluation.objects.create(
        agreement=agreement, from_day=first, until_day=last, text=text, by=agreement.owner
    )


def step(agreement, text, on, *, when=None, done=None):
    return Activity.objects.create(
        organization=agreement.parties.last().organization, agreement=agreement, kind="call",
        at=when or at(5, 1), summary="-", next_step=text, next_step_on=on,
        next_step_done_at=done, owner=agreement.owner,
    )  # fmt: skip


def everything(text, n):
    """An agreement, one in preparation and a training with `text` wherever somebody may type."""
    name, short = f"{text} {n}", text[:80]
    owner = make_user("officer", byline=short)
    partner = make_organization(name=name[:160])
    agreement = signed(
        title=text[:200], partner=partner, owner=owner, signed_on=date(2025, 6, n),
        ends_on=date(2025, 8, n), value=1_250_000 * n,
    )  # fmt: skip
    agreement.parties.update(number=short)
    line = make_line(agreement, title=text[:160], quota_period=2, period="month")
    published(line, at(6, n), headline=text[:150])
    make_amendment(agreement, date(2025, 6, n), line=line, quota_period="3")
    evaluated(agreement, date(2025, 6, 1), date(2025, 6, n), text)
    moved(agreement, "confirm", "signature", "in_force", at(6, 1), note=text)
    waiting = signed("review", title=text[:200], renews=agreement, partner=partner, owner=owner)
    for each in (agreement, waiting):
        step(each, text[:200], date(2025, 6, 20))
    return agreement


def trained(texts):
    """A training with a participant for each of `texts`, and the first of them all around."""
    first = texts[0]
    training = make_training(
        title=first[:200], topic=first[:200], organization=make_organization(name=first[:160])
    )
    training.sessions.update(topic=first[:200], place=first[:160])
    for text in texts:
        training.sessions.get().speakers.create(name=text[:120])
        make_participant(
            training, "present", name=text[:120], office=text[:160], feedback=text, rating=4,
            pre_score=50, post_score=75,
        )  # fmt: skip
    return training


KINDS = {
    "register": {"as_of": DAY, "with_values": True},
    "ending": {"as_of": DAY, "days": 366},
    "pipeline": {"as_of": DAY},
    "fulfilment": {"month": date(2025, 6, 1)},
    "evaluation": SPAN,
    "audit": SPAN,
}


def issue(kind, by=None, **params):
    """As of the first of December 2025, but for a training, which is as it stands."""
    moment = {} if kind == "training" else {"at": at(12, 1).astimezone(UTC)}
    return issuing.issue(kind, by=by or make_user("head"), **moment, **params)


def book(paper):
    with paper.sheet.open("rb") as file:
        return load_workbook(io.BytesIO(file.read()))
