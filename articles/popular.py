"""Views: counted and ranked."""

from django.http import Http404


def beacon(request, pk):
    raise Http404


def most_read(hours=24, limit=10):
    return []


def prune():
    return 0
