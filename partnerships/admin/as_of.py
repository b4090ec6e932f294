"""A list as of a past day: the filter that comes first, and the field that asks for the day."""

from django.db.models import DateField, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from articles.admin.filters import Filter
from partnerships.admin import access
from partnerships.scope import past_day


def day_of(request):
    """The day as of which the list stands: the one that was asked for, or today.

    Reporters know public facts only, and how an agreement came to be is none.
    """
    asked = request.GET.get("as_of", "") if access.reads_file(request.user) else ""
    return past_day(asked) or timezone.localdate()


def is_past(request):
    return day_of(request) < timezone.localdate()


class AsOfFilter(Filter):
    """Rows as they stood on a day. First in its list: the filters after it ask what it annotates.

    `is_day`: a field for a date stands for it on the page.
    """

    title, parameter_name, is_day = gettext_lazy("as of"), "as_of", True

    def lookups(self, request, model_admin):
        day = day_of(request)
        asked = request.GET.get("as_of", "") == day.isoformat()
        return [(day.isoformat(), date_format(day, "j F Y"))] if asked else []

    def has_output(self):
        return True

    def queryset(self, request, queryset):
        return self.stand(queryset, day_of(request), is_past(request))

    def stand(self, queryset, day, is_past):
        """Rows as they stood at the end of `day`; each knows it as `listed_on`."""
        on = Value(day, output_field=DateField())
        return queryset.as_of(day).annotate(listed_on=on)
