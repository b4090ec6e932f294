"""RSS, Atom and JSON Feed."""

from django.http import Http404


def rss(request):
    raise Http404


def atom(request):
    raise Http404


def json_feed(request):
    raise Http404


def section_rss(request, slug):
    raise Http404


def region_rss(request, slug):
    raise Http404


def topic_rss(request, slug):
    raise Http404


def author_rss(request, slug):
    raise Http404
