"""What the desk's own pages print."""

from django import template

from articles import dates, permissions, pictures

register = template.Library()
register.filter("long_time", dates.long_time)
register.filter("card_time", dates.card_time)


@register.filter
def thumb(photo):
    """A small picture of a photo, or None where no rendition is made."""
    return pictures.sources(photo, "card")


@register.filter
def full_picture(photo):
    return pictures.sources(photo, "full")


@register.filter
def words_shown_to(article, user):
    """Whether `user` may read what a story says, having got as far as its page."""
    return permissions.can_read_words(user, article)
