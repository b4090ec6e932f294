"""Pieces of lists that several of the partnerships' pages show."""

import math

from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.steps import due_words

HALF = 0.5  # stories a week: from here on down, weeks are counted


def pace_words(weekly):
    """How many stories a week finish a promise in time, in whole stories or whole weeks."""
    if weekly > HALF:
        number = math.ceil(round(weekly, 2))
        words = ngettext(
            "it needs %(number)s story a week to finish in time",
            "it needs %(number)s stories a week to finish in time",
            number,
        )
        return words % {"number": number}
    weeks = math.floor(round(1 / weekly, 2))
    return _("it needs one story in %(number)s weeks to finish in time") % {"number": weeks}


def due(day, today=None):
    """The day of a next step, with how near it is; late ones in a word and a colour."""
    today = today or timezone.localdate()
    words = due_words(day, today)
    late = " wait--long" if day < today else ""
    return format_html(
        '<span class="wait{}">{} · <b>{}</b></span>', late, date_format(day, "j M Y"), words
    )
