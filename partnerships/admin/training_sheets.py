"""The sheets of trainings: the list, and who takes part in one of them."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from articles.dates import bureau_time
from partnerships.admin import access
from partnerships.admin.export import answer
from partnerships.admin.sheet_columns import Sheet, day_of, read
from partnerships.admin.training_list import PHASES
from partnerships.attendance import attendance_of
from partnerships.models import Attendance, Training
from partnerships.sheets import Column


def _training_columns(user, _found):
    columns = [
        Column(_("state"), lambda row: PHASES[row.phase], width=14),
        Column(_("title"), lambda row: row.title, width=44),
        Column(_("topic"), lambda row: row.topic, width=40),
        Column(_("for which organization"), lambda row: row.organization.name, width=40),
        Column(_("agreement"), lambda row: row.agreement and row.agreement.title, width=40),
        Column(_("first day"), lambda row: day_of(row.first_at), "day"),
        Column(_("last day"), lambda row: day_of(row.last_at), "day"),
        Column(pgettext_lazy("training", "sessions"), lambda row: row.sessions_kept, "number"),
    ]
    if access.reads_people(user):
        columns += [
            Column(_("participants"), lambda row: row.participants_n, "number"),
            Column(_("certificates"), lambda row: row.certificates_n, "number"),
            Column(_("attendance for a certificate (%)"), lambda row: row.min_attendance, "number"),
            Column(_("score for a certificate"), lambda row: row.pass_score, "number"),
            Column(_("officer"), lambda row: str(row.owner)),
        ]
    return columns


def _training_rows(user, found):
    return read(user, found.select_related("organization", "owner"))


def _participant_columns(_user, grid):
    return [
        Column(_("name"), lambda row: row.participant.name, width=32),
        Column("NIP", lambda row: row.participant.nip),
        Column(_("office"), lambda row: row.participant.office, width=44),
        *[_session_column(place, each) for place, each in enumerate(grid.sessions)],
        Column(_("present (%)"), lambda row: row.share, "number"),
        Column(_("score before"), lambda row: row.participant.pre_score, "number"),
        Column(_("score after"), lambda row: row.participant.post_score, "number"),
        Column(_("rating (1 to 5)"), lambda row: row.participant.rating, "number"),
        Column(_("feedback"), lambda row: row.participant.feedback, width=50),
        Column(_("certificate"), lambda row: row.certificate and str(row.certificate)),
        Column(_("issued"), lambda row: row.certificate and _issued(row.certificate), "day"),
    ]


def _issued(certificate):
    return date.fromisoformat(certificate.facts["day"])


def _session_column(place, session):
    marks = dict(Attendance.Mark.choices)
    heading = f"{session.topic}, {bureau_time(session.starts_at):%d/%m/%Y}"
    return Column(heading, lambda row: marks.get(row.marks[place]), width=18)


def _participant_rows(_user, grid):
    return grid.rows


TRAININGS = Sheet("pelatihan", _("trainings"), _training_columns, _training_rows)
PARTICIPANTS = Sheet(
    "peserta", _("participants"), _participant_columns, _participant_rows, logged_as=Training
)


@require_safe
def export_participants(request, pk, *, model_admin):
    """Who takes part in one training: for those who may see the people only."""
    training = model_admin.visible_or_404(request, pk)
    if not access.reads_people(request.user):
        raise PermissionDenied
    grid = attendance_of(training)
    return answer(request, PARTICIPANTS, grid, facts=[(_("Training"), training)], number=pk)
