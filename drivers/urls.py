"""The addresses of drivers and teams."""

from django.urls import path

from drivers.views import compare, driver, drivers, records, teams

urlpatterns = [
    path("drivers/", drivers.drivers, name="drivers"),
    path("drivers/compare/", compare.compare_choice, name="compare_choice"),
    path("drivers/compare/<slug:first>/<slug:second>/", compare.compare, name="compare"),
    path("drivers/compare/<slug:first>/<slug:second>.png", compare.compare_share, name="compare_share"),
    path("drivers/<slug:slug>/", driver.driver, name="driver"),
    path("drivers/<slug:slug>.png", driver.driver_share, name="driver_share"),
    path("<year:year>/records/", records.records, name="records"),
    path("<year:year>/records/teams/", records.team_records, name="team_records"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<slug:slug>/", teams.team, name="team"),
]

# Tables as files: the same for readers of every language.
file_patterns = [
    path("drivers.<format:ending>", drivers.drivers_data, name="drivers_data"),
    path("drivers/compare/<slug:first>/<slug:second>.<format:ending>", compare.compare_data, name="compare_data"),
    path("drivers/<slug:slug>.<format:ending>", driver.driver_data, name="driver_data"),
    path("<year:year>/records.<format:ending>", records.records_data, name="records_data"),
    path("<year:year>/records/teams.<format:ending>", records.team_records_data, name="team_records_data"),
    path("teams.<format:ending>", teams.teams_data, name="teams_data"),
    path("teams/<slug:slug>.<format:ending>", teams.team_data, name="team_data"),
]
