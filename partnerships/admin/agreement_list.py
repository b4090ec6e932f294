"""The list of agreements: how it looks, is searched and narrowed."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.filters import Filter
from articles.admin.narrowing import NarrowedChangeList
from articles.models import Region
from partnerships import usage
from partnerships.admin import access
from partnerships.admin.working_file import PHASES, VERDICTS
from partnerships.models import Agreement, Party
from partnerships.querysets import CLOSED, SIGNED

DAYS = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "60": gettext_lazy("60 days"),
    "90": gettext_lazy("90 days"),
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
            return queryset.exclude(state__in=CLOSED)
        return queryset.filter(state=value)


class EndingFilter(Filter):
    title, parameter_name = gettext_lazy("ending within"), "ending"

    def lookups(self, request, model_admin):
        return DAYS.items()

    def narrow(self, request, queryset, value):
        return queryset.ending_within(int(value)).order_by("ends_on", "pk")


class PhaseFilter(Filter):
    title, parameter_name = gettext_lazy("phase"), "phase"

    def lookups(self, request, model_admin):
        return PHASES.items()

    def narrow(self, request, queryset, value):
        return queryset.filter(phase=value)


class PaceFilter(Filter):
    """Counted, not stored: so of those that run now only, of which a bureau has hundreds."""

    title, parameter_name = gettext_lazy("pace"), "pace"

    def lookups(self, request, model_admin):
        return VERDICTS.items() if access.reads_file(request.user) else []

    def narrow(self, request, queryset, value):
        running = list(queryset.running())
        totals = usage.usage_totals(running)
        wanted = [pk for pk, total in totals.items() if total.pace and total.pace.verdict == value]
        return queryset.filter(pk__in=wanted)


class RegionFilter(Filter):
    title, parameter_name = gettext_lazy("region"), "region"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Region.objects.values_list("pk", "name")]

    def narrow(self, request, queryset, value):
        parties = Party.objects.filter(organization__region=int(value))
        return queryset.filter(pk__in=parties.values("agreement"))


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
    StateFilter, EndingFilter, PhaseFilter, PaceFilter, RegionFilter, OwnerFilter, MineFilter,
]  # fmt: skip
PARAMETERS = {each.parameter_name for each in FILTERS}


class AgreementChangeList(NarrowedChangeList):
    tabs = ("state", "mine")

    def get_queryset(self, request, exclude_parameters=None):
        parties = Party.objects.select_related("organization")
        found = super().get_queryset(request, exclude_parameters)
        return found.select_related("owner").prefetch_related(Prefetch("parties", parties))

    def get_results(self, request):
        """With what is used of each row of this page: three queries for all of them."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        if access.reads_file(request.user):
            totals = usage.usage_totals(self.result_list)
            for agreement in self.result_list:
                agreement.total = totals[agreement.pk]

    def state_choices(self):
        return self.choices("state")

    def mine_choices(self):
        return self.choices("mine")


class AgreementListMixin:
    """For AgreementAdmin, which says what each user may see."""

    list_display = ("state_chip", "agreement", "term", "use", "officer")
    list_display_links = None
    sortable_by = ()
    list_filter = FILTERS
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("title",)  # that there is a search; get_search_results() does it
    search_help_text = gettext_lazy("Title, partner or document number")
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    actions = None
    change_list_template = "admin/partnerships/agreement/change_list.html"

    def get_changelist(self, request, **kwargs):
        return AgreementChangeList

    def get_list_display(self, request):
        if access.reads_file(request.user):
            return self.list_display
        return ("state_chip", "agreement", "term")

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in PARAMETERS

    def get_search_results(self, request, queryset, search_term):
        """Every word in the title, or in a partner's name; or the number of one document."""
        words = search_term.strip()[:200].split()[:8]
        for word in words:
            who = Party.objects.filter(
                Q(organization__name__icontains=word)
                | Q(organization__short_name__icontains=word)
                | Q(organization__aliases__icontains=word)
            )
            found = Q(title__icontains=word) | Q(pk__in=who.values("agreement"))
            if access.reads_file(request.user):
                numbered = Party.objects.filter(number__icontains=word)
                found |= Q(pk__in=numbered.values("agreement"))
            queryset = queryset.filter(found)
        return queryset, False

    # Cells.

    @admin.display(description=gettext_lazy("state"))
    def state_chip(self, agreement):
        return chip(agreement)

    @admin.display(description=gettext_lazy("agreement"))
    def agreement(self, agreement):
        partners = [p.organization for p in agreement.parties.all() if p.organization.kind != "own"]
        facts = [str(partner) for partner in partners] or [_("no partner yet")]
        facts.append(agreement.get_type_display() if agreement.type else _("no type yet"))
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            reverse("admin:partnerships_agreement_change", args=[agreement.pk]),
            agreement,
            format_html_join(" · ", "{}", ((fact,) for fact in facts)),
        )

    @admin.display(description=pgettext_lazy("from a day to a day", "term"))
    def term(self, agreement):
        if not agreement.starts_on or not agreement.ends_on:
            return format_html('<span class="facts">{}</span>', _("no dates yet"))
        days = (agreement.ends_on - timezone.localdate()).days
        words = PHASES[agreement.phase]
        if agreement.phase == "ending":
            words = _("%(days)s days left") % {"days": days} if days else _("last day today")
        return format_html(
            '{} – {}<span class="facts facts--{}">{}</span>',
            date_format(agreement.starts_on, "j M Y"),
            date_format(agreement.ends_on, "j M Y"),
            agreement.phase,
            words,
        )

    @admin.display(description=gettext_lazy("delivered"))
    def use(self, agreement):
        total = agreement.total
        if not total.quota:
            return format_html('<span class="facts">{}</span>', _("nothing to count"))
        words = _("%(used)s of %(quota)s") % {"used": total.used, "quota": total.quota}
        if not total.pace or agreement.state in CLOSED:
            return format_html('<span class="facts">{}</span>', words)
        return format_html(
            '<progress class="meter" max="100" value="{}">{}</progress>{}'
            '<span class="facts pace pace--{}">{}</span>',
            min(total.percent, 100),
            words,
            words,
            total.pace.verdict,
            VERDICTS[total.pace.verdict],
        )

    @admin.display(description=gettext_lazy("officer"))
    def officer(self, agreement):
        return str(agreement.owner)


def chip(agreement):
    """The state as a word with a colour."""
    return format_html(
        '<span class="chip chip--{}">{}</span>', agreement.state, agreement.get_state_display()
    )
