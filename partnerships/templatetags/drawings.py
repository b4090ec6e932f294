"""`{% drawing thing %}` prints what partnerships/drawings/ made."""

from django import template

register = template.Library()


@register.inclusion_tag("admin/drawings/figure.html")
def drawing(thing, heading=True):
    """`heading=False` where the page has said the title already. Needs css/drawings.css."""
    return {"drawing": thing, "picture": thing.picture, "heading": heading}
