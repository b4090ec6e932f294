"""Who may do what with an agreement or a training in the desk (DESIGN.md, “Who may do what”)."""

from partnerships import issuing, lifecycle
from partnerships.models import Agreement

FACTS = (
    "title", "type", "scope", "umbrella", "renews", "starts_on", "ends_on", "signed_on",
    "counts_before_signing", "value", "order_reference", "dprd_consent", "owner", "is_public",
)  # fmt: skip


def reads_file(user):
    """All but values, contacts and attachments; reporters read the public facts only."""
    return user.has_perm("partnerships.view_any_agreement")


def sees_values(user):
    """Values, prices and attachments."""
    return user.has_perm("partnerships.view_value")


def works_on_agreements(user):
    return user.has_perm(lifecycle.OFFICER)


def can_record(user, agreement):
    """While it awaits signature the officer records what the signing brings, and no more."""
    return agreement.state == Agreement.State.SIGNATURE and works_on_agreements(user)


def can_write(user, agreement):
    return lifecycle.can_edit(user, agreement) or can_record(user, agreement)


can_keep = lifecycle.can_keep


def writable_facts(user, agreement):
    """Names of the fields that `user` may change now."""
    if lifecycle.can_edit(user, agreement):
        locked = lifecycle.CORE if agreement.is_signed else set()
        return {name for name in FACTS if name not in locked}
    return {"signed_on"} if can_record(user, agreement) else set()


def can_shape(user, agreement):
    """Parties and lines may be added, changed and taken away."""
    return lifecycle.can_edit(user, agreement) and not agreement.is_signed


# Papers that leave the house: whoever sees neither values nor contacts does not see them.


def reads_papers(user):
    return user.has_perm(issuing.READ)


def issues_papers(user):
    return user.has_perm(issuing.ISSUE)


revokes_papers = issuing.may_revoke


# Trainings.


def works_on_trainings(user):
    return user.has_perm("partnerships.change_training")


def reads_people(user):
    """Participants with NIP, attendance, scores, certificates; the note and the materials."""
    return user.has_perm("partnerships.view_participant")


def issues_certificates(user):
    return user.has_perm("partnerships.issue_certificate")
