"""What the list of agreements can be narrowed by, each as of the day that AsOfFilter was given."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.filters import Filter
from partnerships.admin import access
from partnerships.admin.as_of import AsOfFilter, day_of
from partnerships.admin.scope_filters import RegionFilter, ServiceFilter
from partnerships.admin.working_file import PHASES, VERDICTS
from partnerships.models import Agreement, Deliverable
from partnerships.months import month_of
from partnerships.querysets import CLOSED, SIGNED
from partnerships.standing import usage_then
from partnerships.usage import COUNTED_KINDS

DAYS = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "60": gettext_lazy("60 days"),
    "90": gettext_lazy("90 days"),
}


NEEDS = {
    "decision": gettext_lazy("a decision of the head"),
    "unsigned": gettext_lazy("signatures, for over 14 days"),
    "stuck": gettext_lazy("the next move, for over 30 days"),
    "number": gettext_lazy("a document number"),
    "report": gettext_lazy("the final report or the evaluation"),
    "duty": gettext_lazy("an obligation that is overdue"),
}


class StateFilter(Filter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        states = Agreement.State.choices
        if access.reads_file(request.user):
            return [("open", _("open")), *states]
        return [choice for choice in states if choice[0] in SIGNED]

    def narrow(self, request, queryset, value):
        if value == "open":
            return queryset.exclude(state_then__in=CLOSED)
        return queryset.filter(state_then=value)


class EndingFilter(Filter):
    title, parameter_name = gettext_lazy("ending within"), "ending"

    def lookups(self, request, model_admin):
        return DAYS.items()

    def narrow(self, request, queryset, value):
        last = day_of(request) + timedelta(days=int(value))
        return queryset.at_work_until(last).order_by("term_ends_on", "pk")


class PhaseFilter(Filter):
    title, parameter_name = gettext_lazy("phase"), "phase"

    def lookups(self, request, model_admin):
        return [("work", _("in force, and in its term")), *PHASES.items()]

    def narrow(self, request, queryset, value):
        return queryset.at_work() if value == "work" else queryset.filter(phase=value)


class NeedFilter(Filter):
    title, parameter_name = gettext_lazy("needs"), "need"

    def lookups(self, request, model_admin):
        return NEEDS.items() if access.reads_file(request.user) else []

    def narrow(self, request, queryset, value):
        found = queryset.with_needs(day_of(request)).filter(**{f"needs_{value}": True})
        # What waits longest comes first.
        return found.order_by("since", "pk")


class CountedFilter(Filter):
    """Counted, not stored: so of those at work only, of which a bureau has hundreds."""

    def lookups(self, request, model_admin):
        return self.offered.items() if access.reads_file(request.user) else []

    def narrow(self, request, queryset, value):
        day = day_of(request)
        totals = usage_then(queryset, day)
        fits = [pk for pk, total in totals.items() if self.fits(total, value, day)]
        return queryset.filter(pk__in=fits)


class PaceFilter(CountedFilter):
    title, parameter_name, offered = gettext_lazy("pace"), "pace", VERDICTS

    def fits(self, total, value, day):
        return bool(total.pace) and total.pace.verdict == value


class MonthFilter(CountedFilter):
    """What the month of the day was to bring: “short_news” where news stories are missing."""

    title, parameter_name = gettext_lazy("this month"), "month"
    offered = {
        "short": gettext_lazy("something is still missing"),
        "full": gettext_lazy("all that is due is delivered"),
        **{
            f"short_{kind}": format_lazy("{}: {}", label, gettext_lazy("still missing"))
            for kind, label in Deliverable.Kind.choices
            if kind in COUNTED_KINDS
        },
    }

    def fits(self, total, value, day):
        rows = month_of(total, day)
        if value == "full":
            return any(row.due for row in rows) and not any(row.missing for row in rows)
        kind = value.partition("_")[2]
        return any(row.missing for row in rows if kind in ("", row.kind))


class OwnerFilter(Filter):
    title, parameter_name = gettext_lazy("officer"), "owner"

    def lookups(self, request, model_admin):
        if not access.reads_file(request.user):
            return []
        owners = Agreement.objects.order_by().values("owner")
        return [(str(u.pk), str(u)) for u in get_user_model().objects.filter(pk__in=owners)]

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=int(value))


class MineFilter(Filter):
    title, parameter_name = gettext_lazy("mine"), "mine"

    def lookups(self, request, model_admin):
        return [("yes", _("my own"))] if access.works_on_agreements(request.user) else []

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=request.user)


FILTERS = [
    AsOfFilter, StateFilter, NeedFilter, EndingFilter, PhaseFilter, PaceFilter, MonthFilter,
    RegionFilter, ServiceFilter, OwnerFilter, MineFilter,
]  # fmt: skip
PARAMETERS = {each.parameter_name for each in FILTERS}
