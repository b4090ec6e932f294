"""Sections, regions, topics and pages: what orders the stories and frames the site."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.numbers import ChosenByNumber, OwnFilters
from articles.counting import count_capped
from articles.dates import card_time
from articles.editor import StoryEditor, with_nonce
from articles.models import ArticleTag, Page, Region, Section, Tag
from articles.templatetags.articles import article_html


class NamesField(forms.CharField):
    """A list of names, typed one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = (value or "").replace("\0", "").splitlines()
        return list(dict.fromkeys(filter(None, map(str.strip, lines))))

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class AddressKept:
    """The public address is chosen once: readers and search engines keep it."""

    prepopulated_source = "name"

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": (self.prepopulated_source,)}


class RecordForMaintainers:
    """Who changed what is shown to those who may change it, and to auditors."""

    def history_view(self, request, object_id, extra_context=None):
        audits = request.user.has_perm("articles.view_any_article")
        if not audits and not self.has_change_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)


class TaxonomyAdmin(
    RecordForMaintainers, AddressKept, ChosenByNumber, OwnFilters, admin.ModelAdmin
):
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 100
    empty_value_display = ""

    @admin.display(description=_("address"))
    def address(self, obj):
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.get_absolute_url())


@admin.register(Section)
class SectionAdmin(TaxonomyAdmin):
    list_display = ("name", "parent", "order", "show_on_home", "address")
    list_select_related = ("parent",)
    list_filter = ("show_on_home",)
    search_fields = ("name",)
    fields = ("name", "slug", "parent", "description", "order", "show_on_home")

    def delete_view(self, request, object_id, extra_context=None):
        section = self.get_object(request, object_id)
        if section and self.has_delete_permission(request, section) and is_used(section):
            sentence = _("Stories or other sections stand in “%(section)s”, so it stays.")
            self.message_user(request, sentence % {"section": section}, messages.ERROR)
            return redirect("admin:articles_section_change", section.pk)
        return super().delete_view(request, object_id, extra_context)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "parent":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Two levels: only a main section can have others below it.
        main = Section.objects.filter(parent__isnull=True)
        return db_field.formfield(queryset=main, empty_label=_("(a main section)"))


def is_used(section):
    """Whether anything stands in it: a story in any state, or a section below it."""
    return section.articles.exists() or section.children.exists()


class RegionForm(forms.ModelForm):
    aliases = NamesField(
        label=_("Other names"),
        required=False,
        help_text=_("One a line. Search finds the region's stories by these names too."),
    )

    class Meta:
        model = Region
        fields = ("name", "slug", "kind", "seat", "aliases", "order")


@admin.register(Region)
class RegionAdmin(TaxonomyAdmin):
    form = RegionForm
    list_display = ("name", "kind", "seat", "kemendagri_code", "bps_code", "address")
    list_filter = ("kind",)
    search_fields = ("name", "aliases")
    fields = ("name", "slug", "kind", "seat", "kemendagri_code", "bps_code", "aliases", "order")
    # Two official systems: nobody changes them by hand.
    readonly_fields = ("kemendagri_code", "bps_code")


@admin.register(Tag)
class TagAdmin(TaxonomyAdmin):
    list_display = ("name", "address")
    search_fields = ("name",)
    fields = ("name", "slug")

    def get_deleted_objects(self, objs, request):
        """Say how many stories lose the topic; a list of all their links would be endless."""
        links = ArticleTag.objects.filter(tag__in=objs)
        number, capped = count_capped(links)
        stories = f"> {number}" if capped else number
        return [str(tag) for tag in objs], {_("stories that lose the topic"): stories}, set(), []


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ("title", "slug", "body", "order")
        widgets = {"body": StoryEditor({"rows": 24})}


@admin.register(Page)
class PageAdmin(TaxonomyAdmin):
    form = PageForm
    prepopulated_source = "title"
    list_display = ("title", "address", "order", "changed")
    search_fields = ("title",)

    @admin.display(description=_("changed at"), ordering="modified_at")
    def changed(self, obj):
        return card_time(obj.modified_at)

    @admin.display(description=_("text"))
    def text(self, obj):
        return article_html(obj.body)

    def get_fields(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return ["title", "slug", "text", "order"]
        return super().get_fields(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        return {"order": 100, **super().get_changeform_initial_data(request)}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        response.context_data["media"] = with_nonce(response.context_data["media"], request)
        return response
