from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.record import AppendOnly


class Deliverable(models.Model):
    """Butir: so many pieces of one kind, in all and/or per period."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news story")
        ADVERTORIAL = "advertorial", _("advertorial")
        PHOTO = "photo", _("photo story")
        VIDEO = "video", _("video")
        INFOGRAPHIC = "infographic", _("infographic")
        SOCIAL = "social", _("social media post")
        LIVE = "live", _("live coverage")
        TRAINING = "training", _("training")
        REPORT = "report", _("report")
        DIGITAL = "digital", _("digital slot")

    class Period(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    class CarryOver(models.TextChoices):
        NONE = "none", _("what is missing lapses")
        NEXT = "next", _("into the next period")
        TERM = "term", _("until the end of the term")

    class Measure(models.TextChoices):
        PIECE = "piece", _("piece")
        SESSION = "session", _("session of a training")
        TRAINING = "training", _("whole training")

    agreement = models.ForeignKey(
        "Agreement", models.PROTECT, related_name="deliverables", verbose_name=_("agreement")
    )
    organization = models.ForeignKey(
        "Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("for which office"),
        help_text=_("Empty: for the whole partner."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # What one of the quota is. A whole training counts by its last session (ledger.py).
    measure = models.CharField(
        _("counted by"), max_length=8, choices=Measure, default=Measure.PIECE
    )
    title = models.CharField(_("line"), max_length=160)
    quota_total = models.PositiveIntegerField(_("in all"), null=True, blank=True)
    quota_period = models.PositiveIntegerField(_("per period"), null=True, blank=True)
    period = models.CharField(_("period"), max_length=8, choices=Period, blank=True)
    carry_over = models.CharField(
        _("carry-over"), max_length=5, choices=CarryOver, default=CarryOver.NONE
    )
    unit_price = models.DecimalField(
        _("unit price (Rp)"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    # Rule 6: a paid line takes labelled stories only.
    is_paid = models.BooleanField(_("paid"), default=False)
    # Rule 2: one source, one line, unless both lines are marked.
    shareable = models.BooleanField(_("may share its stories with another line"), default=False)

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["agreement", "id"]
        constraints = [
            models.CheckConstraint(
                name="line_has_a_quota",
                # A comparison with null is neither true nor false, and would let the row in.
                condition=Q(quota_total__isnull=False, quota_total__gt=0)
                | Q(quota_total__isnull=True, quota_period__isnull=False),
                violation_error_message=_("Give a quota in all, per period, or both."),
            ),
            models.CheckConstraint(
                name="line_period_with_its_quota",
                condition=Q(period="", quota_period__isnull=True)
                | (~Q(period="") & Q(quota_period__isnull=False, quota_period__gt=0)),
                violation_error_message=_(
                    "A quota per period needs its period, and a period its quota."
                ),
            ),
            models.CheckConstraint(
                name="line_measured_as_its_kind",
                condition=Q(kind="training", measure__in=["session", "training"])
                | (~Q(kind="training") & Q(measure="piece")),
                violation_error_message=_(
                    "A training is counted by sessions or as a whole, everything else by pieces."
                ),
            ),
        ]

    def __str__(self):
        return self.title


class Claim(AppendOnly):
    """A row of the ledger: something was proposed, accepted, declined or reversed for a line.

    Rows are only ever added (ledger.py); what is used is counted from them. An accepted row
    counts until a row of kind `reverse` names it, on the calendar day of its story's first
    publication in the bureau's zone, which never changes, or of its session.
    """

    class Entry(models.TextChoices):
        PROPOSE = "propose", _("proposed")
        ACCEPT = "accept", _("accepted")
        DECLINE = "decline", _("declined")
        REVERSE = "reverse", _("reversed")

    deliverable = models.ForeignKey(
        Deliverable,
        models.PROTECT,
        related_name="claims",
        verbose_name=_("line"),
        db_index=False,  # claim_counted begins with it
    )
    # The source: a story, or a session of a training.
    article = models.ForeignKey(
        "articles.Article",
        models.PROTECT,
        null=True,
        related_name="claims",
        verbose_name=_("story"),
        db_index=False,  # claim_of_article begins with it
    )
    session = models.ForeignKey(
        "Session",
        models.PROTECT,
        null=True,
        related_name="claims",
        verbose_name=pgettext_lazy("training", "session"),
    )
    entry = models.CharField(_("entry"), max_length=8, choices=Entry)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("claim")
        permissions = [
            ("propose_claim", "Can propose a story for a line"),
            ("accept_claim", "Can accept or decline a proposed story"),
            ("reverse_claim", "Can reverse an accepted story"),
        ]
        verbose_name_plural = _("claims")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["deliverable", "entry", "article"], name="claim_counted"),
            models.Index(fields=["article", "deliverable", "-id"], name="claim_of_article"),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_reversal_names_its_row",
                condition=Q(entry="reverse", reverses__isnull=False)
                | (~Q(entry="reverse") & Q(reverses__isnull=True)),
            ),
            models.CheckConstraint(
                name="claim_has_one_source",
                condition=Q(article__isnull=False, session__isnull=True)
                | Q(article__isnull=True, session__isnull=False),
            ),
        ]

    @property
    def source(self):
        """The story or the session that it is about."""
        return self.article if self.article_id else self.session
