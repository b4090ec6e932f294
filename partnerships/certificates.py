"""Certificates: issued to all who earned one, revoked one by one; numbers never come again."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships.attendance import attendance_of
from partnerships.certificate_pdf import pdf, pdf_of
from partnerships.models import Certificate
from partnerships.numbers import CERTIFICATE, next_numbers, number_text
from partnerships.people import one_line
from partnerships.refusals import refuse
from partnerships.signer import signer_of
from partnerships.training import locked

__all__ = ["issue", "pdf", "pdf_of", "revoke"]

ISSUE = "partnerships.issue_certificate"


@transaction.atomic
def issue(training, *, by, day=None, participants=None):
    """Issue certificates dated `day` (today) and return them: all of them, or none.

    `participants`: pks; by default everybody who earned one and holds none. Raises
    TrainingNotAllowed with every reason, that of one person under the pk.
    """
    training = locked(training, by, ISSUE)
    day, grid = day or timezone.localdate(), attendance_of(training)
    rows = {row.participant.pk: row for row in grid.rows}
    problems = _of_day(grid, day)
    if participants is None:
        chosen = [row for row in grid.rows if row.eligible]
        if not chosen:
            problems.append((None, _("Nobody has earned a certificate who does not hold one.")))
    else:
        wanted = set(participants)
        chosen = [row for pk, row in rows.items() if pk in wanted]
        if not wanted:
            problems.append((None, _("Choose at least one person.")))
        for pk in wanted - set(rows):
            problems.append((pk, _("This person is not on the list of the training.")))
        for row in chosen:
            problems += _of_row(row)
    refuse(problems)
    shared = _shared_facts(training, grid.sessions, day, by)
    numbers, now = next_numbers(CERTIFICATE, day.year, len(chosen)), timezone.now()
    return Certificate.objects.bulk_create(
        [
            _certificate(row.participant, number, shared, day, issued_at=now, issued_by=by)
            for row, number in zip(chosen, numbers, strict=True)
        ]
    )


@transaction.atomic
def revoke(certificate, *, by, reason):
    """Declare the certificate void, for good and with the reason. A new one may be issued."""
    locked(certificate.participant.training_id, by, ISSUE)
    certificate = Certificate.objects.get(pk=certificate.pk)
    reason = reason.strip()[:300]
    problems = [] if reason else [("reason", _("Write down why."))]
    if certificate.revoked_at:
        problems.append((None, _("It was revoked already.")))
    refuse(problems)
    certificate.revoked_at, certificate.revoked_by = timezone.now(), by
    certificate.revoke_reason = reason
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    return certificate


def _of_day(grid, day):
    if not grid.is_over:
        return [(None, _("The training is not over yet."))]
    if day > timezone.localdate():
        return [("day", _("That day has not come yet."))]
    if day < bureau_time(grid.sessions[-1].ends_at).date():
        return [("day", _("The training ended later than that day."))]
    return []


def _of_row(row):
    person = row.participant
    if row.certificate:
        values = {"name": person, "number": row.certificate}
        return [(person.pk, _("%(name)s holds certificate %(number)s.") % values)]
    return [(person.pk, f"{person}: {sentence}") for sentence in row.why_not]


def _shared_facts(training, sessions, day, by):
    places = {one_line(session.place) for session in sessions if session.place.strip()}
    name, title = signer_of(by)
    return {
        "training": one_line(training.title),
        "topic": one_line(training.topic),
        "organization": training.organization.name,
        "hours": round(sum(session.hours for session in sessions), 2),
        "first": bureau_time(min(s.starts_at for s in sessions)).date().isoformat(),
        "last": bureau_time(max(s.ends_at for s in sessions)).date().isoformat(),
        "place": places.pop() if len(places) == 1 else "",
        "day": day.isoformat(),
        "city": settings.BUREAU_CITY,
        "bureau": settings.BUREAU_NAME,
        "signer": name,
        "signer_title": title,
    }


def _certificate(participant, number, shared, day, **issued):
    person = {
        "number": number_text(CERTIFICATE, number, day),
        "name": one_line(participant.name),
        "nip": participant.nip,
        "office": one_line(participant.office),
    }
    return Certificate(
        participant=participant,
        year=day.year,
        number=number,
        facts={**person, **shared},
        **issued,
    )
