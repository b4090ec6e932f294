"""Rows for tests: a partner, an agreement in any state, a line, a training."""

import hashlib
import itertools
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.dates import bureau_time
from articles.private_links import digest, new_token
from articles.tests.factories import make_user
from partnerships.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    Attendance,
    Claim,
    Deliverable,
    Document,
    Organization,
    Paper,
    Participant,
    PartnerLink,
    Party,
    Session,
    Signatory,
    Training,
)

_numbers = itertools.count(1)
SIGNED = {"in_force", "suspended", "terminated", "completed"}


def make_organization(kind="pemda", **values):
    n = next(_numbers)
    defaults = {"name": f"Instansi {n}", "slug": f"instansi-{n}", "kind": kind}
    if kind == "opd" and "parent" not in values:
        values["parent"] = make_organization()
    return Organization.objects.create(**{**defaults, **values})


def make_agreement(state="exploring", *, partner=None, **values):
    """An agreement between our own side and `partner`; signed states have all they need.

    The state is written here, not reached by moves: a test of a move makes its own.
    """
    n, today = next(_numbers), timezone.localdate()
    defaults = {
        "title": f"Kerja sama {n}",
        "slug": f"kerja-sama-{n}",
        "type": "pks",
        "scope": "Pemberitaan pembangunan daerah.",
        "owner": values.pop("owner", None) or make_user("officer"),
        "starts_on": today - timedelta(days=100),
        "ends_on": today + timedelta(days=265),
    }
    if state in SIGNED:
        defaults["signed_on"] = values.get("starts_on") or defaults["starts_on"]
    if state == "terminated":
        defaults["terminated_on"] = today
    agreement = Agreement.objects.create(**{**defaults, **values, "state": state})
    own = Organization.objects.filter(kind="own").first() or make_organization("own")
    for order, organization in enumerate([own, partner or make_organization()], 1):
        party = Party.objects.create(
            agreement=agreement,
            organization=organization,
            order=order,
            number=f"{n}/PKS/{order}" if state in SIGNED else "",
            signed_on=agreement.signed_on,
        )
        if state in SIGNED:
            Signatory.objects.create(party=party, name=f"Penanda {n}", title="Kepala")
    return agreement


def make_line(agreement=None, **values):
    defaults = {"kind": "news", "title": "Berita pembangunan"}
    if "quota_total" not in values and "quota_period" not in values:
        defaults["quota_total"] = 10
    if values.get("kind") == "training":
        defaults["measure"] = "session"
    return Deliverable.objects.create(
        agreement=agreement or make_agreement("in_force"), **{**defaults, **values}
    )


def make_partner_link(agreement, *, days=30, by=None, **values):
    """(link, its address): written here, without asking who may give one."""
    token, now = new_token(), timezone.now()
    link = PartnerLink.objects.create(
        agreement=agreement,
        token_sha256=digest(token),
        by=by or agreement.owner,
        **{"reader": "Diskominfo", "at": now, "expires_at": now + timedelta(days=days), **values},
    )
    return link, f"/p/{token}/"


def make_document(agreement, title="Naskah", *, shared=True, content=b"%PDF-1.4 isi", **values):
    """A paper with one version, and its file; returns the version."""
    document, made = Document.objects.get_or_create(
        agreement=agreement, title=title, defaults={"kind": "scan", "shared": shared, **values}
    )
    number = 1 if made else document.versions.count() + 1
    name = f"naskah-{number}.pdf"
    return document.versions.create(
        number=number, file=SimpleUploadedFile(name, content), name=name, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), by=agreement.owner,
    )  # fmt: skip


