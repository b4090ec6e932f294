"""Addresses of the whole site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from newsroom import health, media, views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media.rendition, name="media"),
    path("", views.home, name="home"),
    path("", include("partnerships.urls")),
    path("", include("articles.urls")),  # last: /<slug>/ is any of its static pages
]
