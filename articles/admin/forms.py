"""The story's form: one writing column of words, one column of facts."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import menu, workflow
from articles.contents import creditable, known_regions, posted_rows
from articles.editor import StoryEditor
from articles.models import (
    Article,
    ArticleRegion,
    ArticleTag,
    Correction,
    Credit,
    GalleryItem,
    Photo,
    RelatedStory,
    Tag,
    Version,
)
from articles.numbers import as_number

HEADLINE_ADVICE, SUMMARY_ADVICE = 100, 160
MOST_NAMES = 40  # of regions (the province has 33) or topics
PHOTO_GONE = gettext_lazy(
    "This photo is not in the library, or was withdrawn to protect a child. Choose another one."
)
CHILD_FIELDS = ("child_identity_hidden", "child_consent", "child_no_harm")
WORDS = (
    "headline",
    "summary",
    "body",
    "section",
    "dateline",
    "lead_photo",
    "story_class",
    "disclosure",
    "embargo_until",
    "child_involved",
    *CHILD_FIELDS,
)
LINKS = ("region_choices", "tag_choices")


class MomentInput(forms.DateTimeInput):
    """One native field for a day and a time, in the bureau's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment that every database can hold, and every zone can show."""

    widget = MomentInput

    def to_python(self, value):
        moment = super().to_python(value)
        if moment and not 1800 <= moment.year <= 9000:
            raise ValidationError(_("Look at the year: it cannot be right."), code="year")
        return moment

    def has_changed(self, initial, data):
        """What the page shows has no seconds: sent back as it stood, it is not changed."""
        if not super().has_changed(initial, data):
            return False
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)


class PhotoInput(forms.NumberInput):
    """The number of a photo; desk-photos.js shows the picture and opens the picker."""

    def __init__(self, attrs=None):
        super().__init__({"data-photo-field": "", "min": 1, **(attrs or {})})


class StoryInput(forms.NumberInput):
    """The number of a story; desk-form.js shows its headline and searches by words."""

    def __init__(self, attrs=None):
        super().__init__({"data-story-field": "", "min": 1, **(attrs or {})})


class NamesInput(forms.TextInput):
    """Names with commas between; desk-chips.js turns them into removable chips."""

    def __init__(self, attrs=None):
        super().__init__({"data-chips": "", "autocomplete": "off", **(attrs or {})})


class PlainLabels:
    """A form whose labels end without a colon."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


def _linked_names(article):
    """The names of regions and topics as the form's fields hold them; one query for both."""
    regions = article.regions.order_by().annotate(field=Value("region_choices"))
    tags = article.tags.order_by().annotate(field=Value("tag_choices"), order=Value(0))
    rows = regions.values_list("field", "order", "name").union(
        tags.values_list("field", "order", "name"), all=True
    )
    found = {"region_choices": [], "tag_choices": []}
    for field, _order, name in sorted(rows):
        found[field].append(name)
    return found


def _sections():
    """[(key, name)] in the order of the menu, each main section before those below it."""
    known = menu.load()
    for section in known.sections:
        yield section.pk, section.name
        yield from ((below.pk, below.name) for below in known.children.get(section.pk, ()))


