"""What the frame of the public pages and the page of a story need."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import menu
from articles.details import dateline
from articles.templatetags.articles import article_body

register = template.Library()

register.simple_tag(menu.load, name="site_menu")


@register.filter
def without(name, word):
    """`name` without `word` before it: the bureau's place without the agency's mark."""
    return name.removeprefix(word).strip()


@register.simple_tag
def story_text(article):
    """The body of a story, with the dateline inside its first paragraph."""
    body = article_body(article)
    mark = format_html('<strong class="dateline">{}</strong> - ', dateline(article))
    if not article.dateline:
        return body
    if "<p>" not in body:
        return mark_safe(f"<p>{mark}</p>{body}")  # noqa: S308
    return mark_safe(body.replace("<p>", f"<p>{mark}", 1))  # noqa: S308
