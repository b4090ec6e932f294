"""What the page of one training shows, for the one who asks. The queries do not grow with rows."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.admin import access
from partnerships.admin.training_list import days_of
from partnerships.attendance import attendance_of, evaluation_of
from partnerships.models import Agreement, Certificate, Claim, Deliverable, Organization, Training
from partnerships.people import nip_groups, nip_looks_odd

CLAIM_WORDS = {
    "propose": gettext_lazy("“%(session)s” proposed for “%(line)s”"),
    "accept": gettext_lazy("“%(session)s” counts towards “%(line)s”"),
    "decline": gettext_lazy("“%(session)s” declined for “%(line)s”"),
    "reverse": gettext_lazy("“%(session)s” no longer counts towards “%(line)s”"),
}


def context(user, training):
    sessions = list(training.sessions.prefetch_related("speakers__user"))
    found = {
        "days": days_of(training),
        # Asked by those alone who read the facts and have no form.
        "is_shown": Training.objects.shown().filter(pk=training.pk).exists,
        "sessions": sessions,
        "cancelled": [session for session in sessions if session.cancelled_at],
        "reads_people": access.reads_people(user),
        "works": access.works_on_trainings(user),
        "issues": access.issues_certificates(user),
    }
    if not found["reads_people"]:
        return found
    grid = attendance_of(training)
    papers = Certificate.objects.filter(participant__training=training).select_related(
        "participant", "issued_by", "revoked_by"
    )
    found |= {
        "grid": grid,
        "people": people_of(grid),
        "per_session": per_session(grid),
        "eligible": [row for row in grid.rows if row.eligible],
        "not_eligible": [row for row in grid.rows if row.why_not and not row.certificate],
        "certificates": list(papers.order_by("year", "number")),
        "figures": evaluation_of(training),
        "opinions": [row.participant for row in grid.rows if row.participant.feedback],
        "materials": list(training.materials.select_related("by")),
    }
    found["in_force"] = [paper for paper in found["certificates"] if not paper.revoked_at]
    found["progress"] = progress(found)
    found["history"] = history(training, found)
    if found["works"]:
        from partnerships.admin.training_materials import MaterialForm  # it shows this page

        found["next"] = next_steps(training, found)
        found["material_form"] = MaterialForm()
    return found


def people_of(grid):
    """[(GridRow, NIP in groups, whether it looks odd)]"""
    rows = ((row, row.participant.nip) for row in grid.rows)
    return [(row, nip_groups(nip), nip_looks_odd(nip)) for row, nip in rows]


def per_session(grid):
    """[(session, {mark: how many}, how many are not recorded)]"""
    found = []
    for place, session in enumerate(grid.sessions):
        marks = [row.marks[place] for row in grid.rows]
        counts = {mark: marks.count(mark) for mark in ("present", "excused", "absent")}
        found.append((session, counts, marks.count("")))
    return found


def unrecorded(found):
    """Sessions that are over and have somebody without a mark."""
    return [
        session for session, _counts, blank in found["per_session"] if blank and session.is_over()
    ]


def progress(found):
    """How far it is, in words."""
    grid = found["grid"]
    held, total = sum(session.is_over() for session in grid.sessions), len(grid.sessions)
    words = [
        ngettext("%(held)s of %(total)s session held", "%(held)s of %(total)s sessions held", total)
        % {"held": held, "total": total},
        ngettext("%(n)s participant", "%(n)s participants", len(grid.rows)) % {"n": len(grid.rows)},
    ]
    if in_force := len(found["in_force"]):
        words.append(
            ngettext("%(n)s certificate", "%(n)s certificates", in_force) % {"n": in_force}
        )
    return words


def next_steps(training, found):
    """[(sentence, address)]: what the officer does next, the most pressing first."""
    grid, pk, steps = found["grid"], training.pk, []
    if not grid.sessions:
        steps.append((_("Add the sessions: day, time, speakers."), "#sessions"))
    if not grid.rows:
        url = reverse("admin:partnerships_training_participants", args=[pk])
        steps.append((_("Take over the list of participants."), url))
    elif sessions := unrecorded(found):
        sentence = ngettext(
            "Record who was at %(n)s session.", "Record who was at %(n)s sessions.", len(sessions)
        )
        url = reverse("admin:partnerships_training_attendance", args=[pk])
        steps.append((sentence % {"n": len(sessions)}, url))
    missing = sum(1 for row in grid.rows if row.participant.post_score is None)
    if grid.is_over and training.pass_score is not None and missing:
        sentence = ngettext(
            "Write down the score of %(n)s participant.",
            "Write down the scores of %(n)s participants.",
            missing,
        )
        url = reverse("admin:partnerships_training_scores", args=[pk])
        steps.append((sentence % {"n": missing}, url))
    if found["eligible"] and found["issues"]:
        number = len(found["eligible"])
        sentence = ngettext("Issue %(n)s certificate.", "Issue %(n)s certificates.", number)
        url = reverse("admin:partnerships_training_issue", args=[pk])
        steps.append((sentence % {"n": number}, url))
    return steps


def history(training, found):
    """[(moment, sentence, who or None, note)], the newest first."""
    rows = [(training.created_at, _("Planned"), None, "")]
    for session in found["cancelled"]:
        sentence = _("“%(session)s” called off") % {"session": session}
        rows.append((session.cancelled_at, sentence, None, session.cancel_reason))
    for each in found["materials"]:
        rows.append((each.at, _("Material “%(title)s” added") % {"title": each}, each.by, ""))
    rows += _of_certificates(found["certificates"])
    claims = Claim.objects.filter(session__training=training)
    for claim in claims.select_related("deliverable", "session", "by"):
        words = {"session": claim.session, "line": claim.deliverable}
        rows.append((claim.at, CLAIM_WORDS[claim.entry] % words, claim.by, claim.note))
    return sorted(rows, key=lambda row: row[0], reverse=True)


def _of_certificates(papers):
    rows = []
    for at, group in groupby(
        sorted(papers, key=lambda p: (p.issued_at, p.number)), lambda p: p.issued_at
    ):
        issued = list(group)
        if len(issued) == 1:
            sentence = _("Certificate %(number)s issued") % {"number": issued[0]}
        else:
            words = {"n": len(issued), "first": issued[0], "last": issued[-1]}
            sentence = _("%(n)s certificates issued: %(first)s to %(last)s") % words
        rows.append((at, sentence, issued[0].issued_by, ""))
    for paper in papers:
        if paper.revoked_at:
            sentence = _("Certificate %(number)s revoked") % {"number": paper}
            rows.append((paper.revoked_at, sentence, paper.revoked_by, paper.revoke_reason))
    return rows


def known_facts(user, asked):
    """What the form of a new training begins with: from the agreement and the organization named
    in the address, as far as `user` may know of them."""
    facts = {"owner": user.pk}
    if agreement := _named(Agreement.objects.visible_to(user), asked.get("agreement", "")):
        partner = agreement.parties.exclude(organization__kind="own").first()
        line = agreement.deliverables.filter(kind=Deliverable.Kind.TRAINING).first()
        facts["agreement"] = agreement.pk
        if partner:
            facts["organization"] = partner.organization_id
        if line:
            facts |= {"title": line.title, "topic": line.title}
            if line.organization_id:
                facts["organization"] = line.organization_id
    if organization := _named(Organization.objects.partners(), asked.get("organization", "")):
        facts["organization"] = organization.pk
    return facts


def _named(rows, pk):
    return rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
