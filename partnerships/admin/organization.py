"""Organizations in the desk."""

from django.contrib import admin

from partnerships.models import Organization


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "region")
