"""Who took personal data out of the desk is written down, without the names of the people."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from partnerships.models import Training


def note_fetched(user, training, name):
    """`user` fetched the file `name`, which names the people of a training (its pk)."""
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Training),
        object_id=str(training),
        object_repr=name,
        action_flag=CHANGE,
        change_message=_("Personal data fetched."),
    )
