"""The page behind a link that was given to somebody outside: a story that is not public."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import sharing, views
from articles.details import load_details
from articles.http import client_ip, network_of
from articles.popular import keyed_hash, within

PER_HOUR = 120  # requests of one visitor's line, with right tokens or wrong ones


@require_safe
def shared(request, token):
    request.user = AnonymousUser()
    request.__dict__.pop("session", None)
    return _kept_nowhere(_answer(request, token))


def _answer(request, token):
    ip = client_ip(request)
    line = keyed_hash(network_of(ip))
    if not within(f"shared:{line}:{timezone.now():%Y%m%d%H}", PER_HOUR):
        too_many = _("Too many requests. Please try again in an hour.")
        return HttpResponse(too_many, status=429, content_type="text/plain; charset=utf-8")
    link = sharing.find(token)
    if link is None:
        return render(request, "404.html", status=404)
    article = link.article
    if link.is_open() and article.is_public():
        return redirect(article)
    if not sharing.opens(link):
        return render(request, "articles/shared_gone.html", status=410)
    if request.method == "GET":
        agent = request.headers.get("User-Agent", "")
        sharing.note_opening(link, ip=ip, user_agent=agent)
    load_details(article)
    context = {**views.story_context(article), "preview": True, "link": link}
    return render(request, "articles/shared.html", context)


def _kept_nowhere(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the key: no other site may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
