"""What stands beside a story besides its own fields: the notes, the links given to others."""

from django import template

from articles import sharing
from articles.admin import notes

register = template.Library()


@register.inclusion_tag("admin/articles/article/notes.html", takes_context=True)
def story_notes(context, article):
    return {"notes": notes.box(context["request"].user, article), "original": article}


@register.inclusion_tag("admin/articles/article/share_box.html", takes_context=True)
def story_shares(context, article):
    """A line that leads to the page of links; nothing for who may not see it."""
    user = context["request"].user
    sees = article is not None and article.pk and sharing.can_see(user, article)
    if not sees:
        return {"sees": False}
    # The page of the story has asked already whether there are any.
    links = list(sharing.links_of(article)) if getattr(article, "was_shared", True) else []
    reason = sharing.why_not(article)
    return {
        "sees": bool(links) or (not reason and sharing.can_share(user, article)),
        "original": article,
        "open": [] if reason else [link for link in links if link.is_open()],
        "links": links,
        "may_share": not reason and sharing.can_share(user, article),
    }
