"""IPTC ninjs."""

from django.http import Http404


def ninjs(request, pk):
    raise Http404
