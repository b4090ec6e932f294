"""What a WSGI server loads."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


class Request(WSGIRequest):
    """A request whose text is UTF-8, whatever charset its header claims.

    Django would decode addresses and forms by it. Python knows codecs that decode to no text, or to
    text that cannot be written again; each was an error before the first middleware.
    """

    def _set_content_type_params(self, meta):
        try:
            found = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            found = "", {}
        self.content_type, self.content_params = found


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Handler()
