"""Filters that the lists of the partnerships share: by region and by kind of deliverable."""

from django.utils.translation import gettext_lazy

from articles.admin.filters import Filter
from articles.admin.numbers import as_number
from articles.models import Region
from partnerships.admin import access
from partnerships.models import Deliverable


class RegionFilter(Filter):
    title, parameter_name = gettext_lazy("region"), "region"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Region.objects.values_list("pk", "name")]

    def narrow(self, request, queryset, value):
        return queryset.in_region(int(value))


class ServiceFilter(Filter):
    """By what the agreement promises; of activities and trainings, the one they stand under."""

    title, parameter_name = gettext_lazy("service"), "service"

    def lookups(self, request, model_admin):
        return Deliverable.Kind.choices if access.reads_file(request.user) else []

    def narrow(self, request, queryset, value):
        return queryset.with_service(value)


def asked_key(request, name):
    """[the key that the address names] or []: a page may lead to a list where nobody has any."""
    key = as_number(request.GET.get(name, ""))
    return [] if key is None else [key]
