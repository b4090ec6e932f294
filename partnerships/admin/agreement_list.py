"""The list of agreements: how it looks, is searched and narrowed."""

from django.contrib import admin
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.narrowing import NarrowedChangeList
from partnerships import usage
from partnerships.admin import access
from partnerships.admin.agreement_filters import FILTERS, PARAMETERS
from partnerships.admin.as_of import day_of
from partnerships.admin.working_file import PHASES, VERDICTS
from partnerships.models import Party
from partnerships.querysets import CLOSED
from partnerships.standing import as_they_stood


class AgreementChangeList(NarrowedChangeList):
    tabs = ("state", "mine")

    def get_queryset(self, request, exclude_parameters=None):
        parties = Party.objects.select_related("organization")
        found = super().get_queryset(request, exclude_parameters)
        return found.select_related("owner").prefetch_related(Prefetch("parties", parties))

    def get_results(self, request):
        """As they stood, with what is used of each row of this page: three queries for all."""
        super().get_results(request)
        day = day_of(request)
        self.result_list = as_they_stood(self.result_list)
        reads_file = access.reads_file(request.user)
        totals = usage.usage_totals(self.result_list, as_of=day) if reads_file else {}
        for agreement in self.result_list:
            agreement.total = totals.get(agreement.pk)

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
        page = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
        past = agreement.listed_on < timezone.localdate()
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            f"{page}?as_of={agreement.listed_on}" if past else page,
            agreement,
            format_html_join(" · ", "{}", ((fact,) for fact in facts)),
        )

    @admin.display(description=pgettext_lazy("from a day to a day", "term"))
    def term(self, agreement):
        last = agreement.term_ends_on
        if not agreement.starts_on or not last:
            return format_html('<span class="facts">{}</span>', _("no dates yet"))
        days = (last - agreement.listed_on).days
        words = PHASES[agreement.phase]
        if agreement.phase == "ending":
            words = _("%(days)s days left") % {"days": days} if days else _("last day today")
        return format_html(
            '{} – {}<span class="facts facts--{}">{}</span>',
            date_format(agreement.starts_on, "j M Y"),
            date_format(last, "j M Y"),
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
