"""The people of the newsroom, and the story form joined with the partnerships.

Roles are groups that the code makes: nobody edits them here.
"""

from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from post_office.models import Attachment, Email, EmailTemplate, Log

from articles.admin.article import ArticleAdmin
from articles.admin.numbers import OwnFilters, as_number
from articles.models import Article
from newsroom import story_claims
from newsroom.models import User
from newsroom.roles import HEAD, LABELS

admin.site.unregister(Group)
admin.site.unregister(Article)
# Mails are their recipients' to read, and nobody's to write again; mailing.py keeps the queue.
admin.site.unregister([Attachment, Email, EmailTemplate, Log])

FACTS = ("first_name", "last_name", "email", "byline", "initials", "slug", "bio")


class RolesField(forms.ModelMultipleChoiceField):
    """The five roles by their names in the user's language."""

    def __init__(self, **kwargs):
        super().__init__(
            Group.objects.filter(name__in=LABELS).order_by("pk"),
            label=gettext_lazy("Roles"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("Without a role nobody can sign in to the desk."),
            **kwargs,
        )

    def clean(self, value):
        # SQLite fails at a number that no key can be.
        return super().clean([key for key in value or () if as_number(str(key)) is not None])

    def label_from_instance(self, group):
        return LABELS[group.name]


class PersonForm(UserChangeForm):
    """`by`, the user who fills it in, is set on the class by UserAdmin.get_form()."""

    by = None
    password = None
    groups = RolesField()

    class Meta:
        model = User
        fields = ("username", *FACTS, "is_active", "groups")

    def clean_slug(self):
        return self.cleaned_data["slug"] or None

    def clean(self):
        values = super().clean()
        if values.get("slug") and not values.get("byline"):
            self.add_error("byline", _("An author page needs the name that readers see."))
        if self.by and self.instance.pk == self.by.pk and not self.by.is_superuser:
            self.keep_own_keys(values)
        return values

    def keep_own_keys(self, values):
        """Whoever manages people does not lock the door behind themselves by a slip."""
        if not values.get("is_active", True):
            self.add_error("is_active", _("You cannot close your own account."))
        groups = values.get("groups")
        if groups is not None and HEAD not in {group.name for group in groups}:
            self.add_error("groups", _("You cannot take the head's role from yourself."))


class NewPersonForm(UserCreationForm):
    groups = RolesField()

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "first_name", "last_name", "email", "byline", "initials", "groups")


class NewPasswordForm(AdminPasswordChangeForm):
    """Without Django's “no password at all”: an account that may not sign in is closed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


@admin.register(User)
class UserAdmin(OwnFilters, DjangoUserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    change_password_form = NewPasswordForm
    empty_value_display = ""
    list_display = ("username", "name", "initials", "roles", "account", "last_login")
    list_filter = ("is_active", ("groups", admin.RelatedOnlyFieldListFilter))
    search_fields = ("username", "byline", "first_name", "last_name", "initials", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "password_link")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fieldsets = (
        (None, {"fields": ("username", "password_link", "is_active", "groups")}),
        (gettext_lazy("Name"), {"fields": ("first_name", "last_name", "email", "initials")}),
        (gettext_lazy("For readers"), {"fields": ("byline", "slug", "bio")}),
        (gettext_lazy("Record"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", "groups")}),
        (
            gettext_lazy("Name"),
            {"fields": ("first_name", "last_name", "email", "byline", "initials")},
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Whoever only reads gets no door to the password.
        (name, first), *others = fieldsets
        fields = tuple(each for each in first["fields"] if each != "password_link")
        return [(name, {**first, "fields": fields}), *others]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """A superuser's account, and its password, is a superuser's matter alone."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # Their stories stay, and so do they: an account is closed instead.

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        # Who has a role works in the desk. Nothing else opens it: not a field, not a forged one.
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])

    @admin.display(description=gettext_lazy("name"))
    def name(self, user):
        return user.byline or user.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        if user.is_superuser:
            return _("superuser")
        return ", ".join(str(LABELS.get(group.name, group.name)) for group in user.groups.all())

    @admin.display(description=gettext_lazy("account"))
    def account(self, user):
        if user.is_active:
            return _("open")
        return format_html('<span class="chip chip--spiked">{}</span>', _("closed"))

    @admin.display(description=gettext_lazy("password"))
    def password_link(self, user):
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a class="button" href="{}">{}</a>', url, _("Set a new password"))


@admin.register(Article)
class StoryAdmin(ArticleAdmin):
    """The story form with the box that says which promises a story keeps."""

    def get_urls(self):
        view = self.admin_site.admin_view(partial(story_claims.decide, model_admin=self))
        address = "<int:pk>/claims/<int:line>/<slug:name>/"
        box = self.admin_site.admin_view(partial(story_claims.page, model_admin=self))
        return [
            path("<int:pk>/claims/", box, name="articles_article_claims"),
            path(address, view, name="articles_article_claim"),
            *super().get_urls(),
        ]

    def form_context(self, request, article):
        context = super().form_context(request, article)
        if article is not None and story_claims.may_see(request.user):
            context["cooperation_url"] = reverse("admin:articles_article_claims", args=[article.pk])
            if "claims" in request.GET:
                context["cooperation"] = self.cooperation(request, article)
        return context

    def cooperation(self, request, article):
        may_edit = self.has_change_permission(request, article)
        return story_claims.box(request.user, article, may_edit=may_edit)

    def after_save(self, request, article):
        story_claims.after_save(request, article)
        return super().after_save(request, article)
