"""To come."""
from django.http import Http404


def news(request, **kwargs):
    raise Http404


def feed(request, **kwargs):
    raise Http404


def article(request, **kwargs):
    raise Http404
