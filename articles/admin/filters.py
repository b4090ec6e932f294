"""What the story list can be narrowed by. None of these reads a list that grows with time."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.admin.states import RANGES, STATES, in_range, in_state, span_of
from articles.models import Article, ArticleRegion, Region, Section


class Filter(admin.SimpleListFilter):
    """One choice; a value that is not offered is taken as none."""

    def value(self):
        value = super().value()
        return value if value in {key for key, _label in self.lookup_choices} else None

    def queryset(self, request, queryset):
        return queryset if self.value() is None else self.narrow(request, queryset, self.value())


class StateFilter(Filter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [(name, state.label) for name, state in STATES.items()]

    def narrow(self, request, queryset, value):
        return in_state(queryset, value)


class RangeFilter(Filter):
    """Days of the bureau's calendar: those of RANGES, and any other that a page leads to."""

    title, parameter_name = _("days"), "day"

    def lookups(self, request, model_admin):
        asked = request.GET.get(self.parameter_name, "")
        if span := span_of(asked):
            first, last = (date_format(day, "j M Y") for day in span)
            return [*RANGES.items(), (asked, first if first == last else f"{first} – {last}")]
        return RANGES.items()

    def narrow(self, request, queryset, value):
        return in_range(queryset, value, field=date_field(request), now=timezone.now())


class SectionFilter(Filter):
    title, parameter_name = _("section"), "section"

    def lookups(self, request, model_admin):
        self.sections = list(Section.objects.only("name", "parent"))
        return [(str(section.pk), section.name) for section in self.sections]

    def narrow(self, request, queryset, value):
        # With the sections below it, as readers get them.
        chosen = [s.pk for s in self.sections if int(value) in (s.pk, s.parent_id)]
        return queryset.filter(section__in=chosen)


class RegionFilter(Filter):
    title, parameter_name = _("region"), "region"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Region.objects.values_list("pk", "name")]

    def narrow(self, request, queryset, value):
        links = ArticleRegion.objects.filter(region=int(value))
        return queryset.filter(pk__in=links.values("article"))


class ClassFilter(Filter):
    title, parameter_name = _("class"), "class"

    def lookups(self, request, model_admin):
        return Article.StoryClass.choices

    def narrow(self, request, queryset, value):
        return queryset.filter(story_class=value)


class WriterFilter(Filter):
    title, parameter_name = _("writer"), "who"

    def lookups(self, request, model_admin):
        return [("mine", _("my own"))]

    def narrow(self, request, queryset, value):
        return queryset.filter(created_by=request.user)


class ChildFilter(Filter):
    title, parameter_name = _("child"), "child"

    def lookups(self, request, model_admin):
        return [("yes", _("a child is involved"))]

    def narrow(self, request, queryset, value):
        return queryset.filter(child_involved=True)


FILTERS = [
    StateFilter,
    RangeFilter,
    SectionFilter,
    RegionFilter,
    ClassFilter,
    WriterFilter,
    ChildFilter,
]
PARAMETERS = {each.parameter_name for each in FILTERS}


def chosen_state(request):
    """The State that the list is narrowed to, or None."""
    return STATES.get(request.GET.get("state", ""))


def date_field(request):
    state = chosen_state(request)
    return state.date if state else "modified_at"
