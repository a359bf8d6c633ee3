"""To come."""
from django.http import Http404


def session(request, **kwargs):
    raise Http404


def session_data(request, **kwargs):
    raise Http404
