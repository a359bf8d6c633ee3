"""To come."""
from django.http import Http404


def season(request, **kwargs):
    raise Http404
