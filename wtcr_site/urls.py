"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from championship.urls import file_patterns as championship_files
from drivers.urls import file_patterns as drivers_files
from web.addresses.languages import CODES, in_language
from wtcr_site import search, views
from wtcr_site.data import root_files
from wtcr_site.front import home
from wtcr_site.guide import guide

# What has no language of its own.
urlpatterns = [
    path("admin/", admin.site.urls),
    path("pictures/", include("pictures.urls")),
    # Before the season's, where any word after a year is an event.
    *drivers_files,
    *championship_files,
    path("favicon.ico", root_files.favicon, name="favicon"),
    path("manifest.webmanifest", root_files.manifest, name="manifest"),
    path("robots.txt", root_files.robots, name="robots"),
    path("sitemap.xml", root_files.sitemap, name="sitemap"),
    # A language's code is no page: its front page ends with a slash, as every page does.
    *(
        path(code, RedirectView.as_view(url=in_language("/", code), permanent=True, query_string=True))
        for code in CODES
    ),
]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/contact/", views.contact, name="contact"),
    path("data/", views.data, name="data"),
    path("guide/", guide.guide, name="guide"),
    path("search/", search.search, name="search"),
    path("share.png", views.site_share, name="site_share"),
    path("theme/", views.theme, name="theme"),
    path("<year:year>/", home.season, name="season"),
    # Before the season's, where any word after a year is an event.
    path("", include("drivers.urls")),
    path("", include("championship.urls")),
    path("", include("news.urls")),
    prefix_default_language=False,
)

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.broken
