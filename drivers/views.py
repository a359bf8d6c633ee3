"""To come."""
from django.http import Http404


def drivers(request, **kwargs):
    raise Http404


def drivers_data(request, **kwargs):
    raise Http404


def compare_choice(request, **kwargs):
    raise Http404


def compare(request, **kwargs):
    raise Http404


def compare_data(request, **kwargs):
    raise Http404


def driver(request, **kwargs):
    raise Http404


def driver_data(request, **kwargs):
    raise Http404


def teams(request, **kwargs):
    raise Http404


def teams_data(request, **kwargs):
    raise Http404


def team(request, **kwargs):
    raise Http404
