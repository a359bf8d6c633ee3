"""To come."""
from django.http import Http404


def calendar(request, **kwargs):
    raise Http404


def calendar_ics(request, **kwargs):
    raise Http404


def calendar_data(request, **kwargs):
    raise Http404
