from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in. With a `slug` the person also has a public author page."""

    byline = models.CharField(
        _("by-line"), max_length=80, blank=True, help_text=_("The name that readers see.")
    )
    initials = models.CharField(
        _("initials"),
        max_length=8,
        blank=True,
        help_text=_("Used in the desk, for instance “RSM”."),
    )
    slug = models.SlugField(
        _("address of the author page"), max_length=80, unique=True, null=True, blank=True
    )
    bio = models.CharField(_("about the author"), max_length=300, blank=True)
    # The desk's own language is a matter of the browser; a mail is written without one.
    mail_language = models.CharField(_("language of e-mails"), max_length=8, default="id")

    class Meta(AbstractUser.Meta):
        constraints = [
            # An author page without a name would print the login name to readers.
            models.CheckConstraint(
                name="user_author_has_byline", condition=Q(slug__isnull=True) | ~Q(byline="")
            )
        ]

    def __str__(self):
        return self.byline or self.get_full_name() or self.username

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug]) if self.slug else ""
