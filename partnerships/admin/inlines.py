"""Rows in the form of a working file."""

from django.contrib import admin


class FileInline(admin.TabularInline):
    """Whoever may write in the form may write its rows."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return True

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return db_field.formfield(**kwargs)
