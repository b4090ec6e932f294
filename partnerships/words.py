"""What the derived states of an agreement are called, on pages, papers and sheets alike."""

from django.utils.translation import gettext_lazy as _

PHASES = {
    "unsigned": _("not signed yet"),
    "not_started": _("not started"),
    "running": _("running"),
    "ending": _("ending soon"),
    "ended": _("term ended"),
}
VERDICTS = {"behind": _("behind"), "on_pace": _("on pace"), "ahead": _("ahead")}
