"""Files of a bureau on one machine: public renditions have an address, originals have none."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve


class PrivateStorage(FileSystemStorage):
    """Files that only the program reads. Without this, `base_url=None` would mean MEDIA_URL."""

    def url(self, name):
        raise ValueError("A private file has no address.")


@require_safe
def rendition(request, path):
    """A file below MEDIA_ROOT. With many machines a proxy or a CDN serves these instead."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (SuspiciousFileOperation, OSError):  # outside the folder; or longer than a name can be
        raise Http404 from None
    # Five minutes: a photo that is withdrawn must leave the caches too, and to ask again whether
    # it is there costs no picture but an empty answer (304).
    response["Cache-Control"] = "public, max-age=300"
    return response
