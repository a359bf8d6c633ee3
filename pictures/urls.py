"""The addresses under MEDIA_URL: names that the library itself gave, and no others."""

from django.urls import re_path

from pictures import views

urlpatterns = [
    re_path(r"^originals/(?P<stem>[0-9a-f]{32})\.(?P<extension>jpg|png)$", views.original, name="picture_original"),
    re_path(
        r"^renditions/(?P<stem>[0-9a-f]{32})-(?P<shape>wide|square)-(?P<width>[0-9]{2,4})\.(?P<extension>avif|webp|jpg)$",
        views.rendition,
        name="picture_rendition",
    ),
]
