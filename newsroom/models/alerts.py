"""Who was told of what is due, and who wants to be: written by newsroom/alerting.py alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.alert_kinds import Kind

# The weekly digest is chosen beside the kinds of alerts.
DIGEST = "digest"
CHOICES = [*Kind.choices, (DIGEST, _("The week in figures, on Monday morning"))]


class AlertMail(models.Model):
    """One look at what is due for one person: once a day, and once a week for the digest.

    Without `mail` there was nothing to say. `period`: “2026-12-01” or “2026-W49”.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="alert_mails"
    )
    rhythm = models.CharField(max_length=6, choices=Rhythm)
    period = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    mail = models.OneToOneField(
        "post_office.Email", models.SET_NULL, null=True, related_name="alert_mail"
    )

    class Meta:
        verbose_name = _("mail of alerts")
        verbose_name_plural = _("mails of alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "rhythm", "period"], name="alert_mail_once_per_period"
            ),
            models.CheckConstraint(
                name="alert_mail_rhythm_known", condition=Q(rhythm__in=["daily", "weekly"])
            ),
        ]
        indexes = [models.Index(fields=["rhythm", "period"], name="alert_mail_of_period")]

    def __str__(self):
        return f"{self.period}: {self.recipient}"


class Alert(models.Model):
    """Somebody was told of one step of a series (partnerships/alerts.py): once, for good.

    A row is never forgotten: what it names may be due for years.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alerts")
    told_in = models.ForeignKey(AlertMail, models.PROTECT, related_name="alerts")
    series = models.CharField(max_length=80)
    step = models.SmallIntegerField()
    day = models.DateField()  # as the clock said then

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "series", "step"], name="alert_once_per_person_and_step"
            )
        ]

    def __str__(self):
        return f"{self.series}:{self.step}"


class AlertChoice(models.Model):
    """Where one person wants to learn of one kind; without a row newsroom/alert_choices.py says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alert_choices")
    kind = models.CharField(
        max_length=10,
        choices=[*Kind.choices, (DIGEST, _("The week in figures, on Monday morning"))],
    )
    in_desk = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="alert_choice_once"),
            models.CheckConstraint(
                name="alert_choice_kind_known", condition=Q(kind__in=[*Kind.values, DIGEST])
            ),
        ]
