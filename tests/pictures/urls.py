"""The library's addresses alone, with a 404 page that needs no other."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [path("pictures/", include("pictures.urls"))]


def handler404(request, exception):
    return HttpResponse("Not found.", status=404)
