"""What happens around every request: its log line, and the language of the desk."""

import logging
import re
import time
import uuid
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError, connection
from django.shortcuts import render
from django.utils import translation

from articles.http import client_ip  # noqa: F401  (settings.py names it here for axes)
from newsroom.logging import PRIVATE_PREFIXES, request_id

log = logging.getLogger("newsroom.request")
SANE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
DESK = "/admin/"


def attempted_name(request, credentials=None):
    """For axes: the name that somebody tried to sign in with, as far as its tables hold one.

    Django's form for it does not limit the name, and PostgreSQL refuses to cut it.
    """
    name = (credentials or request.POST).get("username")
    return name and name[:255]


class RequestLogMiddleware:
    """Give each request an id, return it in X-Request-ID, and log the request in one line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SANE_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            log.info("request", extra={"fields": log_fields(request, response, started)})
            return response
        finally:
            request_id.reset(token)


def log_fields(request, response, started):
    # Whoever asks `request.user` makes the page depend on the session. Look only whether
    # somebody has asked before.
    user = request.__dict__.get("_cached_user")
    fields = {
        "method": request.method,
        "path": loggable_path(request.path),
        "status": response.status_code,
        "ms": round((time.perf_counter() - started) * 1000),
        "user": getattr(user, "pk", None) or "-",
    }
    if request.META.get("QUERY_STRING"):
        # Which filters were used helps; what people typed into them is theirs.
        fields["query"] = ",".join(sorted({quote(name) for name in request.GET}))
    return fields


def loggable_path(path):
    for prefix in PRIVATE_PREFIXES:
        if path.startswith(prefix):
            return f"{prefix}*"
    return quote(path)


class AdminLanguageMiddleware:
    """The desk speaks the language its user chose; everything else the bureau's own.

    Django's LocaleMiddleware would look at a cookie and at Accept-Language on every page, and
    so make every public page differ from reader to reader in the eyes of a cache.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = settings.LANGUAGE_CODE
        if request.path.startswith(DESK):
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            if chosen in dict(settings.LANGUAGES):
                language = chosen
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class CacheDefaultMiddleware:
    """Say of every answer whether it may be kept: redirects and errors of Django's own do not.

    Nothing of the desk may; the rest as in docs/decisions/0010-public-caching.md.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        private = request.path.startswith(DESK)
        default = "no-store, private" if private else "public, no-cache"
        response.headers.setdefault("Cache-Control", default)
        return response


class DatabaseAwayMiddleware:
    """503 with Retry-After while the database cannot be reached: no fault of a page's."""

    RETRY_AFTER = 30  # seconds

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        # Other faults of the database, such as a table that is missing, stay what they are.
        away = isinstance(exception, OperationalError | InterfaceError) and (
            connection.connection is None or not connection.is_usable()
        )
        if not away:
            return None
        log.error("the database cannot be reached: %s", exception)
        # Without the request: what a template may ask about it, as the user, is in the database.
        response = render(None, "503.html", status=503)
        response["Retry-After"] = self.RETRY_AFTER
        response["Cache-Control"] = "no-store"
        return response


class NoNulMiddleware:
    """Refuse an address or a cookie with a NUL in it, which PostgreSQL takes in no text.

    The desk's look-ups hand on what they are asked for; forms have a check of their own, and
    public pages compare what they are asked for with what they know.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = request.META
        if request.path.startswith(DESK) and (
            "\0" in request.path
            or "%00" in sent.get("QUERY_STRING", "")
            or "\\000" in sent.get("HTTP_COOKIE", "")  # so a quoted cookie writes it
        ):
            raise BadRequest("NUL in the address or in a cookie")
        return self.get_response(request)
