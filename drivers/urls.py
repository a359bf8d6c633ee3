"""The addresses of drivers and teams."""

from django.urls import path

from drivers import views

urlpatterns = [
    path("drivers/", views.drivers, name="drivers"),
    path("drivers.<format:ending>", views.drivers_data, name="drivers_data"),
    path("drivers/compare/", views.compare_choice, name="compare_choice"),
    path("drivers/compare/<slug:first>/<slug:second>/", views.compare, name="compare"),
    path("drivers/compare/<slug:first>/<slug:second>.<format:ending>", views.compare_data, name="compare_data"),
    path("drivers/<slug:slug>/", views.driver, name="driver"),
    path("drivers/<slug:slug>.<format:ending>", views.driver_data, name="driver_data"),
    path("teams/", views.teams, name="teams"),
    path("teams.<format:ending>", views.teams_data, name="teams_data"),
    path("teams/<slug:slug>/", views.team, name="team"),
]
