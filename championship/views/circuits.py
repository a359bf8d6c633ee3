"""To come."""
from django.http import Http404


def circuits(request, **kwargs):
    raise Http404


def circuits_data(request, **kwargs):
    raise Http404


def circuit(request, **kwargs):
    raise Http404