def make_paper(agreement, kind="proof", **values):
    """A paper as issuing.py writes it, with files that say nothing."""
    n, today = next(_numbers), timezone.localdate()
    defaults = {
        "first_day": today - timedelta(days=30),
        "last_day": today,
        "as_of": today,
        "facts": {"number": f"{n:03d}/BT/ANTARA-SUMUT/XII/2026", "stories": []},
        "facts_sha256": "0" * 64,
        "pdf_sha256": "0" * 64,
        "pdf": SimpleUploadedFile("pdf", b"%PDF-1.7 bukti"),
        "shared": True,
        "issued_by": agreement.owner,
    }
    return Paper.objects.create(
        kind=kind, year=today.year, number=n, agreement=agreement, **{**defaults, **values}
    )


def make_amendment(agreement, effective_on, *, line=None, signed=True, **changes):
    """Signed here by writing it, not by terms.sign_amendment(); `changes`: term=new value."""
    amendment = Amendment.objects.create(
        agreement=agreement, title="Adendum", effective_on=effective_on
    )
    for term, value in changes.items():
        AmendmentChange.objects.create(
            amendment=amendment,
            term=term,
            deliverable=None if term in ("ends_on", "value") else line,
            new_value=value,
        )
    if signed:
        amendment.signed_on = agreement.signed_on or effective_on
        amendment.save()
    return amendment


def make_claim(line, source, entry="accept", *, by=None, **values):
    """A row as ledger.py would write it, without asking its rules."""
    if isinstance(source, Session):
        values |= {"session": source, "by": by or source.training.owner}
    else:
        values |= {"article": source, "by": by or source.created_by}
    return Claim.objects.create(deliverable=line, entry=entry, **values)


def on_one_day(days, hours):
    """When a session of so many hours begins that many days from now. Around midnight some hours
    earlier, so that it ends on the day on which it began; today's (0) begins now, whatever it is.
    """
    starts_at = timezone.now() + timedelta(days=days)
    ends_at = starts_at + timedelta(hours=hours)
    if days and bureau_time(starts_at).date() != bureau_time(ends_at).date():
        starts_at -= timedelta(hours=hours)
    return starts_at


def make_training(**values):
    """A training of one session that was held yesterday; `sessions`: [(days from now, hours)]."""
    sessions = values.pop("sessions", [(-1, 2)])
    n = next(_numbers)
    defaults = {"title": f"Pelatihan {n}", "topic": "Menulis siaran pers"}
    if "organization" not in values:
        defaults["organization"] = make_organization()
    if "owner" not in values:
        defaults["owner"] = make_user("officer")
    training = Training.objects.create(**{**defaults, **values})
    for place, (days, hours) in enumerate(sessions, 1):
        starts_at = on_one_day(days, hours)
        training.sessions.create(
            topic=f"Sesi {place}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
        )
    return training


def make_participant(training=None, mark="", **values):
    """On the list; with `mark` at every session where one is given."""
    n = next(_numbers)
    defaults = {"name": f"Peserta {n}", "office": "Dinas Kominfo"}
    participant = Participant.objects.create(
        training=training or make_training(), **{**defaults, **values}
    )
    if mark:
        for session in participant.training.sessions.all():
            Attendance.objects.create(participant=participant, session=session, mark=mark)
    return participant


def make_session(training=None, *, days=-1, present=(), **values):
    """A sitting of two hours that began that many days from now; `present`: who was there."""
    starts_at = values.pop("starts_at", timezone.now() + timedelta(days=days))
    session = Session.objects.create(
        training=training or make_training(sessions=[]),
        topic=values.pop("topic", f"Sesi {next(_numbers)}"),
        starts_at=starts_at,
        ends_at=values.pop("ends_at", starts_at + timedelta(hours=2)),
        **values,
    )
    for participant in present:
        Attendance.objects.create(session=session, participant=participant, mark="present")
    return session


def make_held(agreement=None, people=1, sessions=1, **values):
    """A training that is over, with everybody present at all of it."""
    days = [(place - sessions, 2) for place in range(sessions)]
    training = make_training(agreement=agreement, sessions=days, **values)
    for _ in range(people):
        make_participant(training, "present")
    return training
