"""What the dialog of the photo library prints."""

from django import template

from articles.models import Photo

register = template.Library()


@register.simple_tag
def photo_rights():
    """[(value, label)]: by what right a photo may be used."""
    return Photo.Rights.choices
