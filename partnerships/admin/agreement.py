"""The agreement as a working file."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.dates import short_time
from articles.numbers import as_number
from partnerships import lifecycle
from partnerships.admin import (
    access,
    amendments,
    claims,
    documents,
    export,
    moves,
    paper_issue,
    paper_list,
    papers,
    partner_links,
    sheet_columns,
    working_file,
)
from partnerships.admin.agreement_forms import (
    AgreementForm,
    LineForm,
    LockedFormSet,
    PartyForm,
    PartyFormSet,
    choices_of_offices,
    choices_of_parties,
    free_slug,
)
from partnerships.admin.agreement_list import AgreementListMixin
from partnerships.admin.inlines import FileInline
from partnerships.models import Agreement, Deliverable, Organization, Party
from partnerships.scope import EARLIEST, LATEST


class PartyInline(FileInline):
    model = Party
    form = PartyForm
    formset = PartyFormSet
    fields = ["organization", "order", "number", "signed_on"]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 2  # our side and the partner, filled in by get_formset_kwargs()

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("organization")
        return rows.prefetch_related("signatories")

    def get_formset(self, request, obj=None, **kwargs):
        shapes = obj is None or access.can_shape(request.user, obj)
        if not shapes:
            kwargs |= {"can_delete": False, "extra": 0, "max_num": 0, "validate_max": False}
        formset = super().get_formset(request, obj, **kwargs)
        field = choices_of_parties()
        # What the signing brings is recorded; who the parties are is settled by then.
        field.disabled = not shapes
        formset.form.base_fields["organization"] = field
        return formset


class LineInline(FileInline):
    model = Deliverable
    form = LineForm
    formset = LockedFormSet

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["organization"] = choices_of_offices()
        return formset


@admin.register(Agreement)
class AgreementAdmin(export.SheetMixin, AgreementListMixin, admin.ModelAdmin):
    sheet = sheet_columns.AGREEMENTS
    form = AgreementForm
    inlines = [PartyInline, LineInline]
    change_form_template = "admin/partnerships/agreement/change_form.html"
    add_form_template = change_form_template

    # Who may what: access.py and lifecycle.py decide for each agreement.

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("partnerships.view_agreement")

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return access.works_on_agreements(request.user)
        if request.method == "POST" and access.works_on_agreements(request.user):
            # Who comes too late is told so by the form, which keeps what was typed.
            return True
        return access.can_write(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # What does not come to be is cancelled; nothing is deleted.

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_phase()

    def get_object(self, request, object_id, from_field=None):
        found = self.get_queryset(request).select_related("owner", "umbrella")
        try:
            return found.get(pk=object_id)
        except (Agreement.DoesNotExist, ValueError):
            return None

    def visible_or_404(self, request, pk):
        """For the pages below the file, which ask nothing of the phase: half its query."""
        found = super().get_queryset(request).visible_to(request.user)
        return get_object_or_404(found.select_related("owner", "umbrella"), pk=pk)

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        pages = {
            "move/<slug:name>/": (moves.move, "move"),
            "document/": (documents.add, "document_add"),
            "document/<int:version>/": (documents.download, "document"),
            "document/<int:row>/share/": (documents.share, "document_share"),
            "partner-link/": (partner_links.make, "partner_link_add"),
            "partner-link/<int:row>/close/": (partner_links.close, "partner_link_close"),
            "obligation/": (papers.add_obligation, "obligation_add"),
            "obligation/<int:row>/": (papers.mark_obligation, "obligation"),
            "evaluation/": (papers.add_evaluation, "evaluation_add"),
            "amendment/": (amendments.edit, "amendment_add"),
            "amendment/<int:row>/": (amendments.edit, "amendment"),
            "amendment/<int:row>/sign/": (amendments.sign, "amendment_sign"),
            "claim/<int:row>/<slug:name>/": (claims.decide, "claim"),
            "session/<int:row>/<slug:name>/": (claims.of_session, "session"),
            "paper/": (paper_issue.issue, "paper_issue"),
            "paper/<int:row>/revoke/": (paper_list.revoke, "paper_revoke"),
            "paper/<int:row>/share/": (paper_list.share, "paper_share"),
            "paper/<int:row>/<slug:name>/": (paper_list.download, "paper"),
            "claims/sheet/": (export.export_claims, "claims_sheet"),
        }
        urls = [
            path(f"<int:pk>/{address}", wrap(view), name=f"partnerships_agreement_{name}")
            for address, (view, name) in pages.items()
        ]
        return urls + super().get_urls()

    # The form.

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": access.FACTS})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm  # Somebody who reads: no fields at all.
            return super().get_form(request, obj, change=change, **kwargs)
        return type("AgreementForm", (AgreementForm,), {"by": request.user})

    def get_changeform_initial_data(self, request):
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def get_inline_instances(self, request, obj=None):
        """Rows are in the form while they may be written; sent ones always, to be refused."""
        inlines = super().get_inline_instances(request, obj)
        if obj is None or access.can_shape(request.user, obj):
            return inlines
        recorded = [PartyInline] if access.can_record(request.user, obj) else []
        sent = {"parties-TOTAL_FORMS": PartyInline, "deliverables-TOTAL_FORMS": LineInline}
        if request.method == "POST" and self.has_change_permission(request, obj):
            recorded += [inline for name, inline in sent.items() if name in request.POST]
        return [each for each in inlines if isinstance(each, tuple(recorded))]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if not obj.pk and isinstance(inline, PartyInline):
            own = Organization.objects.filter(kind="own").order_by("pk").first()
            partner = request.GET.get("organization", "")
            chosen = [own.pk if own else "", partner if partner.isdecimal() else ""]
            kwargs["initial"] = [
                {"organization": pk, "order": order} for order, pk in enumerate(chosen, 1)
            ]
        return kwargs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["file_form"] = form if isinstance(form, AgreementForm) else None
        context["formsets"] = {
            inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]
        }
        if obj is not None:
            asked = parse_date_or_none(request.GET.get("as_of", ""))
            context |= working_file.context(request.user, obj, day=asked)
            context["may_write"] = access.can_write(request.user, obj) or bool(context["errors"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_form(self, request, form, change):
        agreement = super().save_form(request, form, change)
        if not change:
            agreement.slug = free_slug(agreement.title)
        return agreement

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()
            return
        # Only what the form shows: the state is the lifecycle's.
        names = [name for name in access.FACTS if name in form.fields]
        obj.save(update_fields=names)
        Agreement.objects.filter(pk=obj.pk).update(version=F("version") + 1)

    def log_addition(self, request, obj, message):
        """The page of the agreement has its own history."""

    def log_change(self, request, obj, message):
        """The page of the agreement has its own history."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_save(request, obj)

    def response_change(self, request, obj):
        return self.after_save(request, obj)

    def after_save(self, request, agreement):
        name = request.POST.get("_move", "")
        if name in lifecycle.MOVES:
            return redirect("admin:partnerships_agreement_move", agreement.pk, name)
        saved = _("Saved at %(time)s.") % {"time": short_time(timezone.now())}
        self.message_user(request, saved, messages.SUCCESS)
        return redirect("admin:partnerships_agreement_change", agreement.pk)

    def history_view(self, request, object_id, extra_context=None):
        """The history stands on the page itself."""
        agreement = self.visible_or_404(request, as_number(object_id))
        return redirect("admin:partnerships_agreement_change", agreement.pk)


def parse_date_or_none(words):
    try:
        day = parse_date(words)
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year <= LATEST else None
