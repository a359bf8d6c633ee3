"""To come."""
from django.http import Http404


def standings(request, **kwargs):
    raise Http404


def standings_data(request, **kwargs):
    raise Http404


def standings_after(request, **kwargs):
    raise Http404


def standings_after_data(request, **kwargs):
    raise Http404
