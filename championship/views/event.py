"""To come."""
from django.http import Http404


def event(request, **kwargs):
    raise Http404


def event_data(request, **kwargs):
    raise Http404
