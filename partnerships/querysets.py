from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

ENDING = timedelta(days=90)
SIGNED = ["in_force", "suspended", "terminated", "completed"]
CLOSED = ["terminated", "completed", "cancelled"]
# Papers: a path that is missing is neither true nor false, and would hide the row.
FOR_PARTNER = Q(kind__in=["proof", "fulfilment"]) & (
    Q(facts__with_values__isnull=True) | Q(facts__with_values=False)
)


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


class SuspensionQuerySet(models.QuerySet):
    def on(self, day):
        """Those that cover `day`. An open one has no last day yet."""
        open_or_later = Q(until_day__isnull=True) | Q(until_day__gte=day)
        return self.filter(open_or_later, from_day__lte=day)


class AgreementQuerySet(models.QuerySet):
    def signed(self):
        return self.filter(state__in=SIGNED)

    def open(self):
        return self.exclude(state__in=CLOSED)

    def with_end(self, day=None):
        """Annotate `term_ends_on`: the last day as the signed amendments say on `day` (today)."""
        day = day or timezone.localdate()
        changes = self.model.amendments.rel.related_model.changes.rel.related_model
        newest = changes.objects.filter(
            amendment__agreement=OuterRef("pk"),
            amendment__signed_on__isnull=False,
            amendment__effective_on__lte=day,
            term="ends_on",
        ).order_by("-amendment__effective_on", "-amendment_id", "-id")
        amended = Cast(Subquery(newest.values("new_value")[:1]), models.DateField())
        return self.annotate(term_ends_on=Coalesce(amended, "ends_on"))

    def running(self, day=None):
        """In force, and `day` (today) lies within the term."""
        day = day or timezone.localdate()
        found = self.with_end(day).filter(state="in_force")
        return found.filter(starts_on__lte=day, term_ends_on__gte=day)

    def counting_on(self, day=None):
        """Signed, and stories of `day` (today) count: in the term, not suspended or terminated."""
        day = day or timezone.localdate()
        suspended = self.model.suspensions.rel.related_model.objects.on(day)
        return (
            self.with_end(day)
            .filter(state__in=SIGNED, starts_on__lte=day, term_ends_on__gte=day)
            .filter(Q(terminated_on__isnull=True) | Q(terminated_on__gt=day))
            .filter(Q(signed_on__lte=day) | Q(counts_before_signing=True))
            .filter(~Exists(suspended.filter(agreement=OuterRef("pk"))))
        )

    def ending_within(self, days, day=None):
        day = day or timezone.localdate()
        return self.running(day).filter(term_ends_on__lte=day + timedelta(days=days))

    def with_phase(self, day=None):
        """Annotate `phase`: unsigned, not_started, running, ending or ended. Never stored."""
        day = day or timezone.localdate()
        return self.with_end(day).annotate(
            phase=Case(
                When(~Q(state__in=SIGNED), then=Value("unsigned")),
                When(Q(state="terminated") & Q(terminated_on__lte=day), then=Value("ended")),
                When(starts_on__gt=day, then=Value("not_started")),
                When(term_ends_on__lt=day, then=Value("ended")),
                When(term_ends_on__lte=day + ENDING, then=Value("ending")),
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


class TrainingQuerySet(models.QuerySet):
    def shown(self):
        """Those marked to be shown, but for those under an agreement that readers know nothing of.

        A training under talks that are not public would tell of them.
        """
        agreements = self.model._meta.get_field("agreement").related_model
        known = Q(agreement__isnull=True) | Q(agreement__in=agreements.objects.public())
        return self.filter(known, is_public=True)

    def public(self):
        """Those that readers may know of: shown, and at least one session took place."""
        from partnerships.models import Session

        held = Session.objects.filter(
            training=OuterRef("pk"), cancelled_at__isnull=True, ends_at__lte=timezone.now()
        )
        return self.shown().filter(Exists(held))

    def visible_to(self, user):
        """All of them for those who read the agreements' files; reporters what may be shown.

        Who speaks at a session finds its training too.
        """
        if not user.has_perm("partnerships.view_training"):
            return self.none()
        if user.has_perm("partnerships.view_any_agreement"):
            return self
        sessions = self.model.sessions.rel.related_model
        speaks = sessions.objects.filter(training=OuterRef("pk"), speakers__user=user)
        return self.filter(Q(pk__in=self.model.objects.shown()) | Exists(speaks))

    def with_days(self, at=None):
        """Annotate `first_at`, `last_at`, `sessions_kept` and `phase` (planned, running, held).

        Sessions that were called off do not count; a training without any is planned.
        """
        at = at or timezone.now()
        sessions = self.model.sessions.rel.related_model
        kept = sessions.objects.filter(training=OuterRef("pk"), cancelled_at__isnull=True)
        kept = kept.order_by().values("training")
        return self.annotate(
            first_at=Subquery(kept.annotate(n=Min("starts_at")).values("n")),
            last_at=Subquery(kept.annotate(n=Max("ends_at")).values("n")),
            sessions_kept=Coalesce(Subquery(kept.annotate(n=Count("pk")).values("n")), 0),
        ).annotate(
            phase=Case(
                When(last_at__lte=at, then=Value("held")),
                When(first_at__lte=at, then=Value("running")),
                default=Value("planned"),
                output_field=models.CharField(),
            )
        )

    def with_people(self):
        """Annotate `participants_n` and `certificates_n`, of certificates in force."""
        people = self.model.participants.rel.related_model
        papers = people.certificates.rel.related_model
        on_list = people.objects.filter(training=OuterRef("pk")).order_by().values("training")
        issued = papers.objects.filter(
            participant__training=OuterRef("pk"), revoked_at__isnull=True
        )
        issued = issued.order_by().values("participant__training")
        return self.annotate(
            participants_n=Coalesce(Subquery(on_list.annotate(n=Count("pk")).values("n")), 0),
            certificates_n=Coalesce(Subquery(issued.annotate(n=Count("pk")).values("n")), 0),
        )


class PaperQuerySet(models.QuerySet):
    def listed(self):
        """Without the facts, which hold whole stories; `name` is the number as it is printed.

        And `is_for_partner`: whether it may stand on the partner's page at all.
        """
        number = KeyTextTransform("number", "facts")
        may = Case(When(FOR_PARTNER, then=Value(True)), default=Value(False))
        return self.annotate(name=number, is_for_partner=may).defer("facts")

    def for_partner(self):
        """What a partner may be given: how its own agreement stands, without a price.

        The other kinds speak of people, of other partners, or are the bureau's own judgement.
        """
        return self.filter(FOR_PARTNER, agreement__isnull=False)
