from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe

from ..html import clean_html, plain_text

register = template.Library()


@register.filter
def article_html(value):
    """The markup of a story. Cleaned again: fixtures and update() pass the field by.

    What is too long or too tangled to be cleaned is shown as plain paragraphs, not refused.
    """
    try:
        return mark_safe(clean_html(value or ""))  # noqa: S308
    except ValueError:
        return mark_safe(linebreaks(escape(plain_text(value))))  # noqa: S308
