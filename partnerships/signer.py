"""Who signs what leaves the house."""

from django.conf import settings
from django.contrib.auth import get_user_model

DECIDES = "partnerships.decide_agreement"


def signer_of(by):
    """(name, title) under a paper: the head by the settings, else the head with a login."""
    if settings.BUREAU_HEAD_NAME:
        return settings.BUREAU_HEAD_NAME, settings.BUREAU_HEAD_TITLE
    if not by.has_perm(DECIDES):
        heads = get_user_model().objects.with_perm(
            DECIDES, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
        )
        by = heads.filter(is_active=True).order_by("pk").first() or by
    title = settings.BUREAU_HEAD_TITLE if by.has_perm(DECIDES) else ""
    return by.get_full_name() or str(by), title
