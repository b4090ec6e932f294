"""How a private file leaves the desk."""

from django.http import FileResponse, Http404, HttpResponse


def handed_out(field, name):
    """The stored file as an attachment that nobody keeps on the way. The caller has asked who."""
    try:
        file = field.storage.open(field.name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    return _closed(response)


def pdf_response(content, name):
    """A PDF made for this request, to be shown or printed and not kept on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _closed(response)


def _closed(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
