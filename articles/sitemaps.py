"""Sitemaps and robots.txt."""

from django.http import Http404


def index(request):
    raise Http404


def news(request):
    raise Http404


def month(request, year, month):
    raise Http404


def pages(request):
    raise Http404


def robots(request):
    raise Http404