class StoryForm(PlainLabels, forms.ModelForm):
    """`by`, the user, is set on the class by ArticleAdmin.get_form().

    Regions and topics are typed as names, and saved by save_links(): their links carry more than
    the two ends, so Django's own field for them would drop and make rows anew.
    """

    by = None

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    region_choices = forms.CharField(
        label=gettext_lazy("Regions"),
        required=False,
        widget=NamesInput({"data-options": "region-options"}),
    )
    tag_choices = forms.CharField(
        label=gettext_lazy("Topics"), required=False, widget=NamesInput({"data-url": "tags"})
    )
    save_kind = forms.ChoiceField(
        label=gettext_lazy("What kind of change is this?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Version.Kind.SILENT, gettext_lazy("Typing error: readers are told nothing")),
            (Version.Kind.UPDATE, gettext_lazy("Update: “Updated” with the time")),
            (Correction.Kind.CORRECTION, gettext_lazy("Correction: a public entry with it")),
            (Correction.Kind.REPLY, gettext_lazy("Right of reply: a public entry with it")),
        ],
    )
    correction_text = forms.CharField(
        label=gettext_lazy("What readers are told"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Stands with the story and on /ralat/. It cannot be changed."),
    )
    correction_place = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        required=False,
        choices=Correction.Place.choices,
        initial=Correction.Place.FOOT,
    )

    class Meta:
        model = Article
        fields = WORDS
        field_classes = {"embargo_until": MomentField}
        widgets = {
            "headline": forms.Textarea(
                {"rows": 1, "data-grow": "", "data-advice": HEADLINE_ADVICE, "data-line": ""}
            ),
            "summary": forms.Textarea(
                {"rows": 2, "data-grow": "", "data-advice": SUMMARY_ADVICE, "data-line": ""}
            ),
            "body": StoryEditor,
            "lead_photo": PhotoInput,
            "embargo_until": MomentInput,
            "disclosure": forms.TextInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        article = self.instance
        # A draft may still lack anything; what it needs to be published is another question.
        self.fields["headline"].required = False
        self.fields["lead_photo"].queryset = Photo.objects.free()
        self.fields["lead_photo"].error_messages["invalid_choice"] = PHOTO_GONE
        self.fields["section"].choices = [("", _("Choose a section")), *_sections()]
        if article.pk:
            self.initial["version"] = article.version
            for name, names in _linked_names(article).items():
                self.initial.setdefault(name, ", ".join(names))
            if article.is_public():
                # check_edit() refuses a change here; so the form does not offer one.
                self.fields["story_class"].disabled = self.fields["disclosure"].disabled = True

    def clean_headline(self):
        return " ".join(self.cleaned_data["headline"].split())

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())

    def clean_region_choices(self):
        known = known_regions()
        return self._found("region_choices", lambda name: known.get(name.casefold()))

    def clean_tag_choices(self):
        return self._found("tag_choices", self._tag)

    def _tag(self, name):
        slug = slugify(name)[:60]
        if not slug or len(name) > 60:
            return None
        tag = Tag.objects.filter(slug=slug).first() or Tag.objects.filter(name__iexact=name).first()
        if tag is None and self.by.has_perm("articles.add_tag"):
            tag = Tag(name=name, slug=slug)
        return tag

    def _found(self, field, find):
        found, unknown = {}, []
        names = self.cleaned_data[field].split(",")
        if len(names) > MOST_NAMES:
            raise ValidationError(_("At most %(limit)d names.") % {"limit": MOST_NAMES})
        for name in names:
            if name := " ".join(name.split()):
                if row := find(name):
                    found.setdefault(row.slug, row)
                else:
                    unknown.append(name)
        if unknown:
            sentence = _("Not known: %(names)s. Choose from the list, or ask the desk to add it.")
            raise ValidationError(sentence % {"names": ", ".join(unknown)})
        return list(found.values())

    def clean(self):
        data = super().clean()
        if not self.instance.pk:
            if not data.get("headline") and not data.get("body"):
                self.add_error("headline", _("Give the story a headline, so that you find it."))
            return data
        # Everything from here to the end of the save stands in the admin's transaction.
        workflow.lock_for_edit(self.instance.pk, version=data.get("version"), by=self.by)
        return data

    def _post_clean(self):
        super()._post_clean()
        if not self.instance.pk or self.errors:
            return
        try:
            workflow.check_edit(
                self.instance,
                kind=self.cleaned_data["save_kind"],
                text=self.cleaned_data["correction_text"],
                changed=self.changed_data,
                credit_count=posted_credits(self.data),
                gallery=posted_gallery(self.data),
            )
        except workflow.MoveNotAllowed as refusal:
            for field, sentence in refusal.problems:
                self.add_error(field if field in self.fields else None, sentence)

    def save_links(self):
        """Bring regions and topics to what was chosen, keeping the rows that stay."""
        article = self.instance
        for tag in self.cleaned_data["tag_choices"]:
            if not tag.pk:
                # A colleague may have made it since the form was checked.
                tag.pk = Tag.objects.get_or_create(slug=tag.slug, defaults={"name": tag.name})[0].pk
        for model, name, chosen in (
            (ArticleRegion, "region", self.cleaned_data["region_choices"]),
            (ArticleTag, "tag", self.cleaned_data["tag_choices"]),
        ):
            wanted = {row.pk for row in chosen}
            links = model.objects.filter(article=article)
            links.exclude(**{f"{name}__in": wanted}).delete()
            for pk in wanted - set(links.values_list(f"{name}_id", flat=True)):
                model.objects.create(article=article, **{f"{name}_id": pk})


def posted_credits(data):
    """How many credits the posted rows will leave."""
    rows = posted_rows(data, "credits")
    return sum(1 for row in rows if (row["user"] or row["name"].strip()) and not row["DELETE"])


def posted_gallery(data):
    """Numbers of the photos that the posted rows will leave; None where no rows were sent."""
    if "gallery_items-TOTAL_FORMS" not in data:
        return None
    rows = [row for row in posted_rows(data, "gallery_items") if not row["DELETE"]]
    return [number for row in rows if (number := as_number(row["photo"])) is not None]


def posted_numbers(data, prefix, field):
    """The numbers that the rows of one formset were sent with."""
    rows = posted_rows(data, prefix)
    return [number for row in rows if (number := as_number(row[field])) is not None]


class CreditForm(forms.ModelForm):
    class Meta:
        model = Credit
        fields = ["role", "user", "name", "order"]
        widgets = {"order": forms.HiddenInput}

    def has_changed(self):
        # The first row of a new story is filled in before the writer sees it: keep it as it is.
        filled = self.is_bound and (self["user"].data or self["name"].data)
        return super().has_changed() or bool(not self.instance.pk and filled)


class GalleryForm(forms.ModelForm):
    class Meta:
        model = GalleryItem
        fields = ["photo", "caption", "order"]
        widgets = {"photo": PhotoInput, "order": forms.HiddenInput}


class RelatedForm(forms.ModelForm):
    class Meta:
        model = RelatedStory
        fields = ["to", "order"]
        widgets = {"to": StoryInput, "order": forms.HiddenInput}


class RowChoiceField(forms.ModelChoiceField):
    """A choice in a form of many rows: `rows` were loaded at once, none is asked for again."""

    def __init__(self, rows, **kwargs):
        super().__init__(**{"queryset": rows.none(), **kwargs})
        self.rows = {str(row.pk): row for row in rows}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            message, params = self.error_messages["invalid_choice"], {"value": value}
            raise ValidationError(message, code="invalid_choice", params=params)
        return self.rows[str(value)]


class RowFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        hidden = form.fields["id"]
        form.fields["id"] = RowChoiceField(
            self.get_queryset(), initial=hidden.initial, required=False, widget=forms.HiddenInput
        )


class StaffField(RowChoiceField):
    """Members of staff by their by-line, and nothing else about them."""

    def __init__(self, article):
        users = creditable(article).order_by("byline", "username")
        super().__init__(users, required=False, label=gettext_lazy("Staff"))
        names = [(pk, str(user)) for pk, user in self.rows.items()]
        self.choices = [("", gettext_lazy("outside name")), *names]
