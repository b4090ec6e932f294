"""The schedule's receipts, for reading: planned and seen, to the second."""

from django.contrib import admin
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.numbers import OwnFilters
from articles.dates import bureau_time
from articles.models import ScheduleReceipt


def to_the_second(moment):
    """“28 Jun 2022 17:51:00”, in the bureau's zone."""
    return date(bureau_time(moment), "j M Y H:i:s") if moment else ""


@admin.register(ScheduleReceipt)
class ScheduleReceiptAdmin(OwnFilters, admin.ModelAdmin):
    list_display = ("story", "planned", "seen", "outcome")
    list_display_links = None
    list_select_related = ("article",)
    list_per_page = 100
    show_full_result_count = False
    ordering = ("-planned_at", "-id")
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("story"))
    def story(self, row):
        return format_html('<a href="{}">{}</a>', row.get_admin_url(), row.article)

    @admin.display(description=gettext_lazy("planned for"))
    def planned(self, row):
        return to_the_second(row.planned_at)

    @admin.display(description=gettext_lazy("seen at"))
    def seen(self, row):
        return to_the_second(row.seen_at)

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, row):
        if row.missed_at is None:
            return _("in public")
        name, words = (
            ("returned", _("did not appear")) if not row.seen_at else ("spiked", _("late"))
        )
        return format_html('<span class="chip chip--{}">{}</span> {}', name, words, row.problem)
