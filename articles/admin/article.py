"""Where reporters and editors write: the form of a story, and what belongs to it."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import permissions, workflow, working
from articles.admin import (
    conflict,
    drafts,
    lookups,
    moves,
    notes,
    preview,
    record,
    retraction,
    sharing,
)
from articles.admin import working as desk_working
from articles.admin.changelist import StoryListMixin
from articles.admin.forms import (
    PHOTO_GONE,
    WORDS,
    CreditForm,
    GalleryForm,
    PhotoInput,
    RelatedForm,
    RowChoiceField,
    RowFormSet,
    StaffField,
    StoryForm,
    StoryInput,
    posted_numbers,
)
from articles.dates import short_time
from articles.editor import with_nonce
from articles.models import (
    Article,
    Correction,
    Credit,
    GalleryItem,
    Photo,
    RelatedStory,
    ShareLink,
    Version,
)
from articles.numbers import as_number

# What leads on from each state: the first of these that the user may do is the primary button.
NEXT_STEP = ("submit", "publish", "revive", "reschedule")


class LinkInline(admin.TabularInline):
    """Rows that belong to the story: whoever may edit it may edit them."""

    extra = 0
    formset = RowFormSet

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return obj is None or permissions.can_edit(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # Without the admin's wrapper of add and change links.
        return db_field.formfield(**kwargs)


class CreditInline(LinkInline):
    model = Credit
    form = CreditForm
    fields = ["role", "user", "name", "order"]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["user"] = StaffField(obj)
        return formset


class GalleryInline(LinkInline):
    model = GalleryItem
    form = GalleryForm
    fields = ["photo", "caption", "order"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        sent = posted_numbers(request.POST, "gallery_items", "photo")
        photos = Photo.objects.free().filter(pk__in=sent)
        formset.form.base_fields["photo"] = RowChoiceField(
            photos, widget=PhotoInput, error_messages={"invalid_choice": PHOTO_GONE}
        )
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")


class RelatedInline(LinkInline):
    model = RelatedStory
    form = RelatedForm
    fk_name = "article"
    fields = ["to", "order"]

    def get_queryset(self, request):
        # What an editor related to it may be no more than a draft yet: not the writer's to see.
        visible = Article.objects.visible_to(request.user)
        return super().get_queryset(request).filter(to__in=visible).select_related("to")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        sent = posted_numbers(request.POST, "related_links", "to")
        stories = Article.objects.visible_to(request.user).filter(pk__in=sent)
        formset.form.base_fields["to"] = RowChoiceField(stories, widget=StoryInput)
        return formset


@admin.register(Article)
class ArticleAdmin(StoryListMixin, admin.ModelAdmin):
    form = StoryForm
    inlines = [CreditInline, GalleryInline, RelatedInline]
    change_form_template = "admin/articles/article/change_form.html"
    add_form_template = change_form_template

    # Who may what: articles/permissions.py decides for each story.

    def has_module_permission(self, request):
        return request.user.has_perm("articles.view_article")

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return request.user.has_perm("articles.view_article")
        return permissions.can_view(request.user, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return request.user.has_perm("articles.change_article")
        return permissions.can_view(request.user, obj) and permissions.can_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # A story that will not run is spiked; nothing is deleted.

    def get_queryset(self, request):
        stories = super().get_queryset(request).visible_to(request.user)
        page = request.resolver_match and request.resolver_match.url_name
        if page == "articles_article_change":
            shared = ShareLink.objects.filter(article=OuterRef("pk"))
            stories = stories.select_related("section", "created_by", "lead_photo")
            stories = stories.annotate(was_shared=Exists(shared))
        return stories

    # The form.

    def get_urls(self):
        def wrap(view):
            return self.admin_site.admin_view(partial(view, model_admin=self))

        work = partial(desk_working.work, model_admin=self)  # signed out, it answers by itself
        urls = [
            path("working/", work, name="articles_article_working_new"),
            path("<int:pk>/working/", work, name="articles_article_working"),
            path(
                "<int:pk>/working/<int:row>/take-over/",
                wrap(desk_working.take_over),
                name="articles_article_take_over",
            ),
            path("<int:pk>/working/told/", wrap(desk_working.told), name="articles_article_told"),
            path("<int:pk>/compare/", wrap(record.compare), name="articles_article_compare"),
            path("topics/", wrap(lookups.topics), name="articles_article_topics"),
            path("stories/", wrap(lookups.stories), name="articles_article_stories"),
            path("<int:pk>/move/<slug:name>/", wrap(moves.move), name="articles_article_move"),
            path(
                "<int:pk>/retraction/",
                wrap(retraction.page),
                name="articles_article_retraction",
            ),
            path("<int:pk>/notes/", wrap(notes.act), name="articles_article_notes"),
            path("<int:pk>/share/", wrap(sharing.links), name="articles_article_share"),
            path(
                "<int:pk>/share/<int:link>/revoke/",
                wrap(sharing.revoke),
                name="articles_article_share_revoke",
            ),
            path("<int:pk>/preview/", wrap(preview.frame), name="articles_article_preview"),
            path(
                "<int:pk>/preview/page/", wrap(preview.page), name="articles_article_preview_page"
            ),
        ]
        return urls + super().get_urls()

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": WORDS})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and not self.has_change_permission(request, obj):
            # Somebody who reads: the page shows the story itself, and no fields.
            kwargs["form"] = forms.ModelForm
            return super().get_form(request, obj, change=change, **kwargs)
        return self.writing_form(request)

    def writing_form(self, request):
        return type("WritingForm", (StoryForm,), {"by": request.user})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)

    def get_inline_instances(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return []
        return super().get_inline_instances(request, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if not obj.pk and isinstance(inline, CreditInline):
            kwargs["initial"] = [{"role": Credit.Role.WRITER, "user": request.user.pk, "order": 0}]
        return kwargs

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id:
            article = self.visible_or_404(request, object_id)
            if self.came_too_late(request, article):
                return conflict.page(self, request, article)
            theirs = self.writing_form(request)(instance=article)
            request.POST = conflict.with_choices(request.POST, theirs)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.StaleStory as stale:
            return conflict.page(self, request, stale.current)

    def came_too_late(self, request, article):
        """Whether a writer saves what was theirs to change when they opened it, and is no more.

        To refuse with 403 would throw away what they typed; the page of two texts shows it.
        """
        if permissions.can_edit(request.user, article):
            return False
        own = article.created_by_id == request.user.pk
        writes = request.user.has_perm("articles.edit_any_article") or (
            own and request.user.has_perm("articles.change_article")
        )
        return writes and request.POST.get("version") != str(article.version)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["media"] = with_nonce(form.media, request)
        context["story_form"] = form
        context["formsets"] = {
            inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]
        }
        context |= self.form_context(request, obj)
        if obj is not None:
            context["missing"] = _missing(obj, context["formsets"])
        draft = drafts.asked_for(request, obj) if request.method == "GET" else None
        if draft is not None:
            drafts.fill(self, request, context, obj, draft)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def form_context(self, request, article):
        """What the page says about the story, beside its fields."""
        photos = reverse("admin:articles_photo_picker")
        context = {
            "photo_picker_url": photos,
            "regions": lookups.region_names(),
            "public_url": settings.SITE_URL,
            "tab": request.POST.get("tab", ""),
            "instead_of": request.POST.get("instead_of", ""),
        }
        if article is None:
            # A move follows the first save, so that the story has a number to be found by.
            may_submit = request.user.has_perm("articles.submit_article")
            submit = workflow.MOVES["submit"]
            return context | {"moves": [submit] if may_submit else [], "primary": "submit"}
        possible = workflow.moves_for(request.user, article)
        names = [move.name for move in possible]
        taken, left_behind = working.around(article, request.user)
        last_change = article.versions.select_related("by").defer("content").first()
        return context | {
            "moves": possible,
            "primary": next((name for name in NEXT_STEP if name in names), ""),
            "credits": article.credits.select_related("user"),
            "last_change": last_change,
            # A writer sees word by word what the desk made of the story.
            "changed_by_desk": last_change is not None
            and article.created_by_id == request.user.pk
            and last_change.by_id != request.user.pk,
            "taken": taken,
            "left_behind": left_behind,
            "is_public": article.is_public(),
            "is_scheduled": article.is_scheduled(),
        }

    # The save: words, links, then one version of all of it.

    def save_model(self, request, obj, form, change):
        if change:
            # Only what the form shows: status, times and version are the workflow's.
            obj.save(update_fields=WORDS)
        else:
            workflow.create(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        form.save_links()
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        article = form.instance
        if not change and not article.credits.exists():
            Credit.objects.create(article=article, user=request.user)
        workflow.save_content(
            article,
            by=request.user,
            kind=form.cleaned_data["save_kind"] or Version.Kind.SAVE,
            text=form.cleaned_data["correction_text"],
            place=form.cleaned_data["correction_place"] or Correction.Place.FOOT,
        )
        working.mark_saved(
            article,
            user=request.user,
            tab=request.POST.get("tab", ""),
            sequence=as_number(request.POST.get("sequence")) or 0,
            instead_of=working.copy_named(request.POST.get("instead_of")),
        )

    def log_addition(self, request, obj, message):
        """The story's own versions are its log."""

    def log_change(self, request, obj, message):
        """The story's own versions are its log."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_save(request, obj)

    def response_change(self, request, obj):
        return self.after_save(request, obj)

    def after_save(self, request, article):
        name = request.POST.get("_move", "")
        if name in workflow.MOVES:
            return redirect("admin:articles_article_move", article.pk, name)
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", article.pk)
        saved = _("Saved at %(time)s.") % {"time": short_time(article.modified_at)}
        self.message_user(request, saved, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    # What happened to the story so far.

    def history_view(self, request, object_id, extra_context=None):
        return require_safe(self.record_view)(request, object_id)

    def record_view(self, request, object_id):
        return record.page(request, object_id, model_admin=self)

    def visible_or_404(self, request, pk):
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        return article


def _missing(article, formsets):
    """What the story lacks to be published, of rows that its form has read already."""
    if "credits" not in formsets:  # somebody who reads
        return workflow.missing_for_publication(article)
    return workflow.missing_for_publication(
        article,
        credit_count=len(formsets["credits"].get_queryset()),
        gallery=[row.photo_id for row in formsets["gallery_items"].get_queryset()],
    )
