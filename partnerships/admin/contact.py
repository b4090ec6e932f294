"""Contacts: personal data, on pages of their own for those who may see it."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.changelist import CappedPaginator
from articles.admin.filters import Filter
from partnerships import people
from partnerships.admin import sheet_columns
from partnerships.admin.export import SheetMixin
from partnerships.admin.fields import DayInput, OrganizationField
from partnerships.models import Contact
from partnerships.tree import full_name


class ContactForm(forms.ModelForm):
    # Wider than what is stored: people paste them with spaces.
    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=40,
        help_text=gettext_lazy("18 digits; spaces do no harm."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("08…, 62… or +62…; spaces and dashes do no harm."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )

    class Meta:
        model = Contact
        fields = (
            "organization", "name", "acting", "title", "nip", "phone", "email",
            "valid_from", "valid_until",
        )  # fmt: skip
        widgets = {"valid_from": DayInput, "valid_until": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "organization" in self.fields:
            self.fields["organization"] = OrganizationField()
        if self.instance.nip:
            self.initial["nip"] = people.nip_groups(self.instance.nip)

    def clean_nip(self):
        return people.bare_nip(self.cleaned_data["nip"])

    def clean_phone(self):
        return people.normal_phone(self.cleaned_data["phone"])


class InOfficeFilter(Filter):
    title, parameter_name = gettext_lazy("time"), "office"

    def lookups(self, request, model_admin):
        return [("now", gettext_lazy("in office now"))]

    def narrow(self, request, queryset, value):
        return queryset.in_office()


@admin.register(Contact)
class ContactAdmin(SheetMixin, admin.ModelAdmin):
    """Every page asks for view_contact: editors and reporters find no trace of them."""

    sheet = sheet_columns.CONTACTS
    form = ContactForm
    list_display = ("person", "where", "reach", "until")
    list_display_links = None
    list_filter = (InOfficeFilter,)
    search_fields = ("name", "title")
    search_help_text = gettext_lazy("Name or title")
    ordering = ("name",)
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    list_select_related = ("organization",)
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    empty_value_display = ""
    actions = None
    change_form_template = "admin/partnerships/contact/change_form.html"
    add_form_template = change_form_template

    def get_fields(self, request, obj=None):
        return ContactForm.Meta.fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "office"

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.anonymised_at:
            return False  # what was erased is not written again
        return super().has_change_permission(request, obj)

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        return [
            path("<int:pk>/anonymise/", wrap(anonymise), name="partnerships_contact_anonymise"),
            path("<int:pk>/export/", wrap(export), name="partnerships_contact_export"),
            *super().get_urls(),
        ]

    # The list.

    @admin.display(description=gettext_lazy("person"))
    def person(self, contact):
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{} {}</span>',
            reverse("admin:partnerships_contact_change", args=[contact.pk]),
            contact.name,
            contact.get_acting_display() if contact.acting else "",
            contact.title,
        )

    @admin.display(description=gettext_lazy("organization"))
    def where(self, contact):
        return full_name(contact.organization)

    @admin.display(description=gettext_lazy("phone, e-mail"))
    def reach(self, contact):
        return format_html("{}<br>{}", contact.phone, contact.email) if contact.phone else (
            contact.email
        )  # fmt: skip

    @admin.display(description=gettext_lazy("until"))
    def until(self, contact):
        return contact.valid_until

    # The form.

    def get_changeform_initial_data(self, request):
        wanted = request.GET.get("organization", "")
        return {"organization": wanted} if wanted.isdecimal() else {}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            erasable = not obj.anonymised_at
            context["may_erase"] = erasable and people.may_erase(request.user)
            context["may_export"] = people.may_export(request.user)
            context["organization"] = obj.organization
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_save(request, obj)

    def response_change(self, request, obj):
        return self.after_save(request, obj)

    def after_save(self, request, contact):
        self.message_user(request, _("The contact is saved."), messages.SUCCESS)
        if people.nip_looks_odd(contact.nip):
            text = _(
                "The NIP %(nip)s is saved, but is not built as most are "
                "(birth date, appointment, sex, serial number). Please check it."
            )
            values = {"nip": people.nip_groups(contact.nip)}
            self.message_user(request, text % values, messages.WARNING)
        return redirect("admin:partnerships_organization_change", contact.organization_id)

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(request, _("The contact is deleted."), messages.SUCCESS)
        return redirect("admin:partnerships_organization_changelist")

    # The log outlives an erasure: it names the row, never the person.

    def log_addition(self, request, obj, message):
        return super().log_addition(request, Unnamed(obj), message)

    def log_change(self, request, obj, message):
        return super().log_change(request, Unnamed(obj), message)

    def log_deletions(self, request, queryset):
        return super().log_deletions(request, [Unnamed(obj) for obj in queryset])


class Unnamed:
    """A contact as the log may call it."""

    def __init__(self, contact):
        self.pk, self._meta, self._state = contact.pk, contact._meta, contact._state

    def __str__(self):
        return _("Contact %(number)s") % {"number": self.pk}


def _log(contact, user, message):
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=str(contact.pk),
        object_repr=str(Unnamed(contact)),
        action_flag=CHANGE,
        change_message=message,
    )


def _found(request, pk, model_admin):
    contact = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_permission(request, contact):
        raise PermissionDenied
    if contact is None:
        raise Http404
    return contact


@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request, pk, *, model_admin):
    """Say what will happen; with a POST, do it."""
    contact = _found(request, pk, model_admin)
    if not people.may_erase(request.user):
        raise PermissionDenied
    if contact.anonymised_at:
        messages.info(request, _("This contact is anonymised already."))
        return redirect("admin:partnerships_organization_change", contact.organization_id)
    if request.method == "POST":
        people.anonymise(contact, by=request.user)
        _log(contact, request.user, _("Anonymised."))
        messages.success(request, _("The contact is anonymised. Nothing leads back to the person."))
        return redirect("admin:partnerships_organization_change", contact.organization_id)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Anonymise this contact?"),
        "opts": model_admin.opts,
        "contact": contact,
    }
    return TemplateResponse(request, "admin/partnerships/contact/anonymise.html", context)


@require_safe
def export(request, pk, *, model_admin):
    """Everything held of one person, to hand out to that person."""
    contact = _found(request, pk, model_admin)
    data = people.personal_data(contact, by=request.user)
    _log(contact, request.user, _("Personal data exported."))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="kontak-{contact.pk}.json"'
    response["Cache-Control"] = "no-store, private"
    return response
