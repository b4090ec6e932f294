"""The photo library: a grid, uploads, one page for each photo, and the picker of the story form."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import originals, workflow
from articles.admin import picker
from articles.admin.forms import MomentField, MomentInput, PlainLabels
from articles.models import Article, Photo

FIELDS = ["alt", "caption", "credit", "rights", "focal_x", "focal_y", "taken_at"]


class PhotoForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = Photo
        fields = FIELDS
        field_classes = {"taken_at": MomentField}
        widgets = {
            "alt": forms.Textarea({"rows": 2, "data-grow": "", "data-line": ""}),
            "caption": forms.Textarea({"rows": 3, "data-grow": "", "data-line": ""}),
            "focal_x": forms.NumberInput({"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput({"min": 0, "max": 1, "step": "any"}),
            "taken_at": MomentInput,
        }

    def clean(self):
        data = super().clean()
        if self.instance.led_articles.filter(status=Article.Status.PUBLISHED).exists():
            # What publishing asked for, a later slip may not take away.
            for name in picker.WORDS:
                if name in data and not data[name]:
                    self.add_error(name, _("A published story shows this photo: fill this in."))
        return data


class UploadForm(PlainLabels, forms.ModelForm):
    """A new photo: the file and its words in one page."""

    class Meta:
        model = Photo
        fields = ["original", "alt", "caption", "credit", "rights"]
        widgets = {
            "original": forms.FileInput({"accept": "image/*"}),
            "alt": forms.Textarea({"rows": 2}),
            "caption": forms.Textarea({"rows": 3}),
        }

    def clean_original(self):
        file = self.cleaned_data["original"]
        self.probed = originals.probe(file)
        return file


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    change_form_template = "admin/articles/photo/change_form.html"
    add_form_template = "admin/articles/photo/add_form.html"
    search_fields = ["caption", "alt", "credit"]

    def has_change_permission(self, request, obj=None):
        """Reporters their own uploads while these stand in drafts alone; editors all.

        A photo's words are read with its story: changing them there is the desk's, as the story is.
        """
        if not request.user.has_perm("articles.change_photo"):
            return False
        if obj is None or request.user.has_perm("articles.edit_any_article"):
            return True
        return obj.uploaded_by_id == request.user.pk and not is_beyond_drafts(obj)

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        return [
            path("picker/", wrap(picker.photos), name="articles_photo_picker"),
            path("picker/upload/", wrap(picker.upload), name="articles_photo_upload"),
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

    def changelist_view(self, request, extra_context=None):
        return grid(request, model_admin=self)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["photo_form"] = context["adminform"].form
        if obj:
            context["leads"] = obj.led_articles.visible_to(request.user)[:50]
            visible = Article.objects.visible_to(request.user)
            context["galleries"] = visible.filter(gallery_items__photo=obj)[:50]
            context["texts"] = visible.filter(body_photos__photo=obj)[:50]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            picker.store(obj, form.probed, by=request.user)
            return
        moved = {"focal_x", "focal_y"} & set(form.changed_data)
        fields = list(form.changed_data)
        if moved:
            # The cuts follow the new point; the worker makes them.
            obj.renditions_done = False
            fields.append("renditions_done")
        if fields:
            obj.save(update_fields=fields)
        if set(picker.WORDS) & set(fields):
            workflow.record_photo(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("The photo is in the library."), messages.SUCCESS)
        return redirect("admin:articles_photo_change", obj.pk)

    def response_change(self, request, obj):
        self.message_user(request, _("Saved."), messages.SUCCESS)
        return redirect("admin:articles_photo_change", obj.pk)

    def delete_view(self, request, object_id, extra_context=None):
        photo = self.get_object(request, object_id)
        if photo and self.has_delete_permission(request, photo) and is_used(photo):
            sentence = _("The photo stands in a story, so it stays in the library.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect("admin:articles_photo_change", photo.pk)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        names = [rendition["name"] for rendition in obj.renditions]
        storage, original_name = obj.original.storage, obj.original.name
        obj.delete()

        def remove_files():
            storage.delete(original_name)
            for name in names:
                default_storage.delete(name)

        transaction.on_commit(remove_files)

    def get_actions(self, request):
        return {}  # Deleting in bulk would ask nobody where a photo stands.

    def log_addition(self, request, obj, message):
        """The photo itself says who uploaded it and when."""


def is_used(photo):
    """Whether a story shows it: as lead, in its gallery, or in its text."""
    return photo.led_articles.exists() or photo.gallery_items.exists() or photo.body_uses.exists()


def is_beyond_drafts(photo):
    """Whether a story shows it that has left its writer's hands."""
    stories = Article.objects.exclude(status__in=[Article.Status.DRAFT, Article.Status.SPIKED])
    links = ("lead_photo", "gallery_items__photo", "body_photos__photo")
    return any(stories.filter(**{link: photo}).exists() for link in links)


@require_safe
def grid(request, *, model_admin):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Photos"),
        "opts": model_admin.opts,
        "page": picker.page_of_photos(request.GET),
        "words": words,
        "may_add": model_admin.has_add_permission(request),
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
