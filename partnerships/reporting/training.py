"""The recap of a training: sessions, who was there, scores, evaluation, certificates.

Personal data (UU 27/2022): `people` and `feedback` are for the paper alone; impersonal() says what
the database keeps of it.
"""

from collections import Counter

from django.utils import timezone

from articles.dates import bureau_time
from partnerships.attendance import attendance_of, evaluation_of
from partnerships.models import Session, Speaker
from partnerships.people import one_line
from partnerships.reporting.rows import iso

RATINGS = (5, 4, 3, 2, 1)


def facts(*, training):
    """The whole list of one training as it stands now. Seven queries, however many people."""
    grid, figures = attendance_of(training), evaluation_of(training)
    people = [_person(number, row) for number, row in enumerate(grid.rows, 1)]
    ratings = Counter(row.participant.rating for row in grid.rows)
    feedback = [row.participant.feedback.strip() for row in grid.rows]
    return {
        "as_of": iso(timezone.localdate(timezone=timezone.get_default_timezone())),
        "title": one_line(training.title),
        "topic": one_line(training.topic),
        "organization": one_line(training.organization.name),
        "agreement": one_line(training.agreement.title) if training.agreement else "",
        "owner": one_line(str(training.owner)),
        "min_attendance": training.min_attendance,
        "pass_score": training.pass_score,
        "sessions": _sessions(training),
        "people": people,
        "figures": {
            name: getattr(figures, name)
            for name in (
                "people", "pre", "pre_count", "post", "post_count", "gain", "gain_count",
                "rating", "rating_count",
            )
        },
        "ratings": [[rating, ratings[rating]] for rating in RATINGS],
        "feedback": sorted(filter(None, feedback)),  # by no order that tells whose it is
    }  # fmt: skip


def impersonal(facts):
    """`facts` without names, NIP, offices and opinions: what is kept when a person is erased."""
    people = [{**row, "name": "", "nip": "", "office": ""} for row in facts["people"]]
    return {**facts, "people": people, "feedback": []}


def _person(number, row):
    person = row.participant
    return {
        "number": number,
        "name": one_line(person.name),
        "nip": person.nip,
        "office": one_line(person.office),
        "marks": [str(mark) for mark in row.marks],
        "share": row.share,
        "pre": person.pre_score,
        "post": person.post_score,
        "certificate": str(row.certificate) if row.certificate else "",
    }


def _sessions(training):
    """Those called off too; `number` counts the others, whose marks the people carry."""
    speakers = {}
    for speaker in Speaker.objects.filter(session__training=training).select_related("user"):
        speakers.setdefault(speaker.session_id, []).append(one_line(str(speaker)))
    rows, number = [], 0
    for session in Session.objects.filter(training=training):
        number += not session.cancelled_at
        starts, ends = bureau_time(session.starts_at), bureau_time(session.ends_at)
        rows.append(
            {
                "number": 0 if session.cancelled_at else number,
                "topic": one_line(session.topic),
                "starts_at": starts.isoformat(timespec="minutes"),
                "ends_at": ends.isoformat(timespec="minutes"),
                "place": one_line(session.place),
                "hours": round(session.hours, 2),
                "speakers": speakers.get(session.pk, []),
                "cancelled": one_line(session.cancel_reason) if session.cancelled_at else "",
            }
        )
    return rows
