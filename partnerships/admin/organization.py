"""Organizations: the list, the form, and one page with all that happens with one of them."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.template.defaultfilters import date as date_format
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.changelist import CappedPaginator
from articles.admin.filters import Filter
from articles.admin.taxonomy import AddressKept, NamesField, RecordForMaintainers
from articles.dates import bureau_time
from articles.models import Region
from partnerships import people
from partnerships.admin import access, sheet_columns
from partnerships.admin.cells import due
from partnerships.admin.export import SheetMixin
from partnerships.admin.fields import TreeField
from partnerships.admin.working_file import PHASES
from partnerships.models import Activity, Agreement, Contact, Organization, Party
from partnerships.tree import Tree, full_name

SHOWN = 30  # rows of each list on an organization's page


class KindFilter(Filter):
    title, parameter_name = gettext_lazy("kind"), "kind"

    def lookups(self, request, model_admin):
        return Organization.Kind.choices

    def narrow(self, request, queryset, value):
        return queryset.filter(kind=value)


class RegionFilter(Filter):
    title, parameter_name = gettext_lazy("region"), "region"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Region.objects.values_list("pk", "name")]

    def narrow(self, request, queryset, value):
        return queryset.filter(region=int(value))


class ParentField(TreeField):
    """The tree, indented; without the organization itself and what stands below it."""

    def __init__(self, organization=None):
        tree = Tree()
        out = set()
        if organization:
            below = tree.below(organization.pk)
            out = {organization.pk, *(row.pk for _depth, row in below)}
        super().__init__(
            tree,
            out,
            _("(nobody: it stands by itself)"),
            label=gettext_lazy("Belongs to"),
            required=False,
            help_text=gettext_lazy("An office (OPD) stands under its government."),
            error_messages={
                "invalid_choice": gettext_lazy(
                    "That one stands below this organization, so it cannot stand above it too. "
                    "Choose another, or leave it empty."
                )
            },
        )


class OrganizationForm(forms.ModelForm):
    aliases = NamesField(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One a line. Searches find the organization by these names too."),
    )

    class Meta:
        model = Organization
        fields = (
            "name", "short_name", "kind", "parent", "region", "aliases", "slug", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"] = ParentField(self.instance if self.instance.pk else None)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Made from the name; kept after the first save.")

    def clean(self):
        values = super().clean()
        # Without scripts nobody has made the address from the name.
        if "slug" in self.fields and "slug" not in self.errors and not values.get("slug"):
            values["slug"] = _free_address(values.get("name", ""))
        return values


def _free_address(name):
    base = slugify(name)[:110] or "instansi"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


@admin.register(Organization)
class OrganizationAdmin(SheetMixin, RecordForMaintainers, AddressKept, admin.ModelAdmin):
    sheet = sheet_columns.ORGANIZATIONS
    form = OrganizationForm
    list_display = ("organization", "kind_name", "region", "running", "last", "step")
    list_display_links = None
    list_filter = (KindFilter, RegionFilter)
    search_fields = ("name",)  # that there is a search; get_search_results() does it
    search_help_text = gettext_lazy("Name, other name or region")
    ordering = ("name",)
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    empty_value_display = ""
    actions = None
    change_form_template = "admin/partnerships/organization/change_form.html"
    add_form_template = "admin/partnerships/organization/add_form.html"

    def get_fields(self, request, obj=None):
        return OrganizationForm.Meta.fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # Without the admin's wrapper of add and change links.
        return db_field.formfield(**kwargs)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in {"kind", "region"}

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term.strip()[:200]), False

    # The list.

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        match = request.resolver_match
        lists = ("partnerships_organization_changelist", self.sheet_url_name)
        if match and match.url_name in lists:
            return _with_figures(rows.select_related("parent", "region"), request.user)
        return rows

    @admin.display(description=gettext_lazy("organization"))
    def organization(self, row):
        facts = [full_name(row.parent)] if row.parent else []
        if row.aliases:
            facts.append(_("also: %(names)s") % {"names": ", ".join(map(str, row.aliases[:3]))})
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            reverse("admin:partnerships_organization_change", args=[row.pk]),
            full_name(row),
            " · ".join(facts),
        )

    @admin.display(description=gettext_lazy("kind"))
    def kind_name(self, row):
        return row.get_kind_display()

    @admin.display(description=gettext_lazy("agreements"))
    def running(self, row):
        number = row.running_agreements
        if not number:
            return ""
        return ngettext("%(n)s running", "%(n)s running", number) % {"n": number}

    @admin.display(description=gettext_lazy("last activity"))
    def last(self, row):
        if not row.last_at:
            return _("no activity yet")
        return date_format(bureau_time(row.last_at), "j M Y")

    @admin.display(description=gettext_lazy("next step"))
    def step(self, row):
        if not row.step_on:
            return ""
        return format_html("{}<br>{}", due(row.step_on), row.step_text)

    # The page.

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= page_of(obj, request.user)
            context["may_change"] = self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        text = _("“%(name)s” is saved. Add its contacts and what was agreed.") % {"name": obj}
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:partnerships_organization_change", obj.pk)

    def response_change(self, request, obj):
        self.message_user(request, _("“%(name)s” is saved.") % {"name": obj}, messages.SUCCESS)
        return redirect("admin:partnerships_organization_change", obj.pk)


def _with_figures(rows, user):
    """Annotate what the list shows, so that it costs the same for any number of rows."""
    running = Agreement.objects.visible_to(user).running()
    signed = Party.objects.filter(organization=OuterRef("pk"), agreement__in=running)
    latest = Activity.objects.filter(organization=OuterRef("pk")).order_by("-at", "-pk")
    steps = Activity.objects.filter(organization=OuterRef("pk")).open_steps()
    count = signed.order_by().values("organization").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        running_agreements=Coalesce(Subquery(count), 0),
        last_at=Subquery(latest.values("at")[:1]),
        step_on=Subquery(steps.values("next_step_on")[:1]),
        step_text=Subquery(steps.values("next_step")[:1]),
    )


def page_of(organization, user):
    """What the organization's page shows to `user`, in a constant number of queries."""
    tree = Tree()
    agreements = Agreement.objects.visible_to(user)
    mine = agreements.filter(parties__organization=organization)
    activities = organization.activities.select_related("owner").prefetch_related(
        "our_people", Prefetch("agreement", agreements.only("title"))
    )
    activities = list(activities[: SHOWN + 1])
    context = {
        "full_name": full_name(organization),
        "above": tree.above(organization.pk),
        "below": tree.below(organization.pk),
        "agreements": [
            (agreement, "" if agreement.phase == "unsigned" else PHASES[agreement.phase])
            for agreement in mine.with_phase().order_by("-created_at", "-pk")[:SHOWN]
        ],
        "trainings": organization.trainings.visible_to(user).with_days()[:SHOWN],
        "may_plan": access.works_on_trainings(user) and organization.kind != organization.Kind.OWN,
        "activities": activities[:SHOWN],
        "more_activities": len(activities) > SHOWN,
        "sees_contacts": user.has_perm("partnerships.view_contact"),
    }
    if context["sees_contacts"]:
        context |= _contacts(organization)
    return context


def _contacts(organization):
    everybody = organization.contacts.all()
    in_office = list(everybody.in_office()[:SHOWN])
    known = [contact.pk for contact in in_office]
    former = everybody.exclude(pk__in=known).order_by("-valid_until", "name")[:SHOWN]
    return {
        "in_office": [_card(contact) for contact in in_office],
        "former": [_card(contact) for contact in former],
    }


def _card(contact: Contact):
    return {
        "contact": contact,
        "nip": people.nip_groups(contact.nip),
        "odd": people.nip_looks_odd(contact.nip),
    }
