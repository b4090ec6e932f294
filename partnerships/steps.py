"""Activities and what follows from them: recorded and ticked off here, whoever asks."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.models import Activity

PRESETS = [
    (gettext_lazy("tomorrow"), timedelta(days=1)),
    (gettext_lazy("next week"), timedelta(days=7)),
    (gettext_lazy("in two weeks"), timedelta(days=14)),
]


class StepRefused(Exception):
    """`field` (or None) and the sentence for the user."""

    def __init__(self, field, sentence):
        self.field = field
        super().__init__(sentence)


def presets(today=None):
    """[(label, day)] for the buttons beside the field of a next step's day."""
    today = today or timezone.localdate()
    return [(label, today + ahead) for label, ahead in PRESETS]


def due_words(day, today=None):
    """“3 days late”, “today”, “in 5 days”."""
    days = (day - (today or timezone.localdate())).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def is_open(activity):
    return bool(activity.next_step_on) and not activity.next_step_done_at


def may_finish(user, activity):
    return is_open(activity) and user.has_perm("partnerships.change_activity")


@transaction.atomic
def record(activity, *, by):
    """Save a new or changed activity. Another step, or another day for it, opens it again."""
    needed = "change" if activity.pk else "add"
    if not by.has_perm(f"partnerships.{needed}_activity"):
        raise PermissionDenied
    if activity.pk:
        was = _locked(activity.pk)
        same = (was.next_step, was.next_step_on) == (activity.next_step, activity.next_step_on)
        # The form may be older than somebody's tick.
        activity.next_step_done_at = was.next_step_done_at if same else None
    activity.save()
    return activity


@transaction.atomic
def finish(activity, *, by, note="", kind=Activity.Kind.CALL, next_step="", next_step_on=None):
    """Tick the next step off. What is noted, or comes next, is logged as an activity of its own.

    Returns that activity, or None. Raises StepRefused where the step is not open any more.
    """
    if not by.has_perm("partnerships.change_activity"):
        raise PermissionDenied
    activity = _locked(activity.pk)
    if not is_open(activity):
        raise StepRefused(None, _("This step is done already."))
    note, next_step = note.strip(), next_step.strip()
    if next_step and not next_step_on:
        raise StepRefused("next_step_on", _("Say by which day."))
    if next_step_on and not next_step:
        raise StepRefused("next_step", _("Say what is to be done on that day."))
    activity.next_step_done_at = timezone.now()
    activity.save(update_fields=["next_step_done_at"])
    if not (note or next_step):
        return None
    follow_up = Activity(
        organization_id=activity.organization_id,
        agreement_id=activity.agreement_id,
        kind=kind,
        summary=note or _("Done: %(step)s") % {"step": activity.next_step},
        next_step=next_step,
        next_step_on=next_step_on,
        owner_id=activity.owner_id,
    )
    record(follow_up, by=by)
    follow_up.our_people.add(by)
    return follow_up


def _locked(pk):
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    return Activity.objects.select_for_update().get(pk=pk)
