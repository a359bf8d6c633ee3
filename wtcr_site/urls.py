"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from wtcr_site import home, root_files, search, views

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/contact/", views.contact, name="contact"),
    path("data/", views.data, name="data"),
    path("search/", search.search, name="search"),
    path("favicon.ico", root_files.favicon, name="favicon"),
    path("manifest.webmanifest", root_files.manifest, name="manifest"),
    path("robots.txt", root_files.robots, name="robots"),
    path("sitemap.xml", root_files.sitemap, name="sitemap"),
    path("share.png", views.site_share, name="site_share"),
    path("theme/", views.theme, name="theme"),
    path("admin/", admin.site.urls),
    path("", include("championship.urls")),
    path("", include("drivers.urls")),
    path("", include("news.urls")),
    path("pictures/", include("pictures.urls")),
]

handler404 = views.not_found
