from datetime import timedelta

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

ENDING = timedelta(days=90)
SIGNED = ["in_force", "suspended", "terminated", "completed"]
CLOSED = ["terminated", "completed", "cancelled"]


class OrganizationQuerySet(models.QuerySet):
    def partners(self):
        return self.exclude(kind="own")

    def named(self, words):
        """Those whose name, short name or other name holds every word."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Q(aliases__icontains=word)
                | Q(region__name__icontains=word)
            )
        return found


class ContactQuerySet(models.QuerySet):
    def in_office(self, day=None):
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            anonymised_at__isnull=True,
        )


class ActivityQuerySet(models.QuerySet):
    def open_steps(self):
        """Next steps that are not done, the most urgent first."""
        waiting = self.filter(next_step_on__isnull=False, next_step_done_at__isnull=True)
        return waiting.order_by("next_step_on", "id")

    def overdue(self, day=None):
        return self.open_steps().filter(next_step_on__lt=day or timezone.localdate())


class AgreementQuerySet(models.QuerySet):
    def signed(self):
        return self.filter(state__in=SIGNED)

    def open(self):
        return self.exclude(state__in=CLOSED)

    def running(self, day=None):
        """In force, and `day` (today) lies within the term as the agreement's row says."""
        day = day or timezone.localdate()
        return self.filter(state="in_force", starts_on__lte=day, ends_on__gte=day)

    def ending_within(self, days, day=None):
        day = day or timezone.localdate()
        return self.running(day).filter(ends_on__lte=day + timedelta(days=days))

    def with_phase(self, day=None):
        """Annotate `phase`: unsigned, not_started, running, ending or ended. Never stored."""
        day = day or timezone.localdate()
        return self.annotate(
            phase=Case(
                When(~Q(state__in=SIGNED), then=Value("unsigned")),
                When(Q(state="terminated") & Q(terminated_on__lte=day), then=Value("ended")),
                When(starts_on__gt=day, then=Value("not_started")),
                When(ends_on__lt=day, then=Value("ended")),
                When(ends_on__lte=day + ENDING, then=Value("ending")),
                default=Value("running"),
                output_field=models.CharField(),
            )
        )

    def public(self):
        """What readers may know of: signed, and marked to be shown."""
        return self.signed().filter(is_public=True)

    def visible_to(self, user):
        """DESIGN.md, “Who may do what”: reporters read public facts, the rest all of them."""
        if user.has_perm("partnerships.view_any_agreement"):
            return self
        if user.has_perm("partnerships.view_agreement"):
            return self.public()
        return self.none()
