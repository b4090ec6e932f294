"""Changes of terms as sentences."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from partnerships import terms


def in_words(value):
    """A day, a number or nothing, as one reads it."""
    if value is None:
        return _("not set")
    if hasattr(value, "year"):
        return date_format(value, "j F Y")
    whole = int(value)
    return number_format(whole if whole == value else value, use_l10n=True, force_grouping=True)


def change_sentences(amendment):
    """[“Berita pembangunan: quota in all becomes 40”] of the loaded changes. No query."""
    return [
        _("%(what)s: %(term)s becomes %(value)s")
        % {
            "what": change.deliverable or _("Agreement"),
            "term": change.get_term_display(),
            "value": in_words(terms.parsed(change)),
        }
        for change in amendment.changes.all()
    ]
