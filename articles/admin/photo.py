"""The photo library: a grid, uploads, one page for each photo, and the picker of the story form."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles import library, originals
from articles.admin import photo_words, picker
from articles.admin.photo_forms import FIELDS, PhotoForm, UploadForm
from articles.models import Photo


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    change_form_template = "admin/articles/photo/change_form.html"
    add_form_template = "admin/articles/photo/add_form.html"
    search_fields = ["caption", "alt", "credit"]

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return request.user.has_perm("articles.change_photo")
        return library.may_change(request.user, obj)

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        return [
            # Signed out, these two answer by themselves.
            path("picker/", partial(picker.photos, model_admin=self), name="articles_photo_picker"),
            path(
                "picker/upload/",
                partial(picker.upload, model_admin=self),
                name="articles_photo_upload",
            ),
            path("words/", wrap(photo_words.words), name="articles_photo_words"),
            path("<int:pk>/original/", wrap(original), name="articles_photo_original"),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": FIELDS if obj else UploadForm.Meta.fields})]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)

    def get_queryset(self, request):
        """Every page of a photo, and the picker, begins here."""
        photos = super().get_queryset(request)
        return photos.exclude(pk__in=library.hidden_from(request.user))

    def changelist_view(self, request, extra_context=None):
        return grid(request, model_admin=self)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["photo_form"] = context["adminform"].form
        if obj:
            context["uses"], context["hidden_uses"] = library.uses(obj, request.user)
            context["shapes"] = [("wide", "16:9"), ("card", "3:2")]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except library.AlreadyThereError as there:
            sentence = _("This photo is in the library already: here it is. Nothing was stored.")
            self.message_user(request, sentence, messages.WARNING)
            return redirect("admin:articles_photo_change", there.photo.pk)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect("admin:articles_photo_changelist")

    def save_model(self, request, obj, form, change):
        if not change:
            library.add(obj, form.probed, by=request.user)
            return
        library.change(obj, form.changed_data, by=request.user)
        if number := library.late_stories(obj):
            sentence = ngettext(
                "%(number)d scheduled story shows the photo when it may not be used.",
                "%(number)d scheduled stories show the photo when it may not be used.",
                number,
            )
            self.message_user(request, sentence % {"number": number}, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("The photo is in the library."), messages.SUCCESS)
        return redirect("admin:articles_photo_change", obj.pk)

    def response_change(self, request, obj):
        self.message_user(request, _("Saved."), messages.SUCCESS)
        return redirect("admin:articles_photo_change", obj.pk)

    def delete_view(self, request, object_id, extra_context=None):
        photo = self.get_object(request, object_id)
        in_use = photo and library.is_used(photo)
        if in_use and self.has_delete_permission(request, photo):
            return self.still_used(request, photo)
        try:
            return super().delete_view(request, object_id, extra_context)
        except library.InUseError:
            return self.still_used(request, photo)

    def still_used(self, request, photo):
        sentence = _("The photo stands in a story, so it stays in the library.")
        self.message_user(request, sentence, messages.ERROR)
        return redirect("admin:articles_photo_change", photo.pk)

    def delete_model(self, request, obj):
        library.delete(obj)

    def get_actions(self, request):
        return {}  # Deleting in bulk would ask nobody where a photo stands.

    def log_addition(self, request, obj, message):
        """The photo itself says who uploaded it and when."""


@require_safe
def grid(request, *, model_admin):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Photos"),
        "opts": model_admin.opts,
        "page": picker.page_of_photos(request.GET, model_admin.get_queryset(request)),
        "words": words,
        "max_megabytes": originals.MAX_MEGABYTES,
        "may_add": model_admin.has_add_permission(request),
        "may_change": model_admin.has_change_permission(request),
    }
    return render(request, "admin/articles/photo/change_list.html", context)


@require_safe
def original(request, pk, *, model_admin):
    """The file as it was uploaded, to keep; it has no public address."""
    photo = model_admin.get_object(request, str(pk))
    if photo is None:
        raise Http404
    if not model_admin.has_view_permission(request, photo):
        raise PermissionDenied
    name = photo.original.name
    try:
        file = photo.original.storage.open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    extension = name.rsplit(".", 1)[-1]
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"foto-{photo.pk}.{extension}",
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "no-store, private"
    return response
