from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe

from articles.html import clean_html, plain_text
from articles.pictures import expand_body_images, picture_context

register = template.Library()


@register.filter
def article_html(value):
    """Markup from the database. Cleaned again: fixtures and update() pass the field by.

    What is too long or too tangled to be cleaned is shown as plain paragraphs, not refused.
    """
    return mark_safe(_cleaned(value))  # noqa: S308


@register.simple_tag
def article_body(article):
    """The body of a story, its photos in all their sizes.

    Costs a query where it holds photos that details.load_photos() has not loaded.
    """
    photos = getattr(article, "body_photos_by_key", None)
    return mark_safe(expand_body_images(_cleaned(article.body), photos))  # noqa: S308


@register.inclusion_tag("articles/_picture.html")
def picture(photo, shape="full", sizes="100vw", alt=None, lazy=True):
    """{% picture photo "card" sizes="(min-width: 768px) 33vw, 100vw" alt="" lazy=False %}

    Shapes: full, card (3:2), wide (16:9). No query. `alt` is the photo's own where none is given;
    lazy=False is for the one picture that the first screen shows.
    """
    return picture_context(photo, shape, sizes=sizes, alt=alt, lazy=lazy)


def _cleaned(value):
    try:
        return clean_html(value or "")
    except ValueError:
        return linebreaks(escape(plain_text(value)))
