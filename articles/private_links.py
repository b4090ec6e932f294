"""What all links have in common whose address is the key: no account, no cookie, nothing kept.

A token has 256 bits and is kept only as its SHA-256, so that whoever reads the table opens nothing.
"""

import hashlib
import ipaddress
import secrets
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.http import client_ip, network_of
from articles.popular import keyed_hash, within


def new_token():
    return secrets.token_urlsafe(32)


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def shortened(ip):
    """The network that an address lies in: enough to tell an office, not a person."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def visitor_of(request):
    """{"network", "user_agent"}: what a record of an opening keeps of who came."""
    agent = request.headers.get("User-Agent", "")
    return {
        "network": shortened(client_ip(request)),
        "user_agent": agent.replace("\0", "")[:200],
    }


def private_page(name, *, per_hour):
    """Make a view answer to nobody by name, and every answer kept nowhere.

    `name` counts apart from other kinds of links; `per_hour`: requests of one visitor's line, with
    right tokens or wrong ones. A view that raises Http404 is answered here, with the same headers.
    """

    def decorate(view):
        @wraps(view)
        def private_view(request, *args, **kwargs):
            request.user = AnonymousUser()
            request.__dict__.pop("session", None)
            line = keyed_hash(network_of(client_ip(request)))
            if not within(f"{name}:{line}:{timezone.now():%Y%m%d%H}", per_hour):
                return kept_nowhere(_too_many())
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                response = render(request, "404.html", status=404)
            return kept_nowhere(response)

        return require_safe(private_view)

    return decorate


def kept_nowhere(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the key: no other site may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _too_many():
    sentence = _("Too many requests. Please try again in an hour.")
    return HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
