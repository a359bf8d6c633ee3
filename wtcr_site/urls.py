"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from wtcr_site import home, search, views

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/contact/", views.contact, name="contact"),
    path("data/", views.data, name="data"),
    path("search/", search.search, name="search"),
    path("theme/", views.theme, name="theme"),
    path("admin/", admin.site.urls),
    path("", include("championship.urls")),
    path("", include("drivers.urls")),
    path("", include("news.urls")),
    path("pictures/", include("pictures.urls")),
]

handler404 = views.not_found
