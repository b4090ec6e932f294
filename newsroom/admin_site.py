"""The editors' desk: Django's admin with our frame, our navigation and a home by role."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy as _

from newsroom.roles import LABELS, role_of

PARTNERSHIPS = _("Partnerships")
# (group, [(label, app, model)]). What a user may not work with is left out; a model that is
# registered and stands nowhere here is shown to superusers alone, under “System”.
NAVIGATION = [
    (
        _("Stories"),
        [
            (_("All stories"), "articles", "article"),
            (_("Right of reply"), "articles", "replyrequest"),
            (_("Schedule receipts"), "articles", "schedulereceipt"),
        ],
    ),
    (_("Photos"), [(_("Photo library"), "articles", "photo")]),
    (_("Front page"), [(_("Front page"), "articles", "homeslot")]),
    (
        PARTNERSHIPS,
        [
            (_("Organizations"), "partnerships", "organization"),
            (_("Agreements"), "partnerships", "agreement"),
            (_("Activities"), "partnerships", "activity"),
            (_("Trainings"), "partnerships", "training"),
            (_("Contacts"), "partnerships", "contact"),
        ],
    ),
    (
        _("Structure"),
        [
            (_("Sections"), "articles", "section"),
            (_("Regions"), "articles", "region"),
            (_("Topics"), "articles", "tag"),
            (_("Pages"), "articles", "page"),
        ],
    ),
    (_("People"), [(_("Accounts"), "newsroom", "user")]),
]
# Pages of a group that are no list, before its lists: {group: [(label, name, permission)]}.
PAGES = {
    PARTNERSHIPS: [
        (_("Overview"), "overview", "partnerships.view_any_agreement"),
        (_("Board"), "board", "partnerships.view_any_agreement"),
        (_("Alerts"), "alerts", "partnerships.change_agreement"),
        (_("Letters and reports"), "papers", "partnerships.view_paper"),
    ]
}
# Reporters read these lists through the story form; only who changes or audits works in them.
MAINTAINED = {"homeslot", "section", "region", "tag", "page", "user"}


class NewsroomAdminSite(AdminSite):
    """The editors' desk."""

    site_header = settings.BUREAU_NAME
    site_title = settings.BUREAU_NAME
    index_title = _("Desk")
    index_template = "admin/index.html"
    enable_nav_sidebar = False
    site_url = "/"

    def index(self, request, extra_context=None):
        from newsroom import desk  # models: not before the apps are loaded

        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            **desk.home(request.user, whole="all" in request.GET),
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, self.index_template, context)

    def home_part(self, request, name):
        """A part of the home page by itself: the page asks for it once it stands."""
        from newsroom import desk

        context = desk.part(request.user, name)
        if context is None:
            raise Http404
        return TemplateResponse(request, f"admin/includes/home_{name}.html", context)

    def get_urls(self):
        # Django's own shortcut leads any member of staff to any object, and so tells the headline
        # of a colleague's draft by its address.
        kept = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        shortcut = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        from newsroom import (  # models, as above
            alert_pages,
            calendar_pages,
            notice_pages,
            overview_pages,
        )
        from partnerships.admin import paper_pages

        part = path(
            "home/<slug:name>/", self.admin_view(self.home_part, cacheable=False), name="home_part"
        )
        pages = (notice_pages, alert_pages, calendar_pages, overview_pages, paper_pages)
        own = [url for module in pages for url in module.urls(self)]
        return [shortcut, part, *own, *kept]

    def view_on_site(self, request, content_type_id, object_id):
        """To an object's public address, for those who may see it in the desk."""
        try:
            model = ContentType.objects.get_for_id(content_type_id).model_class()
            thing = model.objects.get(pk=object_id)
        except (AttributeError, ObjectDoesNotExist, ValidationError, ValueError) as reason:
            raise Http404 from reason
        model_admin = self._registry.get(model)
        if not model_admin or not model_admin.has_view_permission(request, thing):
            raise PermissionDenied
        return redirect(thing)

    def app_index(self, request, app_label, extra_context=None):
        """Nobody works in “an application”: breadcrumbs that point here lead home."""
        if not any(model._meta.app_label == app_label for model in self._registry):
            raise Http404
        return redirect("admin:index")

    def each_context(self, request):
        from newsroom.notices import unread_count  # models, as above

        context = super().each_context(request)
        if context["has_permission"]:
            context["desk_navigation"] = self.navigation(request)
            context["desk_role"] = LABELS.get(role_of(request.user), "")
            context["desk_unread"] = unread_count(request.user)
        context["desk_languages"] = settings.LANGUAGES
        return context

    def get_log_entries(self, request):
        """Whose entries these are, Django does not ask: the desk shows each story's own record."""
        return LogEntry.objects.none()

    def navigation(self, request):
        """[(group, [{"label", "url", "current"}])]: the lists that this user works with."""
        admins = {
            (model._meta.app_label, model._meta.model_name): model_admin
            for model, model_admin in self._registry.items()
        }
        groups = []
        for group, entries in NAVIGATION:
            links = [
                _page_link(request, label, name)
                for label, name, permission in PAGES.get(group, ())
                if request.user.has_perm(permission)
            ]
            for label, app, model in entries:
                model_admin = admins.pop((app, model), None)
                if model_admin and _works_in(request, model_admin, model):
                    links.append(_link(request, label, app, model))
            groups.append((group, list(filter(None, links))))
        if request.user.is_superuser:
            rest = [
                _link(request, model_admin.opts.verbose_name_plural, app, model)
                for (app, model), model_admin in admins.items()
            ]
            groups.append((_("System"), list(filter(None, rest))))
        return [(group, links) for group, links in groups if links]


def _works_in(request, model_admin, model):
    if model not in MAINTAINED:
        return model_admin.has_view_or_change_permission(request)
    if model_admin.has_change_permission(request):
        return True
    audits = request.user.has_perm("articles.view_any_article")
    edits = request.user.has_perm("articles.edit_any_article")
    return audits and not edits and model_admin.has_view_permission(request)


def _link(request, label, app, model):
    try:
        url = reverse(f"admin:{app}_{model}_changelist")
    except NoReverseMatch:
        return None
    return {"label": label, "url": url, "model": model, "current": request.path.startswith(url)}


def _page_link(request, label, name):
    url = reverse(f"admin:{name}")
    return {"label": label, "url": url, "model": name, "current": request.path.startswith(url)}
