from datetime import timedelta

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from articles.dates import end_of, start_of
from partnerships.alert_kinds import FINAL_DAYS, UNSIGNED_DAYS

ENDING = timedelta(days=90)
UNSIGNED_LONG, FINAL = timedelta(days=UNSIGNED_DAYS), timedelta(days=FINAL_DAYS)
STUCK = timedelta(days=30)  # in one state before the signing
SIGNED = ["in_force", "suspended", "terminated", "completed"]
CLOSED = ["terminated", "completed", "cancelled"]
OPEN = ["in_force", "suspended"]  # signed, and not closed
PIPELINE = ["exploring", "offered", "drafting", "review", "signature"]
# What an agreement may need, as with_needs() annotates it.
NEEDS = ("decision", "unsigned", "stuck", "number", "report", "duty")
# Papers: a path that is missing is neither true nor false, and would hide the row.
FOR_PARTNER = Q(kind__in=["proof", "fulfilment"], revoked_at__isnull=True) & (
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

    def in_region(self, region):
        """Those of `region` (its key): an office stands where its government stands, unless it
        says another region itself."""
        return self.filter(Q(region=region) | Q(region__isnull=True, parent__region=region))


class ContactQuerySet(models.QuerySet):
    def in_office(self, day=None):
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            anonymised_at__isnull=True,
        )


class ActivityQuerySet(models.QuerySet):
    def open_steps(self, day=None):
        """Next steps that are not done, the most urgent first; or were not at the end of `day`."""
        waiting = self.filter(next_step_on__isnull=False)
        if day is None:
            waiting = waiting.filter(next_step_done_at__isnull=True)
        else:
            later = Q(next_step_done_at__isnull=True) | Q(next_step_done_at__gte=end_of(day))
            waiting = waiting.filter(later, at__lt=end_of(day))
        return waiting.order_by("next_step_on", "id")

    def overdue(self, day=None):
        """Open steps of a day that has passed; `day`: those that were overdue then."""
        return self.open_steps(day).filter(next_step_on__lt=day or timezone.localdate())

    def in_region(self, region):
        organizations = self.model._meta.get_field("organization").related_model.objects
        return self.filter(organization__in=organizations.in_region(region))

    def with_service(self, kind):
        """Those about an agreement that promises something of this kind."""
        lines = self.model._meta.get_field("agreement").related_model.deliverables.rel
        promised = lines.related_model.objects.filter(kind=kind)
        return self.filter(agreement__in=promised.values("agreement"))


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
        return self.with_end(day).annotate(phase=_phase("state", day))

    def as_of(self, day=None):
        """Those that were there on `day` (today), as they stood at the end of it.

        Annotates `state_then`, `since` (the moment of the move into that state), `term_ends_on`
        and `phase`. docs/decisions/0018 says what can be known of a past day.
        """
        today = timezone.localdate()
        day = day or today
        changes = self.model.state_changes.rel.related_model.objects
        # An amendment is no move; it leaves the state as it is.
        moves = changes.filter(agreement=OuterRef("pk"), at__lt=end_of(day))
        moves = moves.exclude(from_state=F("to_state")).order_by("-at", "-id")
        then = Coalesce(Subquery(moves.values("to_state")[:1]), Value("exploring"))
        return (
            self.with_end(day)
            .filter(created_at__lt=end_of(day))
            .annotate(
                state_then=F("state") if day >= today else then,
                since=Coalesce(Subquery(moves.values("at")[:1]), "created_at"),
            )
            .annotate(phase=_phase("state_then", day))
        )

    # What follows narrows, or adds to, what as_of() of the same day gave.

    def at_work(self):
        """In force, and within the term."""
        return self.filter(state_then="in_force", phase__in=["running", "ending"])

    def at_work_until(self, day):
        """Those of them that end on `day` or before."""
        return self.at_work().filter(term_ends_on__lte=day)

    def with_needs(self, day=None):
        """Annotate `needs_…` for each of NEEDS, true or false.

        decision: waits for the head (in review, for signatures, or its term is over);
        unsigned: waits for signatures for over 14 days; stuck: in one state before the signing
        for over 30 days; number: a party has signed and has no document number; report: a week
        after the end the final report or the evaluation is not there; duty: an obligation of
        either side is overdue. The limits are those of the alerts.
        """
        day = day or timezone.localdate()
        end, over = end_of(day), Q(state_then="in_force", phase="ended")
        models_of = {each.name: each.related_model for each in self.model._meta.related_objects}
        own = {"agreement": OuterRef("pk")}
        unnumbered = models_of["parties"].objects.filter(**own, number="")
        signed = Q(signed_on__lte=day) | Q(agreement__signed_on__lte=day)
        reports = models_of["documents"].objects.filter(**own, kind="report", versions__at__lt=end)
        evaluations = models_of["evaluations"].objects.filter(**own, at__lt=end)
        duties = models_of["obligations"].objects.filter(
            Q(done_on__isnull=True) | Q(done_on__gt=day), **own, due_on__lt=day
        )
        return self.annotate(
            needs_decision=_is(Q(state_then__in=["review", "signature"]) | over),
            needs_unsigned=_is(Q(state_then="signature", since__lt=start_of(day - UNSIGNED_LONG))),
            needs_stuck=_is(Q(state_then__in=PIPELINE, since__lt=start_of(day - STUCK))),
            needs_number=_is(
                Q(state_then__in=OPEN) & Exists(unnumbered)
                | Q(state_then="signature") & Exists(unnumbered.filter(signed))
            ),
            needs_report=_is(
                Q(state_then__in=OPEN, term_ends_on__lt=day - FINAL)
                & (~Exists(reports) | ~Exists(evaluations))
            ),
            needs_duty=_is(~Q(state_then__in=CLOSED) & Exists(duties)),
        )

    def in_region(self, region):
        """Those with a partner in `region` (its key)."""
        parties = self.model.parties.rel.related_model
        organizations = parties._meta.get_field("organization").related_model.objects
        there = organizations.partners().in_region(region)
        found = parties.objects.filter(organization__in=there)
        return self.filter(pk__in=found.values("agreement"))

    def with_service(self, kind):
        """Those that promise something of this kind of deliverable."""
        lines = self.model.deliverables.rel.related_model.objects.filter(kind=kind)
        return self.filter(pk__in=lines.values("agreement"))

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


def _phase(state, day):
    """The expression of `phase`; `state`: the field or annotation that holds the state."""
    return Case(
        When(~Q(**{f"{state}__in": SIGNED}), then=Value("unsigned")),
        When(Q(**{state: "terminated"}) & Q(terminated_on__lte=day), then=Value("ended")),
        When(starts_on__gt=day, then=Value("not_started")),
        When(term_ends_on__lt=day, then=Value("ended")),
        When(term_ends_on__lte=day + ENDING, then=Value("ending")),
        default=Value("running"),
        output_field=models.CharField(),
    )


def _is(condition):
    return ExpressionWrapper(condition, output_field=models.BooleanField())


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

    def in_region(self, region):
        organizations = self.model._meta.get_field("organization").related_model.objects
        return self.filter(organization__in=organizations.in_region(region))

    def with_service(self, kind):
        """Those under an agreement that promises something of this kind."""
        lines = self.model._meta.get_field("agreement").related_model.deliverables.rel
        promised = lines.related_model.objects.filter(kind=kind)
        return self.filter(agreement__in=promised.values("agreement"))

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
        """What a partner may be given: how its own agreement stands, in force, without a price.

        The other kinds speak of people, of other partners, or are the bureau's own judgement.
        """
        return self.filter(FOR_PARTNER, agreement__isnull=False)
