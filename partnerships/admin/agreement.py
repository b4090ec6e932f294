"""The agreement as a working file."""

from django.contrib import admin

from partnerships.models import Agreement


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        return False
