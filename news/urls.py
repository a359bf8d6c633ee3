"""The addresses of the stories."""

from django.urls import path

from news import views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/atom.xml", views.news_feed, name="news_feed"),
    path("news/<year:year>/<slug:slug>/", views.article, name="article"),
    path("news/<year:year>/<slug:slug>.png", views.article_share, name="article_share"),
]
