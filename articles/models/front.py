from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.fields import HTMLField


class HomeSlot(models.Model):
    """A place on the home page that an editor filled: 0 is the lead, 1 to 6 the headlines."""

    LAST = 6

    position = models.PositiveSmallIntegerField(_("place"), unique=True)
    article = models.OneToOneField(
        "Article", models.CASCADE, related_name="home_slot", verbose_name=_("story")
    )

    class Meta:
        verbose_name = _("home page slot")
        verbose_name_plural = _("home page")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="slot_position", condition=Q(position__lte=6)),
        ]

    def __str__(self):
        return f"{self.position}. {self.article}"


class Page(models.Model):
    """A page that press rules ask for: /redaksi/, /pedoman-media-siber/, /tentang/, /kontak/."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = HTMLField(_("text"))
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:page", args=[self.slug])


class DailyViews(models.Model):
    """Readers of one story on one day of the bureau's calendar."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="daily_views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="daily_views_once"),
        ]
        indexes = [models.Index(fields=["day"], name="daily_views_day")]


class HourlyViews(models.Model):
    """The same by the hour (UTC), for “the last 24 hours”; pruned after two days."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="hourly_views")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "hour"], name="hourly_views_once"),
        ]
        indexes = [models.Index(fields=["hour"], name="hourly_views_hour")]
