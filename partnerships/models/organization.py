from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.querysets import ActivityQuerySet, ContactQuerySet, OrganizationQuerySet

NIP = RegexValidator(r"^\d{18}$", _("A NIP has 18 digits, without spaces."))
# E.164 with Indonesia's country code.
PHONE = RegexValidator(r"^\+62[1-9]\d{7,12}$", _("Write the number as +62…, without spaces."))


class Organization(models.Model):
    """Instansi. A government and its offices form a tree; `own` is our side."""

    class Kind(models.TextChoices):
        GOVERNMENT = "pemda", _("local government")
        OFFICE = "opd", _("government office (OPD)")
        VERTICAL = "vertikal", _("national agency in the region")
        STATE_COMPANY = "bumn", _("state-owned company")
        COMPANY = "swasta", _("private company")
        ASSOCIATION = "ormas", _("association")
        OWN = "own", _("our own side")

    name = models.CharField(_("name"), max_length=160, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(pgettext_lazy("page", "address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("belongs to"),
    )
    region = models.ForeignKey(
        "articles.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("region"),
    )
    aliases = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("A list; searches find them too.")
    )
    note = models.TextField(_("internal note"), blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organization_kind_known",
                condition=Q(
                    kind__in=["pemda", "opd", "vertikal", "bumn", "swasta", "ormas", "own"]
                ),
            ),
            models.CheckConstraint(
                name="office_belongs_somewhere",
                condition=~Q(kind="opd") | Q(parent__isnull=False),
                violation_error_message=_("Say which government this office belongs to."),
            ),
            models.CheckConstraint(
                name="organization_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    def clean(self):
        governs = (self.Kind.GOVERNMENT, self.Kind.OFFICE)
        if self.kind == self.Kind.OFFICE and self.parent and self.parent.kind not in governs:
            raise ValidationError(
                {"parent": _("An office belongs to a local government or to another office.")}
            )
        # A tree has no rings; the chain upwards must end before it comes back here.
        parents = dict(Organization.objects.values_list("pk", "parent")) if self.parent_id else {}
        above, seen = self.parent_id, {self.pk}
        while above:
            if above in seen:
                raise ValidationError(
                    {"parent": _("That would make a ring: it already stands below this one.")}
                )
            seen.add(above)
            above = parents.get(above)


class Contact(models.Model):
    """Somebody at an organization. Personal data (UU 27/2022): never public, can be anonymised."""

    class Acting(models.TextChoices):
        FULL = "", _("in office")
        PLT = "plt", "Plt."
        PJ = "pj", "Pj."

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="contacts", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(pgettext_lazy("position", "title"), max_length=120, blank=True)
    acting = models.CharField(_("acting"), max_length=3, choices=Acting, blank=True)
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[NIP])
    phone = models.CharField(_("phone"), max_length=16, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="contact_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="contact_nip_has_18_digits", condition=Q(nip="") | Q(nip__regex=r"^\d{18}$")
            ),
            models.CheckConstraint(
                name="contact_anonymised_is_empty",
                condition=Q(anonymised_at__isnull=True) | Q(nip="", phone="", email=""),
            ),
        ]

    def __str__(self):
        acting = f"{self.get_acting_display()} " if self.acting else ""
        return f"{self.name}, {acting}{self.title}" if self.title else self.name

    def anonymise(self):
        """Take the person out and leave the office: what UU 27/2022 calls erasure."""
        self.name = str(_("(anonymised)"))
        self.nip = self.phone = self.email = ""
        self.anonymised_at = timezone.now()
        self.save()


class Activity(models.Model):
    """Kegiatan: a visit, meeting, letter or call, with what comes next and when."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        LETTER = "letter", _("letter")
        CALL = "call", _("call")
        EVENT = "event", _("event")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="activities", verbose_name=_("organization")
    )
    agreement = models.ForeignKey(
        "Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("agreement"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    place = models.CharField(pgettext_lazy("location", "place"), max_length=120, blank=True)
    our_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("from our side")
    )
    their_people = models.CharField(_("from their side"), max_length=300, blank=True)
    summary = models.TextField(_("what was said"))
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(pgettext_lazy("day", "by"), null=True, blank=True)
    next_step_done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partnership_activities",
        verbose_name=_("who follows up"),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["organization", "-at", "-id"], name="activity_of_organization"),
            models.Index(
                fields=["next_step_on", "id"],
                name="activity_next_steps",
                condition=Q(next_step_on__isnull=False, next_step_done_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="next_step_has_its_day",
                condition=Q(next_step="", next_step_on__isnull=True)
                | (~Q(next_step="") & Q(next_step_on__isnull=False)),
                violation_error_message=_("A next step needs its day, and a day its step."),
            ),
            models.CheckConstraint(
                name="activity_kind_known",
                condition=Q(kind__in=["visit", "meeting", "letter", "call", "event"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.organization}"
