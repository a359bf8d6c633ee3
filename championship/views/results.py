"""To come."""
from django.http import Http404


def results(request, **kwargs):
    raise Http404


def results_data(request, **kwargs):
    raise Http404
