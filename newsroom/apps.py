from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self):
        from newsroom import checks  # noqa: F401  (registers them)


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "newsroom.admin_site.NewsroomAdminSite"
