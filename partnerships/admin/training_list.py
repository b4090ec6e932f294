"""The list of trainings: how it looks, is searched and narrowed."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from articles.admin.changelist import CappedPaginator
from articles.admin.filters import Filter
from articles.admin.narrowing import NarrowedChangeList
from articles.dates import bureau_time, end_of
from partnerships.admin import access
from partnerships.admin.as_of import AsOfFilter
from partnerships.admin.scope_filters import RegionFilter, ServiceFilter, asked_key
from partnerships.models import Agreement, Organization, Training

PHASES = {
    "planned": pgettext_lazy("training", "planned"),
    "running": pgettext_lazy("training", "running"),
    "held": pgettext_lazy("training", "held"),
}


class PhaseFilter(Filter):
    title, parameter_name = gettext_lazy("state"), "phase"

    def lookups(self, request, model_admin):
        return PHASES.items()

    def narrow(self, request, queryset, value):
        found = queryset.filter(phase=value)
        return (
            found if value == "held" else found.order_by(F("first_at").asc(nulls_last=True), "pk")
        )


class TrainingsAsOfFilter(AsOfFilter):
    def stand(self, queryset, day, is_past):
        if not is_past:
            return queryset
        return queryset.filter(created_at__lt=end_of(day)).with_days(end_of(day))


class OwnerFilter(Filter):
    title, parameter_name = gettext_lazy("officer"), "owner"

    def lookups(self, request, model_admin):
        if not access.reads_people(request.user):
            return []
        owners = Training.objects.order_by().values("owner")
        people = get_user_model().objects
        found = people.filter(pk__in=owners) | people.filter(pk__in=asked_key(request, "owner"))
        return [(str(each.pk), str(each)) for each in found]

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=int(value))


class AgreementFilter(Filter):
    title, parameter_name = gettext_lazy("agreement"), "agreement"

    def lookups(self, request, model_admin):
        if not access.reads_file(request.user):
            return []
        return [("yes", _("under an agreement")), ("no", _("without an agreement"))]

    def narrow(self, request, queryset, value):
        return queryset.filter(agreement__isnull=value == "no")


class MineFilter(Filter):
    title, parameter_name = gettext_lazy("mine"), "mine"

    def lookups(self, request, model_admin):
        return [("yes", _("my own"))] if access.works_on_trainings(request.user) else []

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=request.user)


FILTERS = [
    TrainingsAsOfFilter, PhaseFilter, RegionFilter, ServiceFilter, OwnerFilter, AgreementFilter,
    MineFilter,
]  # fmt: skip
PARAMETERS = {each.parameter_name for each in FILTERS}


class TrainingChangeList(NarrowedChangeList):
    tabs = ("phase", "mine")

    def get_queryset(self, request, exclude_parameters=None):
        # An agreement that the user may not read is not named either.
        agreements = Agreement.objects.visible_to(request.user).only("title")
        found = super().get_queryset(request, exclude_parameters)
        if access.reads_people(request.user):
            found = found.with_people()
        return found.select_related("organization__parent").prefetch_related(
            Prefetch("agreement", agreements)
        )

    def phase_choices(self):
        return self.choices("phase")

    def mine_choices(self):
        return self.choices("mine")


class TrainingListMixin:
    """For TrainingAdmin, which says what each user may see."""

    list_display = ("phase_chip", "training", "days", "sessions", "participants", "certificates")
    list_display_links = None
    sortable_by = ()
    list_filter = FILTERS
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("title",)  # that there is a search; get_search_results() does it
    search_help_text = gettext_lazy("Title, topic or organization")
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_full_result_count = False
    actions = None
    change_list_template = "admin/partnerships/training/change_list.html"

    def get_changelist(self, request, **kwargs):
        return TrainingChangeList

    def get_list_display(self, request):
        return self.list_display if access.reads_people(request.user) else self.list_display[:4]

    def get_ordering(self, request):
        return (F("first_at").desc(nulls_first=True), "-pk")

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in PARAMETERS

    def get_search_results(self, request, queryset, search_term):
        """Every word in the title or the topic; or all of them in the organization's names."""
        words = search_term.strip()[:200]
        said = Q()
        for word in words.split()[:8]:
            said &= Q(title__icontains=word) | Q(topic__icontains=word)
        if not words:
            return queryset, False
        return queryset.filter(said | Q(organization__in=Organization.objects.named(words))), False

    # Cells.

    @admin.display(description=gettext_lazy("state"))
    def phase_chip(self, training):
        return chip(training)

    @admin.display(description=gettext_lazy("training"))
    def training(self, training):
        facts = [str(training.organization)]
        if training.agreement:
            facts.append(str(training.agreement))
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            reverse("admin:partnerships_training_change", args=[training.pk]),
            training,
            " · ".join(facts),
        )

    @admin.display(description=gettext_lazy("days"))
    def days(self, training):
        return days_of(training) or format_html('<span class="facts">{}</span>', _("no day yet"))

    @admin.display(description=pgettext_lazy("training", "sessions"))
    def sessions(self, training):
        number = training.sessions_kept
        return ngettext("%(n)s session", "%(n)s sessions", number) % {"n": number}

    @admin.display(description=gettext_lazy("participants"))
    def participants(self, training):
        number = training.participants_n
        return ngettext("%(n)s participant", "%(n)s participants", number) % {"n": number}

    @admin.display(description=gettext_lazy("certificates"))
    def certificates(self, training):
        number = training.certificates_n
        return ngettext("%(n)s certificate", "%(n)s certificates", number) % {"n": number}


def chip(training):
    """Where it stands, as a word with a colour. Expects with_days()."""
    return format_html(
        '<span class="chip chip--{}">{}</span>', training.phase, PHASES[training.phase]
    )


def days_of(training):
    """“28 Jun 2022” or “28 Jun 2022 – 1 Jul 2022”, or "". Expects with_days()."""
    if not training.first_at:
        return ""
    first, last = (bureau_time(at).date() for at in (training.first_at, training.last_at))
    if first == last:
        return date_format(first, "j M Y")
    return f"{date_format(first, 'j M Y')} – {date_format(last, 'j M Y')}"
