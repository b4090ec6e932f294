"""The training as a working file."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.dates import short_time
from partnerships.admin import (
    access,
    training_certificates,
    training_file,
    training_import,
    training_marks,
    training_materials,
    training_people,
    training_sessions,
    training_sheets,
)
from partnerships.admin.export import SheetMixin
from partnerships.admin.inlines import FileInline
from partnerships.admin.training_forms import (
    FACTS,
    SessionForm,
    SessionRows,
    StaffChoice,
    TrainingForm,
)
from partnerships.admin.training_list import TrainingListMixin
from partnerships.models import Agreement, Session, Speaker, Training

PAGES = {
    "session/<int:row>/cancel/": (training_sessions.cancel, "session_cancel"),
    "participants/": (training_import.add_many, "participants"),
    "participants/sheet/": (training_sheets.export_participants, "participants_sheet"),
    "participant/": (training_people.add, "participant_add"),
    "participant/<int:row>/": (training_people.edit, "participant"),
    "participant/<int:row>/remove/": (training_people.remove, "participant_remove"),
    "participant/<int:row>/anonymise/": (training_people.anonymise, "participant_anonymise"),
    "attendance/": (training_marks.attendance, "attendance"),
    "scores/": (training_marks.scores, "scores"),
    "certificates/": (training_certificates.issue, "issue"),
    "certificates/pdf/": (training_certificates.pdf_of_all, "pdf"),
    "certificate/<int:row>/": (training_certificates.pdf_of_one, "certificate"),
    "certificate/<int:row>/revoke/": (training_certificates.revoke, "certificate_revoke"),
    "material/": (training_materials.add, "material_add"),
    "material/<int:row>/": (training_materials.download, "material"),
}


class SessionInline(FileInline):
    model = Session
    form = SessionForm
    formset = SessionRows

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_queryset(self, request):
        speakers = Prefetch("speakers", Speaker.objects.select_related("user"))
        kept = super().get_queryset(request).filter(cancelled_at__isnull=True)
        return kept.prefetch_related(speakers)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        chosen = Speaker.objects.filter(session__training=obj) if obj else Speaker.objects.none()
        formset.form.staff = StaffChoice(chosen.values("user"))
        return formset


@admin.register(Training)
class TrainingAdmin(SheetMixin, TrainingListMixin, admin.ModelAdmin):
    sheet = training_sheets.TRAININGS
    form = TrainingForm
    inlines = [SessionInline]
    change_form_template = "admin/partnerships/training/change_form.html"
    add_form_template = change_form_template

    # Who may what: access.py decides.

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("partnerships.view_training")

    def has_change_permission(self, request, obj=None):
        return access.works_on_trainings(request.user)

    def has_delete_permission(self, request, obj=None):
        return False  # A session is called off; nothing is deleted.

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_days()

    def get_object(self, request, object_id, from_field=None):
        # An agreement that the user may not read is not named either.
        agreements = Agreement.objects.visible_to(request.user)
        found = self.get_queryset(request).select_related("organization__parent", "owner")
        try:
            return found.prefetch_related(Prefetch("agreement", agreements)).get(pk=object_id)
        except (Training.DoesNotExist, ValueError):
            return None

    def visible_or_404(self, request, pk):
        training = self.get_object(request, str(pk))
        if training is None:
            raise Http404
        return training

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        urls = [
            path(f"<int:pk>/{address}", wrap(view), name=f"partnerships_training_{name}")
            for address, (view, name) in PAGES.items()
        ]
        return urls + super().get_urls()

    # The form.

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": FACTS})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm  # Somebody who reads: no fields at all.
            return super().get_form(request, obj, change=change, **kwargs)
        return type("TrainingForm", (TrainingForm,), {"by": request.user})

    def get_inline_instances(self, request, obj=None):
        if not self.has_change_permission(request, obj):
            return []
        return super().get_inline_instances(request, obj)

    def get_changeform_initial_data(self, request):
        """From an agreement or an organization all that is known is filled in."""
        return training_file.known_facts(request.user, request.GET)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["file_form"] = form if isinstance(form, TrainingForm) else None
        context["formsets"] = {
            inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]
        }
        if obj is not None:
            context |= training_file.context(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=FACTS if change else None)

    def log_addition(self, request, obj, message):
        """The page of the training has its own history."""

    def log_change(self, request, obj, message):
        """The page of the training has its own history."""

    def response_add(self, request, obj, post_url_continue=None):
        text = _("“%(training)s” is planned. Add who takes part when you have the list.")
        self.message_user(request, text % {"training": obj}, messages.SUCCESS)
        return redirect("admin:partnerships_training_change", obj.pk)

    def response_change(self, request, obj):
        saved = _("Saved at %(time)s.") % {"time": short_time(timezone.now())}
        self.message_user(request, saved, messages.SUCCESS)
        return redirect("admin:partnerships_training_change", obj.pk)

    def history_view(self, request, object_id, extra_context=None):
        """The history stands on the page itself."""
        training = self.visible_or_404(request, object_id)
        return redirect("admin:partnerships_training_change", training.pk)
