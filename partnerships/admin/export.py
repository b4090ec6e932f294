"""Lists as sheets: what a list shows, with its filters, as a file. sheet_columns.py says what."""

from functools import partial

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.dates import long_time
from partnerships import sheets
from partnerships.admin import access, sheet_columns

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetMixin:
    """For a ModelAdmin whose list can be exported. `sheet`: of sheet_columns.Sheet."""

    sheet = None

    @property
    def sheet_url_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_sheet"

    def get_urls(self):
        view = self.admin_site.admin_view(partial(export_list, model_admin=self))
        return [path("sheet/", view, name=self.sheet_url_name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """With `sheet_url`: the same list as a file."""
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            query = shown["cl"].get_query_string()
            shown["sheet_url"] = reverse(f"admin:{self.sheet_url_name}") + query
        return response


@require_safe
def export_list(request, *, model_admin):
    """All rows that the list holds for this user, with its words and filters, in its order."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        found = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        opts = model_admin.opts
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    facts = [(_("Narrowed to"), "; ".join(_narrowed(found)) or _("nothing: the whole list"))]
    return answer(request, model_admin.sheet, found.queryset, facts=facts)


def _narrowed(found):
    """What the list is narrowed to, in the words of its filters."""
    for spec in found.filter_specs:
        label = dict(spec.lookup_choices).get(spec.value())
        if label:
            yield f"{spec.title}: {label}"
    if found.query:
        yield f"“{found.query}”"


@require_safe
def export_claims(request, pk, *, model_admin):
    """The ledger of one agreement, row by row."""
    agreement = model_admin.visible_or_404(request, pk)
    if not access.reads_file(request.user):
        raise PermissionDenied
    facts = [(_("Agreement"), agreement)]
    return answer(request, sheet_columns.CLAIMS, agreement, facts=facts, number=pk)


def answer(request, sheet, source, *, facts=(), number=""):
    """`sheet` of `source` as an attachment that nobody keeps a copy of on the way."""
    user, now = request.user, timezone.now()
    told = [(_("Exported"), long_time(now)), (_("By"), user), *facts]
    if sheet.is_personal:
        rule = _("Personal data (UU 27/2022): hand it to nobody who may not see it.")
        told.append((_("Note"), rule))
    columns = sheet.columns(user, source)
    written = sheets.write(sheet.title, columns, sheet.rows(user, source), facts=told)
    if sheet.is_personal:
        _log(user, sheet, number, written.rows)
    day = timezone.localdate(now, timezone.get_default_timezone())
    stem = "-".join(filter(None, [sheet.name, str(number), day.isoformat()]))
    response = FileResponse(
        written.file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _log(user, sheet, number, rows):
    """Who took personal data out, and how much of it: names none of the people."""
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(sheet.logged_as),
        object_id=str(number) or None,
        object_repr=str(sheet.title),
        action_flag=CHANGE,
        change_message=_("Exported as a sheet: %(rows)d rows.") % {"rows": rows},
    )
