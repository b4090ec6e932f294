"""The kinds of alerts, and from when each is due. No model is read here, so that any may."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Days before the last day; the tightest that is reached is the one that is due.
ENDING = (90, 60, 30, 7, 0)
UNSIGNED_DAYS = 14
# The report and the evaluation need the last month's numbers: a week is left for them.
FINAL_DAYS = 7
USED_PERCENT = (80, 100)


class Kind(TextChoices):
    REPLY = "reply", _("A right of reply must be answered")
    STEP = "step", _("A next step of yours is overdue")
    END = "end", _("An agreement ends: 90, 60, 30, 7 and 0 days before")
    FINAL = "final", _("The final report or the evaluation is overdue")
    DUTY = "duty", _("A report or another obligation of ours is overdue")
    UNSIGNED = "unsigned", _("An agreement awaits signature for over 14 days")
    NUMBER = "number", _("A document number is missing on a signed agreement")
    PACE = "pace", _("An agreement is behind (once a month)")
    USED = "used", _("A line is used to 80 and to 100 percent")


OF_AGREEMENTS = frozenset(Kind) - {Kind.REPLY, Kind.STEP}
