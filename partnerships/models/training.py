"""Trainings for the partners' people: sessions, who came, what they scored, their certificates."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.erasure import erase_files
from partnerships.files import document_name, private_storage
from partnerships.models.organization import NIP
from partnerships.querysets import TrainingQuerySet

SCORE = [MinValueValidator(0), MaxValueValidator(100)]


def certificate_code():
    """80 random bits, as sixteen letters and digits that nobody mistakes for one another."""
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(secrets.choice(alphabet) for _position in range(16))


class Training(models.Model):
    """Pelatihan. Public are its topic, its days and whom it was for; people and scores never."""

    title = models.CharField(_("title"), max_length=200)
    topic = models.CharField(
        _("topic"), max_length=200, help_text=_("What it is about; readers may see it.")
    )
    organization = models.ForeignKey(
        "Organization",
        models.PROTECT,
        related_name="trainings",
        verbose_name=_("for which organization"),
    )
    agreement = models.ForeignKey(
        "Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("agreement"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("officer")
    )
    # Who was present at fewer sessions gets no certificate.
    min_attendance = models.PositiveSmallIntegerField(
        _("attendance for a certificate (%)"),
        default=80,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    pass_score = models.PositiveSmallIntegerField(
        _("score for a certificate"),
        null=True,
        blank=True,
        validators=SCORE,
        help_text=_("Of the test after the training, 0 to 100. Empty: attendance alone decides."),
    )
    is_public = models.BooleanField(_("shown on the public site"), default=True)
    note = models.TextField(_("internal note"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-created_at", "-id"]
        permissions = [
            ("issue_certificate", "Can issue and revoke certificates"),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="training_newest")]
        constraints = [
            models.CheckConstraint(
                name="training_attendance_is_a_share", condition=Q(min_attendance__lte=100)
            ),
            models.CheckConstraint(
                name="training_score_in_range",
                condition=Q(pass_score__isnull=True) | Q(pass_score__lte=100),
            ),
        ]

    def __str__(self):
        return self.title


class Session(models.Model):
    """Sesi: one sitting of a training. `cancelled_at` is set by partnerships/training.py alone."""

    training = models.ForeignKey(
        Training, models.CASCADE, related_name="sessions", verbose_name=_("training")
    )
    topic = models.CharField(_("topic"), max_length=200)
    starts_at = models.DateTimeField(pgettext_lazy("moment", "from"))
    ends_at = models.DateTimeField(pgettext_lazy("moment", "to"))
    place = models.CharField(pgettext_lazy("location", "place"), max_length=160, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    cancel_reason = models.CharField(_("why"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("training", "session")
        verbose_name_plural = pgettext_lazy("training", "sessions")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["training", "starts_at", "id"], name="session_in_order")]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                name="session_cancelled_with_a_reason",
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
            ),
        ]

    def __str__(self):
        return self.topic

    @property
    def hours(self):
        return (self.ends_at - self.starts_at).total_seconds() / 3600

    def is_over(self, at=None):
        """Whether it took place: its end has come and nobody called it off."""
        return not self.cancelled_at and self.ends_at <= (at or timezone.now())


class Speaker(models.Model):
    """Who speaks at a session, in order: one of the bureau's people, or an outside name."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("staff"),
    )
    name = models.CharField(_("outside name"), max_length=120, blank=True)
    title = models.CharField(pgettext_lazy("position", "title"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="speaker_staff_or_outside",
                condition=(Q(user__isnull=True) & ~Q(name="")) | Q(user__isnull=False, name=""),
                violation_error_message=_("Give a member of staff or an outside name, not both."),
            )
        ]

    def __str__(self):
        return str(self.user) if self.user_id else self.name


class Material(models.Model):
    """A file that was handed out. Stored like the papers of an agreement: private, random name."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), storage=private_storage, upload_to=document_name)
    filename = models.CharField(max_length=160, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["title", "id"]

    def __str__(self):
        return self.title


class Participant(models.Model):
    """Peserta. Personal data (UU 27/2022): never public, hidden from the editorial roles."""

    training = models.ForeignKey(
        Training, models.CASCADE, related_name="participants", verbose_name=_("training")
    )
    name = models.CharField(_("name"), max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[NIP])
    office = models.CharField(
        _("office"), max_length=160, blank=True, help_text=_("As the person's letter names it.")
    )
    pre_score = models.PositiveSmallIntegerField(
        _("score before"), null=True, blank=True, validators=SCORE
    )
    post_score = models.PositiveSmallIntegerField(
        _("score after"), null=True, blank=True, validators=SCORE
    )
    # What the participant says of the training.
    rating = models.PositiveSmallIntegerField(
        _("rating (1 to 5)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    feedback = models.TextField(_("feedback"), blank=True, max_length=2000)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "training",
                "nip",
                condition=~Q(nip=""),
                name="participant_nip_once",
                violation_error_message=_("A participant with this NIP is on the list already."),
            ),
            models.UniqueConstraint(
                "training",
                Lower("name"),
                Lower("office"),
                condition=Q(nip="", anonymised_at__isnull=True),
                name="participant_name_once",
                violation_error_message=_(
                    "This name of this office is on the list already; give the NIP to tell them "
                    "apart."
                ),
            ),
            models.CheckConstraint(
                name="participant_nip_has_18_digits",
                condition=Q(nip="") | Q(nip__regex=r"^\d{18}$"),
            ),
            models.CheckConstraint(
                name="participant_scores_in_range",
                condition=(Q(pre_score__isnull=True) | Q(pre_score__lte=100))
                & (Q(post_score__isnull=True) | Q(post_score__lte=100))
                & (Q(rating__isnull=True) | Q(rating__range=(1, 5))),
            ),
            models.CheckConstraint(name="participant_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def anonymise(self):
        """Take the person out, here and in what was printed; attendance and scores still count."""
        self.name = str(_("(anonymised)"))
        self.nip = self.feedback = ""
        self.anonymised_at = timezone.now()
        self.save()
        # In this order: the database lets the facts of nobody else be changed (guards.py).
        for certificate in self.certificates.all():
            certificate.facts = {**certificate.facts, "name": "", "nip": ""}
            certificate.save(update_fields=["facts"])
        erase_files(self.training)


class Attendance(models.Model):
    """Whether one participant was at one session. No row: not recorded yet."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendance")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance")
    mark = models.CharField(_("attendance"), max_length=8, choices=Mark)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="attendance_once_per_session"
            ),
            models.CheckConstraint(
                name="attendance_mark_known",
                condition=Q(mark__in=["present", "excused", "absent"]),
            ),
        ]


class Certificate(models.Model):
    """Sertifikat. `facts` is what was printed on the day of issue; only a revocation follows."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="certificates", verbose_name=_("participant")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(
        _("code"), max_length=16, unique=True, default=certificate_code, editable=False
    )
    facts = models.JSONField()
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoke_reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_one_in_force",
            ),
            models.CheckConstraint(
                name="certificate_revoked_with_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
            ),
        ]

    def __str__(self):
        return self.facts.get("number", f"{self.number}/{self.year}")

    def get_absolute_url(self):
        return reverse("partnerships:verify", args=[self.code])


class PaperCounter(models.Model):
    """The last number given to one kind of paper in one year; partnerships/numbers.py counts."""

    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="counter_once_a_year")]
