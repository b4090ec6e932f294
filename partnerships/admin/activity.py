"""Activities: what was said with whom, what comes next, and ticking it off."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.template.defaultfilters import date as date_format
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.changelist import CappedPaginator
from articles.admin.filters import Filter
from articles.admin.forms import MomentInput, RowChoiceField
from articles.dates import bureau_time, end_of
from partnerships import steps
from partnerships.admin import sheet_columns
from partnerships.admin.as_of import AsOfFilter, day_of, is_past
from partnerships.admin.cells import due
from partnerships.admin.export import SheetMixin
from partnerships.admin.fields import OrganizationField, StepDayInput
from partnerships.admin.scope_filters import RegionFilter, ServiceFilter, asked_key
from partnerships.models import Activity, Agreement, Organization

SAID = ("organization", "kind", "at", "summary")
NEXT = ("next_step", "next_step_on", "owner")
AROUND = ("agreement", "place", "our_people", "their_people")


def colleagues(chosen=()):
    """Who works in the desk; with those who were chosen before and have left it."""
    users = get_user_model().objects.order_by("byline", "username")
    return users.filter(is_staff=True, is_active=True) | users.filter(pk__in=chosen)


class OwnerField(RowChoiceField):
    """Who follows up, by the name that readers know."""

    def __init__(self, users):
        super().__init__(users, label=gettext_lazy("Who follows up"))
        self.choices = [(pk, str(user)) for pk, user in self.rows.items()]


class ActivityForm(forms.ModelForm):
    """`by`, the user, is set on the class by ActivityAdmin.get_form()."""

    by = None

    class Meta:
        model = Activity
        fields = (*SAID, *NEXT, *AROUND)
        widgets = {
            "kind": forms.RadioSelect,
            "at": MomentInput,
            "next_step_on": StepDayInput,
            "summary": forms.Textarea({"rows": 4}),
            "our_people": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields:
            return  # whoever only reads gets no fields
        self.fields["organization"] = OrganizationField()
        kept = self.instance
        old = list(kept.our_people.values_list("pk", flat=True)) if kept.pk else []
        self.fields["kind"].choices = Activity.Kind.choices
        self.fields["our_people"].queryset = colleagues(old).distinct()
        self.fields["owner"] = OwnerField(colleagues([kept.owner_id]).distinct())
        self.fields["agreement"].queryset = self._agreements()
        self.fields["agreement"].empty_label = _("(none)")

    def _agreements(self):
        """Those that go on, and the one that is chosen already."""
        visible = Agreement.objects.visible_to(self.by)
        found = visible.open() | visible.filter(pk=self.instance.agreement_id)
        return found.distinct().order_by("title")


class MineFilter(Filter):
    title, parameter_name = gettext_lazy("who follows up"), "mine"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("I"))]

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=request.user)


class StepsAsOfFilter(AsOfFilter):
    """What the two filters after it ask of the next steps, they ask of that day."""

    def stand(self, queryset, day, is_past):
        return queryset.filter(at__lt=end_of(day)) if is_past else queryset


class OpenFilter(Filter):
    title, parameter_name = gettext_lazy("next step"), "open"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("not done yet"))]

    def narrow(self, request, queryset, value):
        return queryset.open_steps(day_of(request) if is_past(request) else None)


class OverdueFilter(Filter):
    title, parameter_name = gettext_lazy("overdue"), "overdue"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("overdue"))]

    def narrow(self, request, queryset, value):
        return queryset.overdue(day_of(request) if is_past(request) else None)


class KindFilter(Filter):
    title, parameter_name = gettext_lazy("kind"), "kind"

    def lookups(self, request, model_admin):
        return Activity.Kind.choices

    def narrow(self, request, queryset, value):
        return queryset.filter(kind=value)


class OrganizationFilter(Filter):
    """Reached from an organization's page: the list itself offers the search instead."""

    title, parameter_name = gettext_lazy("organization"), "organization"

    def lookups(self, request, model_admin):
        wanted = request.GET.get("organization", "")[:18]
        found = Organization.objects.filter(pk=wanted) if wanted.isdecimal() else []
        return [(str(each.pk), each.name) for each in found]

    def narrow(self, request, queryset, value):
        return queryset.filter(organization=int(value))


class OwnerFilter(Filter):
    """Of everybody's steps those of one colleague, for the pages that lead here."""

    title, parameter_name = gettext_lazy("who follows up"), "owner"

    def lookups(self, request, model_admin):
        return [(str(user.pk), str(user)) for user in colleagues(asked_key(request, "owner"))]

    def narrow(self, request, queryset, value):
        return queryset.filter(owner=int(value))


FILTERS = (
    StepsAsOfFilter, MineFilter, OpenFilter, OverdueFilter, KindFilter, OrganizationFilter,
    RegionFilter, ServiceFilter, OwnerFilter,
)  # fmt: skip


