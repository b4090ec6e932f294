"""The recap of a training: sessions, who was there, scores, evaluation, certificates.

Personal data (UU 27/2022): `people` and `feedback` are for the paper alone; impersonal() says what
the database keeps of it.
"""

from collections import Counter

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.dates import bureau_time
from partnerships.attendance import attendance_of, evaluation_of
from partnerships.models import Attendance, Session, Speaker
from partnerships.people import nip_groups, one_line
from partnerships.reporting.layout import Col, Report, Table, Text, counted, day_words
from partnerships.reporting.rows import iso

RATINGS = (5, 4, 3, 2, 1)
MOST_MARKS = 16  # that one table holds beside the people
# The letters that an attendance list uses: hadir, izin, alpa.
MARKS = {"present": "H", "excused": "I", "absent": "A", "": "–"}


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


def withholds(paper):
    """Whether somebody on the list was taken out since: the files still name them. One query."""
    return paper.training.participants.filter(anonymised_at__gt=paper.issued_at).exists()


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


def report(facts):
    """The recap as a paper, in the active language."""
    return Report(
        heading=_("Training recap"),
        about=_about(facts),
        parts=[
            _session_table(facts),
            *_attendance_tables(facts),
            Table(
                _("Tests and ratings"),
                _figure_columns(),
                _figure_rows(facts),
                empty=_("No test and no rating is recorded."),
                narrow=True,
            ),
            *_opinions(facts),
        ],
        flipped=True,
        note=_("Personal data (UU 27/2022): hand it to nobody who may not see it."),
    )


def _about(facts):
    held = [row for row in facts["sessions"] if row["number"]]
    needed = _("present at %(share)s %% of the sessions") % {"share": facts["min_attendance"]}
    if facts["pass_score"] is not None:
        needed = _("%(needed)s, score %(score)s") % {
            "needed": needed,
            "score": facts["pass_score"],
        }
    issued = sum(bool(row["certificate"]) for row in facts["people"])
    rows = [
        (_("Training"), facts["title"]),
        (_("Topic"), facts["topic"]),
        (pgettext("training", "For"), facts["organization"]),
        (_("Agreement"), facts["agreement"]),
        (_("Officer"), facts["owner"]),
        (_("As of"), day_words(facts["as_of"])),
        (pgettext("length", "Hours"), floatformat(sum(row["hours"] for row in held))),
        (_("Participants"), counted(len(facts["people"]))),
        (_("For a certificate"), needed),
        (_("Certificates in force"), counted(issued)),
    ]
    return [(name, value) for name, value in rows if value]


def _session_table(facts):
    columns = [
        Col(pgettext("count", "No."), lambda row: row["number"] or None, "number", 0.4),
        Col(pgettext("training", "session"), "topic", width=3),
        Col(pgettext("training", "begins"), "starts_at", "moment", 1.6),
        Col(pgettext("training", "ends"), "ends_at", "moment", 1.6),
        Col(pgettext("location", "place"), "place", width=1.6),
        Col(_("speakers"), "speakers", width=2),
        Col(_("called off"), "cancelled", width=1.5, optional=True),
    ]
    return Table(
        pgettext("training", "Sessions"),
        columns,
        facts["sessions"],
        empty=_("There is no session."),
    )


def _attendance_tables(facts):
    """The list of people with their marks; the marks of many sessions in tables of their own."""
    kept = [row["number"] for row in facts["sessions"] if row["number"]]
    marks = [Col(str(n), _mark_at(place), width=0.35) for place, n in enumerate(kept)]
    number = Col(pgettext("count", "No."), "number", "number", 0.5)
    name = Col(_("name"), lambda row: row["name"] or _("(name removed)"), width=2.6)
    columns = [
        number,
        name,
        Col("NIP", lambda row: nip_groups(row["nip"]), width=2),
        Col(_("office"), "office", width=2.6),
        *(marks if len(marks) <= MOST_MARKS else []),
        Col(pgettext("share", "present"), lambda row: _share(row), "percent", 0.8),
        Col(pgettext("score", "before"), "pre", "number", 0.9, optional=True),
        Col(pgettext("score", "after"), "post", "number", 0.9, optional=True),
        Col(_("certificate"), "certificate", width=2.4, optional=True),
    ]
    note = _("Marks: %(marks)s.") % {
        "marks": ", ".join(f"{sign} = {_mark_words(mark)}" for mark, sign in MARKS.items())
    }
    people, empty = facts["people"], _("Nobody is on the list.")
    tables = [Table(_("Participants and attendance"), columns, people, note=note, empty=empty)]
    if len(marks) > MOST_MARKS:
        for first in range(0, len(marks), MOST_MARKS):
            some = marks[first : first + MOST_MARKS]
            span = {"first": first + 1, "last": first + len(some)}
            title = _("Attendance, sessions %(first)s to %(last)s") % span
            tables.append(Table(title, [number, name, *some], people, empty=empty))
    return tables


def _share(row):
    return None if row["share"] is None else row["share"] / 100


def _mark_at(place):
    return lambda row: MARKS[row["marks"][place]]


def _mark_words(mark):
    return str(Attendance.Mark(mark).label) if mark else _("not recorded")


def _figure_columns():
    return [
        Col(_("what"), "what", width=3),
        Col(pgettext("figure", "mean"), "mean", "decimal"),
        Col(_("of how many"), "count", "number"),
    ]


def _figure_rows(facts):
    figures = facts["figures"]
    names = [
        (_("score before"), "pre"),
        (_("score after"), "post"),
        (_("gain, of those who took both tests"), "gain"),
        (_("rating (1 to 5)"), "rating"),
    ]
    rows = [
        {"what": words, "mean": figures[name], "count": figures[f"{name}_count"]}
        for words, name in names
    ] + [
        {"what": _("rating %(n)s") % {"n": rating}, "mean": None, "count": count}
        for rating, count in facts["ratings"]
    ]
    return [row for row in rows if row["count"]]


def _opinions(facts):
    if not facts["feedback"]:
        return []
    return [Text(_("What the participants say"), [f"“{text}”" for text in facts["feedback"]])]
