"""Contacts are personal data (UU 27/2022): how they are written, handed out and erased."""

import re
import unicodedata

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships.models import Activity, Contact, Participant, Signatory, Training

# Birth date 8, appointment 6, sex 1, serial 3. Contract staff (PPPK) have other months in the
# middle, so that a month is not checked there; what looks odd is never refused.
USUAL_NIP = re.compile(
    r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(19|20)\d\d\d\d[12]\d{3}", re.ASCII
)
FILLING = re.compile(r"[\s().\-/]+")
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NAMED_IN = 200  # rows of one export that repeat the person's name


def bare_nip(text):
    """The digits as they are stored, from what somebody typed with spaces or dots."""
    return FILLING.sub("", text)


def one_line(text):
    """`text` on one line, without the signs that only steer: controls, direction, nothing-wide."""
    kept = "".join(sign for sign in STEERING.sub(" ", text) if unicodedata.category(sign) != "Cf")
    return " ".join(kept.split())


def is_nip(digits):
    return len(digits) == 18 and digits.isascii() and digits.isdigit()


def nip_groups(nip):
    """“19800115 200501 1 002”: the groups that people read a NIP in."""
    return f"{nip[:8]} {nip[8:14]} {nip[14:15]} {nip[15:]}" if len(nip) == 18 else nip


def nip_looks_odd(nip):
    return bool(nip) and not USUAL_NIP.fullmatch(nip)


def normal_phone(text):
    """E.164 from 08…, 62… or +62… with spaces, dashes, dots; anything else as it was typed."""
    digits = FILLING.sub("", text)
    for start in ("+62", "62", "0"):
        if digits.startswith(start):
            return f"+62{digits.removeprefix(start).removeprefix('0')}"
    return digits


def may_erase(user):
    return user.has_perm("partnerships.delete_contact")


def may_export(user):
    return user.has_perm("partnerships.change_contact")


@transaction.atomic
def anonymise(contact, *, by):
    """Take the person out of the contact, and of the trainings that name the same NIP.

    Once only: the time of the first stays.
    """
    if not may_erase(by):
        raise PermissionDenied
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if not contact.anonymised_at:
        if contact.nip:  # whoever writes in the lists that name it waits, or is waited for
            lists = Training.objects.filter(participants__nip=contact.nip).order_by("pk")
            list(lists.select_for_update(of=("self",)))
        for participant in _trained(contact):
            participant.anonymise()
        contact.anonymise()
    return contact


def personal_data(contact, *, by):
    """All that the system holds of one person, as plain values for a file."""
    if not may_export(by):
        raise PermissionDenied
    named, signed = _mentions(contact)
    return {
        "exported_at": timezone.localtime().isoformat(timespec="seconds"),
        "organization": contact.organization.name,
        "name": contact.name,
        "title": contact.title,
        "acting": contact.acting,
        "nip": contact.nip,
        "phone": contact.phone,
        "email": contact.email,
        "valid_from": _iso(contact.valid_from),
        "valid_until": _iso(contact.valid_until),
        "anonymised_at": _iso(contact.anonymised_at),
        "named_in_activities": named,
        "signed": signed,
        "trained": [_as_participant(each) for each in _trained(contact)],
    }


def _as_participant(participant):
    return {
        "training": participant.training.title,
        "name": participant.name,
        "office": participant.office,
        "attendance": [[row.session.topic, row.mark] for row in participant.attendance.all()],
        "pre_score": participant.pre_score,
        "post_score": participant.post_score,
        "rating": participant.rating,
        "feedback": participant.feedback,
        "certificates": [str(paper) for paper in participant.certificates.all()],
    }


def _trained(contact):
    """Participants who are this person: a name is no proof, a NIP is."""
    found = Participant.objects.select_related("training")
    found = found.prefetch_related("attendance__session", "certificates")
    return found.filter(nip=contact.nip) if contact.nip else found.none()


def _mentions(contact):
    """Where the name stands in text that anonymising does not reach."""
    if contact.anonymised_at:
        return [], []
    activities = Activity.objects.filter(their_people__icontains=contact.name)
    signatures = Signatory.objects.filter(name__iexact=contact.name)
    named = [
        {"id": pk, "kind": kind, "at": _iso(at)}
        for pk, kind, at in activities.values_list("pk", "kind", "at")[:NAMED_IN]
    ]
    signed = [
        {"title": title, "organization": organization, "agreement": agreement}
        for title, organization, agreement in signatures.values_list(
            "title", "party__organization__name", "party__agreement__title"
        )[:NAMED_IN]
    ]
    return named, signed


def _iso(value):
    return value.isoformat() if value else None
