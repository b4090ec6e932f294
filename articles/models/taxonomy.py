from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Section(models.Model):
    """Rubrik. Two levels at most: a page of a parent also lists its children's stories."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent section"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    show_on_home = models.BooleanField(_("block on the home page"), default=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="section_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])

    def clean(self):
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError(
                {"parent": _("Choose a main section: sections have two levels only.")}
            )
        if self.parent and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This section has sections below it, so it must stay a main section.")}
            )


class Region(models.Model):
    """Daerah: a regency or city. The two code systems differ; never derive one from the other."""

    class Kind(models.TextChoices):
        REGENCY = "kabupaten", _("regency")
        CITY = "kota", _("city")

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    kemendagri_code = models.CharField(_("Kemendagri code"), max_length=5, unique=True)
    bps_code = models.CharField(_("BPS code"), max_length=4, unique=True)
    seat = models.CharField(_("seat"), max_length=60)
    aliases = models.JSONField(
        _("other names"),
        default=list,
        blank=True,
        help_text=_("A list of names that readers also use; search finds stories by them."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="region_kind_known", condition=Q(kind__in=["kabupaten", "kota"])
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:region", args=[self.slug])

    @property
    def official_name(self):
        return f"{'Kota' if self.kind == self.Kind.CITY else 'Kabupaten'} {self.name}"


class Tag(models.Model):
    """Topik. No comma in a name: the story form takes names with commas between."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="tag_without_comma",
                condition=~Q(name__contains=","),
                violation_error_message=_("Leave commas out of a topic: one topic, one name."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:topic", args=[self.slug])
