"""The season's addresses."""

from django.urls import path

from championship.live.poll import live_now
from championship.views import (
    calendar,
    circuits,
    event,
    live,
    relive,
    results,
    session,
    sources,
    standings,
    title_fight,
    why,
)

urlpatterns = [
    path("live/", live.live, name="live"),
    path("live/now/", live_now, name="live_now"),
    path("live/<slug:title>/why/<slug:competitor>/", why.live_why, name="live_why"),
    path("live/delay/", live.choose_delay, name="delay"),
    path("circuits/", circuits.circuits, name="circuits"),
    path("circuits/<slug:slug>/", circuits.circuit, name="circuit"),
    path("guard/", relive.guard, name="guard"),
    path("<year:year>/relive/", relive.relive, name="relive"),
    path("<year:year>/calendar/", calendar.calendar, name="calendar"),
    path("<year:year>/calendar.ics", calendar.calendar_ics, name="calendar_ics"),
    path("<year:year>/results/", results.results, name="results"),
    path("<year:year>/results.xml", results.results_feed, name="results_feed"),
    path("<year:year>/standings/<slug:title>/", standings.standings, name="standings"),
    path("<year:year>/standings/<slug:title>.png", standings.standings_share, name="standings_share"),
    path(
        "<year:year>/standings/<slug:title>/after/<slug:event>/<slug:session>/",
        standings.standings_after,
        name="standings_after",
    ),
    path(
        "<year:year>/standings/<slug:title>/after/<slug:event>/<slug:session>/why/<slug:competitor>/",
        why.why,
        name="why",
    ),
    path(
        "<year:year>/standings/<slug:title>/after/<slug:event>/<slug:session>.png",
        standings.standings_after_share,
        name="standings_after_share",
    ),
    path("<year:year>/title-fight/", title_fight.title_fight, name="title_fight"),
    path("<year:year>/title-fight/<slug:title>/", title_fight.title_fight_of, name="title_fight_of"),
    path(
        "<year:year>/title-fight/<slug:title>/after/<slug:event>/<slug:session>/",
        title_fight.title_fight_after,
        name="title_fight_after",
    ),
    path("<year:year>/<slug:event>/", event.event, name="event"),
    path("<year:year>/<slug:event>.png", event.event_share, name="event_share"),
    path("<year:year>/<slug:event>.ics", event.event_ics, name="event_ics"),
    path("<year:year>/<slug:event>/<slug:session>/", session.session, name="session"),
    path("<year:year>/<slug:event>/<slug:session>/sources/", sources.sources, name="sources"),
]

# Tables as files: the same for readers of every language.
file_patterns = [
    path("circuits.<format:ending>", circuits.circuits_data, name="circuits_data"),
    path("circuits/<slug:slug>.<format:ending>", circuits.circuit_data, name="circuit_data"),
    path("<year:year>/calendar.<format:ending>", calendar.calendar_data, name="calendar_data"),
    path("<year:year>/results.<format:ending>", results.results_data, name="results_data"),
    path("<year:year>/standings/<slug:title>.<format:ending>", standings.standings_data, name="standings_data"),
    path(
        "<year:year>/standings/<slug:title>/after/<slug:event>/<slug:session>.<format:ending>",
        standings.standings_after_data,
        name="standings_after_data",
    ),
    path(
        "<year:year>/standings/<slug:title>/after/<slug:event>/<slug:session>/why/<slug:competitor>.<format:ending>",
        why.why_data,
        name="why_data",
    ),
    path("<year:year>/title-fight.<format:ending>", title_fight.title_fight_data, name="title_fight_data"),
    path(
        "<year:year>/title-fight/<slug:title>.<format:ending>",
        title_fight.title_fight_of_data,
        name="title_fight_of_data",
    ),
    path(
        "<year:year>/title-fight/<slug:title>/after/<slug:event>/<slug:session>.<format:ending>",
        title_fight.title_fight_after_data,
        name="title_fight_after_data",
    ),
    path("<year:year>/<slug:event>.<format:ending>", event.event_data, name="event_data"),
    path("<year:year>/<slug:event>/<slug:session>.<format:ending>", session.session_data, name="session_data"),
    path("<year:year>/<slug:event>/<slug:session>/sources.<format:ending>", sources.sources_data, name="sources_data"),
]
