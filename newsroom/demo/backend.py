"""The demo's printed password opens nothing once the demo is over."""

from django.conf import settings
from django.core.exceptions import PermissionDenied

from newsroom.demo.accounts import DEMO_PASSWORD


class NoDemoPassword:
    """Asked before the backend that compares passwords; it lets nobody in, only keeps out."""

    def authenticate(self, request, username=None, password=None):
        if password == DEMO_PASSWORD and not settings.DEMO:
            # Somebody tried the demo in this database first: its accounts are still there.
            raise PermissionDenied
