"""To come."""
from django.http import Http404


def home(request, **kwargs):
    raise Http404


def about(request, **kwargs):
    raise Http404


def privacy(request, **kwargs):
    raise Http404


def contact(request, **kwargs):
    raise Http404


def data(request, **kwargs):
    raise Http404


def theme(request, **kwargs):
    raise Http404