@admin.register(Activity)
class ActivityAdmin(SheetMixin, admin.ModelAdmin):
    sheet = sheet_columns.ACTIVITIES
    form = ActivityForm
    list_display = ("what", "step", "who", "when")
    list_display_links = None
    list_filter = FILTERS
    search_fields = ("summary",)  # that there is a search; get_search_results() does it
    search_help_text = gettext_lazy("Organization, or words of the summary")
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    empty_value_display = ""
    actions = None
    change_list_template = "admin/partnerships/activity/change_list.html"
    change_form_template = "admin/partnerships/activity/change_form.html"
    add_form_template = change_form_template
    fieldsets = (
        (None, {"fields": SAID}),
        (gettext_lazy("What comes next"), {"fields": NEXT}),
        (gettext_lazy("Who was there, and where"), {"fields": AROUND}),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # Without the admin's wrapper of add and change links.
        return db_field.formfield(**kwargs)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in {each.parameter_name for each in FILTERS}

    def get_urls(self):
        done = self.admin_site.admin_view(partial(finish, model_admin=self))
        name = "partnerships_activity_done"
        return [path("<int:pk>/done/", done, name=name), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        if request.user.has_perm("partnerships.view_contact"):
            return self.fieldsets
        # Names of their people are personal data.
        return [
            (name, {"fields": [each for each in rest["fields"] if each != "their_people"]})
            for name, rest in self.fieldsets
        ]

    # The list.

    def get_queryset(self, request):
        # An agreement that the user may not read is not named either.
        agreements = Agreement.objects.visible_to(request.user)
        rows = super().get_queryset(request).select_related("organization", "owner")
        return rows.prefetch_related(Prefetch("agreement", agreements))

    def get_list_display(self, request):
        if not self.has_change_permission(request):
            return self.list_display
        return ["step_to_tick" if name == "step" else name for name in self.list_display]

    def get_ordering(self, request):
        urgent = {"open", "overdue"} & request.GET.keys()
        return ("next_step_on", "pk") if urgent else ("-at", "-pk")

    def get_search_results(self, request, queryset, search_term):
        words = search_term.strip()[:200]
        named = Organization.objects.named(words)
        said = queryset
        for word in words.split()[:8]:
            said = said.filter(summary__icontains=word)
        return queryset.filter(organization__in=named) | said, False

    @admin.display(description=gettext_lazy("activity"))
    def what(self, activity):
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            reverse("admin:partnerships_activity_change", args=[activity.pk]),
            f"{activity.get_kind_display().capitalize()}: {activity.organization}",
            truncatechars(activity.summary, 140),
        )

    @admin.display(description=gettext_lazy("next step"))
    def step(self, activity):
        if not activity.next_step:
            return ""
        if activity.next_step_done_at:
            return format_html('{} <span class="facts">{}</span>', activity.next_step, _("done"))
        return format_html("{}<br>{}", due(activity.next_step_on), activity.next_step)

    @admin.display(description=gettext_lazy("next step"))
    def step_to_tick(self, activity):
        if not steps.is_open(activity):
            return self.step(activity)
        return format_html(
            '{}<br><a class="tick" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            self.step(activity),
            reverse("admin:partnerships_activity_done", args=[activity.pk]),
            _("Tick off"),
            activity.next_step,
        )

    @admin.display(description=gettext_lazy("who follows up"))
    def who(self, activity):
        return str(activity.owner)

    @admin.display(description=gettext_lazy("when"))
    def when(self, activity):
        return date_format(bureau_time(activity.at), "j M Y H:i")

    # The form.

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_changeform_initial_data(self, request):
        asked = {name: request.GET.get(name, "") for name in ("organization", "agreement")}
        initial = {name: value for name, value in asked.items() if value.isdecimal()}
        return {"owner": request.user.pk, "our_people": [request.user.pk], **initial}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_finish"] = bool(obj) and steps.may_finish(request.user, obj)
        if obj and steps.is_open(obj):
            context["due"] = due(obj.next_step_on)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        steps.record(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        text = _("The activity with %(name)s is logged.") % {"name": obj.organization}
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:partnerships_organization_change", obj.organization_id)

    def response_change(self, request, obj):
        text = _("The activity with %(name)s is saved.") % {"name": obj.organization}
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:partnerships_activity_change", obj.pk)


class DoneForm(forms.Form):
    """Ticking off; what came of it and what comes next may stay empty."""

    note = forms.CharField(
        label=gettext_lazy("What came of it"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("If you write here, it is logged as an activity of its own."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Activity.Kind,
        initial=Activity.Kind.CALL,
        widget=forms.RadioSelect,
    )
    next_step = forms.CharField(
        label=gettext_lazy("What comes next"), required=False, max_length=200
    )
    next_step_on = forms.DateField(
        label=gettext_lazy("By which day"), required=False, widget=StepDayInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request, pk, *, model_admin):
    """Tick the next step off, with a note and another step if there are any."""
    activity = model_admin.get_object(request, str(pk))
    if not model_admin.has_change_permission(request, activity):
        raise PermissionDenied
    if activity is None:
        raise Http404
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            follow_up = steps.finish(activity, by=request.user, **form.cleaned_data)
        except steps.StepRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            said = _("Done, and logged.") if follow_up else _("Done.")
            messages.success(request, said)
            return redirect("admin:partnerships_organization_change", activity.organization_id)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Tick off the next step"),
        "opts": model_admin.opts,
        "activity": activity,
        "is_open": steps.is_open(activity),
        "due": due(activity.next_step_on) if steps.is_open(activity) else "",
        "form": form,
        "media": form.media,
    }
    status = 422 if form.errors else 200
    template = "admin/partnerships/activity/done.html"
    return TemplateResponse(request, template, context, status=status)
