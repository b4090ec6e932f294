"""What the desk's own pages print."""

from django import template

from articles import dates, pictures

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
