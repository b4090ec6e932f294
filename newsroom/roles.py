"""The five roles as groups: made by the code, the same on every machine.

DESIGN.md, “Who may do what”. What a role may do to one story is decided by
articles/permissions.py and articles/workflow.py; here stand the model permissions only.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

REPORTER, EDITOR, OFFICER, HEAD, AUDITOR = "reporter", "editor", "officer", "head", "auditor"

LABELS = {
    REPORTER: _("Reporter"),
    EDITOR: _("Editor"),
    OFFICER: _("Partnership officer"),
    HEAD: _("Bureau head"),
    AUDITOR: _("Auditor"),
}

_PUBLIC_FACTS = "view_organization view_agreement view_activity view_training view_session"
_READS_ALL = _PUBLIC_FACTS + (
    " view_any_agreement view_party view_deliverable view_claim view_amendment view_document "
    "view_obligation view_evaluation"
)
_KEEPS = _READS_ALL + (
    " add_organization change_organization view_contact add_contact change_contact "
    "delete_contact add_activity change_activity add_agreement change_agreement "
    "add_training change_training add_session change_session view_participant add_participant "
    "change_participant view_attendance change_attendance view_certificate issue_certificate "
    "view_paper issue_paper manage_partner_link use_calendar"
)
_REPORTER = {
    "articles": "view_article add_article change_article submit_article "
    "view_photo add_photo change_photo view_tag view_section view_region",
    "partnerships": _PUBLIC_FACTS + " propose_claim",
}
_EDITOR = {
    "articles": _REPORTER["articles"] + " edit_any_article view_any_article publish_article "
    "delete_photo add_tag change_tag view_homeslot change_homeslot view_page "
    "view_replyrequest add_replyrequest change_replyrequest view_schedulereceipt",
    "partnerships": _READS_ALL + " propose_claim accept_claim",
}
_OFFICER = {
    "articles": "view_article view_photo view_tag view_section view_region",
    "partnerships": _KEEPS + " propose_claim view_value",
}
_HEAD = {
    "articles": _EDITOR["articles"] + " retract_article reclassify_article delete_tag "
    "add_section change_section delete_section change_region add_page change_page delete_page",
    "newsroom": "view_user add_user change_user",
    "partnerships": _KEEPS
    + " propose_claim accept_claim reverse_claim decide_agreement view_value revoke_paper "
    "view_audit",
}
_AUDITOR = {
    "articles": "view_article view_any_article view_photo view_tag view_section view_region "
    "view_page view_homeslot view_replyrequest view_schedulereceipt",
    "newsroom": "view_user",
    "partnerships": _READS_ALL
    + " view_contact view_participant view_attendance view_certificate view_value view_paper "
    "view_audit",
}

PERMISSIONS = {
    REPORTER: _REPORTER,
    EDITOR: _EDITOR,
    OFFICER: _OFFICER,
    HEAD: _HEAD,
    AUDITOR: _AUDITOR,
}


@transaction.atomic
def make_roles():
    """Make the groups and give them exactly the permissions above. Safe to run again."""
    for role, wanted in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role)
        found = []
        for app, codenames in wanted.items():
            names = set(codenames.split())
            rows = Permission.objects.filter(content_type__app_label=app, codename__in=names)
            if missing := names - set(rows.values_list("codename", flat=True)):
                raise LookupError(f"No such permission in {app}: {', '.join(sorted(missing))}")
            found += rows
        group.permissions.set(found)


def role_of(user):
    """The most far-reaching role of `user`, or "" for none."""
    if user.is_superuser:
        return HEAD
    # Read with the permissions (backends.py), which a page asks for anyhow.
    names = getattr(user, "_role_names", None)
    if names is None:
        names = set(user.groups.values_list("name", flat=True))
    order = (HEAD, EDITOR, OFFICER, REPORTER, AUDITOR)
    return next((role for role in order if role in names), "")
