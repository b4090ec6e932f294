"""Two contents of one story side by side, field by field and word by word."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import differences
from articles.contents import moment_words
from articles.models import Article, Credit, Photo, Region, Section, Tag

TEXTS = ("headline", "summary", "dateline", "disclosure")
# Fields of the canonical form in the order of the page.
ORDER = (
    "headline", "summary", "body", "section", "dateline", "regions", "tags", "lead_photo",
    "credits", "gallery", "class", "disclosure", "embargo_until",
)  # fmt: skip
LABELS = {
    "regions": gettext_lazy("Regions"),
    "tags": gettext_lazy("Topics"),
    "credits": gettext_lazy("Credits"),
    "gallery": gettext_lazy("Gallery"),
}


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    blocks: list

    @property
    def changed(self):
        return differences.changed([block for block in self.blocks if block is not None])


def between(old, new):
    """[Difference] of the fields in which two canonical contents differ."""
    return [each for each in map(Comparison(old, new).field, ORDER) if each.changed]


def label_of(name):
    if name in LABELS:
        return str(LABELS[name])
    field = {"class": "story_class"}.get(name, name)
    return str(capfirst(Article._meta.get_field(field).verbose_name))


class Comparison:
    """Reads the names for the slugs and keys of all given contents once."""

    def __init__(self, *contents):
        self.contents = contents
        self.names = {
            "section": _names(Section, {c["section"] for c in contents if c["section"]}),
            "regions": _names(Region, {slug for c in contents for slug in c["regions"]}),
            "tags": _names(Tag, {slug for c in contents for slug in c["tags"]}),
        }
        keys = {c["lead_photo"]["key"] for c in contents if c["lead_photo"]}
        keys |= {row["key"] for c in contents for row in c["gallery"]}
        photos = Photo.objects.filter(key__in=keys) if keys else Photo.objects.none()
        self.photos = dict(photos.values_list("key", "pk"))

    def field(self, name, old=0, new=1, *, whole=False):
        """The Difference in one field between two of the contents."""
        one, other = self.contents[old][name], self.contents[new][name]
        if name == "body":
            blocks = differences.of_markup(one, other)
        elif name in TEXTS:
            blocks = differences.of_texts(one, other)
        else:
            blocks = differences.of_lists(self.lines(name, one), self.lines(name, other))
        if not whole:
            blocks = differences.condensed(blocks)
        return Difference(name, label_of(name), blocks)

    def lines(self, name, value):
        """A fact as readable lines."""
        if not value:
            return []
        if name in ("regions", "tags"):
            return [self.names[name].get(slug, slug) for slug in value]
        if name == "section":
            return [self.names[name].get(value, value)]
        if name == "credits":
            roles = dict(Credit.Role.choices)
            return [f"{roles.get(row['role'], row['role'])}: {row['name']}" for row in value]
        if name == "lead_photo":
            words = [self._photo(value), value["caption"], value["credit"]]
            alt = value["alt"] and _("Alternative text: %s") % value["alt"]
            return [word for word in (*words, alt) if word]
        if name == "gallery":
            return [f"{self._photo(row)}: {row['caption']}" for row in value]
        if name == "class":
            return [str(dict(Article.StoryClass.choices).get(value, value))]
        return [moment_words(value)]

    def _photo(self, row):
        return _("Photo %(number)s") % {"number": self.photos.get(row["key"], row["key"][:8])}


def _names(model, slugs):
    if not slugs:
        return {}
    return dict(model.objects.filter(slug__in=slugs).values_list("slug", "name"))
