from django import template
from django.utils.safestring import mark_safe

from articles import structured

register = template.Library()


@register.simple_tag
def json_ld(article):
    """The data block of a story's page; see articles/structured.py for what must be loaded.

    Empty for a story that is not public: the desk's preview uses the same template.
    """
    if not article.is_public():
        return ""
    data = structured.json_ld(article)  # escaped for a script element there
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308


@register.simple_tag
def opengraph(article):
    """`{% opengraph article as facts %}`: pairs of property and content for <meta> elements."""
    return structured.opengraph(article) if article.is_public() else []
