"""What every public answer promises: no cookie, no session, never stale.

docs/decisions/0010-public-caching.md says why nothing public has a lifetime in a cache.
"""

import hashlib
import ipaddress
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import get_resolver
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

# Anybody may keep a copy; nobody may show it without asking us whether it still holds.
ALWAYS_ASK = "public, no-cache"


def public_page(keys=()):
    """Make a view fit for readers: GET and HEAD, the same for everybody, always asked for again.

    `keys` are surrogate keys of every answer (“list”, “feed”); a view adds those of its objects
    with add_keys(). Inside the view nobody is signed in and there is no session, so no template
    can make the page depend on a cookie.
    """

    def decorate(view):
        @wraps(view)
        def public_view(request, *args, **kwargs):
            request.user = AnonymousUser()
            request.__dict__.pop("session", None)
            try:
                response = view(request, *args, **kwargs)
            except Http404 as reason:
                # Answered here, because an error may not be kept either: the story of this
                # address may be public a second later.
                not_found = get_resolver().resolve_error_handler(404)
                response = not_found(request, exception=reason)
            add_keys(response, *keys)
            return conditional(request, response)

        return require_safe(public_view)

    return decorate


def add_keys(response, *keys):
    """Name what this answer was made of, for whoever purges a cache in front of us.

    Used: article-<id>, section-<id>, region-<id>, topic-<id>, author-<id>, partner-<id>, list,
    feed, sitemap.
    """
    if keys:
        known = response.get("Surrogate-Key", "").split()
        response["Surrogate-Key"] = " ".join(dict.fromkeys([*known, *keys]))
    return response


def conditional(request, response):
    """`response` with its caching headers, or 304 where the reader's copy is the same to the byte.

    A streamed answer gets no ETag: its bytes are not there yet.
    """
    response.headers.setdefault("Cache-Control", ALWAYS_ASK)
    if response.streaming or response.status_code != 200:
        return response
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not response and "Surrogate-Key" in response:
        answer["Surrogate-Key"] = response["Surrogate-Key"]  # Django copies the standard ones
    return answer


def absolute(path):
    """The full address of `path`: from the settings, never from a header that a visitor sent."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def client_ip(request):
    """The visitor's address, as far as it can be trusted; "" if none is known.

    Each trusted proxy appends the address it saw, so with N of them the N-th from the right is
    true, and whatever stands further left is the visitor's own invention.
    """
    count = settings.TRUSTED_PROXY_COUNT
    seen = [ip.strip() for ip in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if count and len(seen) >= count and seen[-count]:
        return seen[-count]
    return request.META.get("REMOTE_ADDR", "")


def network_of(ip):
    """`ip` as one customer's line: an IPv6 customer owns a whole /64 to choose addresses from."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if address.version == 4:
        return ip
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)
