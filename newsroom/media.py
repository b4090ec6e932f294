"""Public files of a bureau on one machine; in front of many, a proxy or a CDN serves them."""

from django.conf import settings
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def rendition(request, path):
    """A file below MEDIA_ROOT. Directories are not listed; originals live elsewhere."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    # An hour, and not for ever: a photo that is withdrawn must leave the caches too.
    response["Cache-Control"] = "public, max-age=3600"
    return response
