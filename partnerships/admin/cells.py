"""Pieces of lists that several of the partnerships' pages show."""

from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.html import format_html

from partnerships.steps import due_words


def due(day, today=None):
    """The day of a next step, with how near it is; late ones in a word and a colour."""
    today = today or timezone.localdate()
    words = due_words(day, today)
    late = " wait--long" if day < today else ""
    return format_html(
        '<span class="wait{}">{} · <b>{}</b></span>', late, date_format(day, "j M Y"), words
    )
