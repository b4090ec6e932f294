"""The forms of the photo library: a new photo, one photo, and many at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import library, originals, photo_facts
from articles.admin.forms import MomentField, MomentInput, PlainLabels
from articles.dates import long_time
from articles.models import Photo

GROUPS = [
    (gettext_lazy("What it shows"), ["headline", "caption", "alt"]),
    (gettext_lazy("Credit and rights"), ["credit", "byline", "copyright", "rights", "licence_url"]),
    (gettext_lazy("Restrictions"), ["restrictions", "usable_from", "usable_until"]),
    (gettext_lazy("About the picture"), ["taken_at", "place", "keywords"]),
]
FOCUS = ["focal_x", "focal_y"]
FIELDS = [name for _title, names in GROUPS for name in names] + FOCUS
NO_RIGHTS = ("", gettext_lazy("Not said yet"))


def _line(rows):
    return forms.Textarea({"rows": rows, "data-grow": "", "data-line": ""})


class RightsMixin(PlainLabels):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "rights" in self.fields:  # not for those who only read
            self.fields["rights"].choices = [NO_RIGHTS, *Photo.Rights.choices]


class PublicWordsMixin(RightsMixin):
    def clean(self):
        data = super().clean()
        for name in library.taken_back(self.instance, self.initial, data):
            # What publishing asked for, a later slip may not take away.
            self.add_error(name, _("A published story shows this photo: fill this in."))
        return data


class PhotoForm(PublicWordsMixin, forms.ModelForm):
    licence_url = forms.URLField(
        label=Photo._meta.get_field("licence_url").verbose_name,
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = Photo
        fields = FIELDS
        field_classes = dict.fromkeys(["taken_at", "usable_from", "usable_until"], MomentField)
        labels = {"place": gettext_lazy("Place where it was taken")}
        widgets = {
            "alt": _line(2),
            "caption": _line(3),
            "restrictions": _line(2),
            "keywords": _line(1),
            "focal_x": forms.NumberInput({"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput({"min": 0, "max": 1, "step": "any"}),
            "taken_at": MomentInput,
            "usable_from": MomentInput,
            "usable_until": MomentInput,
        }

    def groups(self):
        """[(title, [(field, what the file said, whether a person changed it)])]."""
        photo = self.instance
        said = photo_facts.field_values(photo.facts)
        changed = {name for name, text in said.items() if getattr(photo, name) != text}
        if taken := originals.aware(photo.facts.get("taken_at")):
            said["taken_at"] = long_time(taken)
            changed |= {"taken_at"} if photo.taken_at != taken else set()
        return [
            (title, [(self[name], said.get(name, ""), name in changed) for name in names])
            for title, names in GROUPS
        ]

    def focus_fields(self):
        return [self[name] for name in FOCUS]


class UploadForm(RightsMixin, forms.ModelForm):
    """A new photo: the file and its words in one page."""

    class Meta:
        model = Photo
        fields = ["original", "alt", "caption", "credit", "rights"]
        widgets = {
            "original": forms.FileInput({"accept": "image/*"}),
            "alt": forms.Textarea({"rows": 2}),
            "caption": forms.Textarea({"rows": 3}),
        }

    def clean_original(self):
        file = self.cleaned_data["original"]
        self.probed = originals.probe(file)
        return file


class WordsForm(PublicWordsMixin, forms.ModelForm):
    """One of many photos on the page where all get their words."""

    class Meta:
        model = Photo
        fields = ["caption", "alt", "credit", "rights"]
        widgets = {"alt": _line(2), "caption": _line(2)}
        help_texts = {"alt": "", "credit": ""}  # once for all of them


class CommonForm(RightsMixin, forms.ModelForm):
    """Words for all of them: they fill what is empty."""

    class Meta:
        model = Photo
        fields = ["caption", "credit", "rights"]
        widgets = {"caption": _line(2)}
        help_texts = {"credit": ""}
