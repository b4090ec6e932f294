"""Activities in the desk."""

from django.contrib import admin

from partnerships.models import Activity


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin):
    list_display = ("organization", "kind", "at")
