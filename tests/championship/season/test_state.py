"""Where a season stands on a day, on altered copies of 2021."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
import time_machine
from django.utils import timezone

from championship.season.parts import EventView
from championship.season.reading import load_year
from championship.season.state import (
    SeasonState,
    changes_at,
    countdown,
    last_event,
    next_event,
    next_session,
    race_week_event,
    season_state,
    session_on_air,
)
from championship.season.view import SeasonView

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def season() -> SeasonView:
    """2021 as on a day before its first event: nothing run, everything scheduled."""
    season = load_year(2021)
    for event in season.events:
        object.__setattr__(event, "status", "scheduled" if event.number else "cancelled")
        for index, session in enumerate(event.sessions):
            event.sessions[index] = replace(session, state="scheduled")
    return replace(season, classifications={})


def event_of(season: SeasonView, slug: str) -> EventView:
    return season.event(slug)


@pytest.mark.parametrize(
    ("day", "state", "event"),
    [
        ("2021-01-15 12:00", SeasonState.BEFORE, None),
        # Six days before, at the circuit: midnight in Germany is ten in the evening in UTC.
        ("2021-05-27 21:59", SeasonState.BEFORE, None),
        ("2021-05-27 22:00", SeasonState.RACE_WEEK, "germany"),
        ("2021-06-05 12:00", SeasonState.RACE_WEEK, "germany"),
        ("2021-06-06 21:59", SeasonState.RACE_WEEK, "germany"),
        ("2021-06-06 22:00", SeasonState.BETWEEN, None),
        ("2021-06-21 12:00", SeasonState.RACE_WEEK, "portugal"),
        # Most ends on 10 October, a day after it is still its week; then France's, six days before, is.
        ("2021-10-10 12:00", SeasonState.RACE_WEEK, "czech-republic"),
        ("2021-10-11 12:00", SeasonState.RACE_WEEK, "france"),
        ("2021-11-29 12:00", SeasonState.RACE_WEEK, "russia"),
        ("2021-11-30 12:00", SeasonState.ARCHIVE, None),
        ("2026-06-05 12:00", SeasonState.ARCHIVE, None),
    ],
)
def test_the_state_of_a_day(season, day, state, event):
    with time_machine.travel(at(day), tick=False):
        now = timezone.now()
        assert season_state(season, now) is state
        race_week = race_week_event(season, now)
        assert (race_week and race_week.slug) == event


@pytest.mark.parametrize(("code", "is_on_air"), [("FP1", False), ("Q1", True)])
def test_a_practice_is_over_with_its_flag_and_a_qualifying_with_its_result(season, code, is_on_air):
    """Most practices are never classified: one would be on air to the end of its day."""
    sessions = event_of(season, "portugal").sessions
    last = next(session for session in sessions if session.code == code)
    run = [replace(session, state="finished") for session in season.sessions[: last.index + 1]]
    to_come = [replace(session, state="scheduled") for session in season.sessions[last.index + 1 :]]
    season = replace(season, sessions=(*run, *to_come))
    on_air = session_on_air(season, datetime.combine(last.date, time(18), UTC))
    assert on_air == (run[-1] if is_on_air else None)


def test_a_cancelled_event_has_no_race_week(season):
    assert season_state(season, at("2021-05-21 12:00")) is SeasonState.BEFORE
    assert next_event(season, at("2021-11-10 12:00")).slug == "russia"


def test_a_postponed_event_has_no_race_week_and_keeps_the_season_open(season):
    object.__setattr__(event_of(season, "russia"), "status", "postponed")
    now = at("2021-11-28 12:00")
    assert season_state(season, now) is SeasonState.BETWEEN
    assert next_event(season, now) is None
    assert last_event(season, now).slug == "italy"


def test_next_and_last_event(season):
    assert last_event(season, at("2021-06-05 12:00")) is None
    assert next_event(season, at("2021-06-05 12:00")).slug == "germany"
    assert last_event(season, at("2021-06-06 12:00")).slug == "germany"
    assert next_event(season, at("2021-06-06 12:00")).slug == "portugal"
    assert next_event(season, at("2021-11-29 12:00")) is None


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2021-05-22 12:00", "Race of Portugal in 35 days"),
        ("2021-06-19 12:00", "Race of Portugal in seven days"),
        ("2021-06-20 12:00", "Practice 1 in six days"),
        ("2021-06-25 12:00", "Practice 1 tomorrow"),
        ("2021-06-26 07:00", "Practice 1 today at 09:00"),
        # 09:00 at Estoril is 08:00 in UTC.
        ("2021-06-26 07:59", "Practice 1 today at 09:00"),
        ("2021-06-26 08:00", "Practice 2 today at 12:00"),
        ("2021-06-26 20:00", "Race 1 tomorrow"),
        ("2021-06-27 12:00", "Race 2 today at 15:15"),
        ("2021-06-27 14:15", ""),
    ],
)
def test_the_countdown(season, now, text):
    assert countdown(event_of(season, "portugal"), at(now)) == text


def test_a_session_without_a_time_is_counted_to_by_its_day(season):
    germany = event_of(season, "germany")
    assert countdown(germany, at("2021-06-02 12:00")) == "Qualifying in two days"
    assert countdown(germany, at("2021-06-04 12:00")) == "Qualifying today"
    assert countdown(germany, at("2021-06-05 12:00")) == "Race 1 today"


def test_what_is_over_or_off_is_not_counted_to(season):
    portugal = event_of(season, "portugal")
    for index, session in enumerate(portugal.sessions):
        portugal.sessions[index] = replace(session, state="cancelled" if session.code == "FP1" else session.state)
    assert next_session(portugal, at("2021-06-26 07:00")).code == "FP2"


def test_the_page_falls_due_when_its_words_change(season):
    portugal = event_of(season, "portugal")
    # Midnight at Estoril, then the first start.
    assert changes_at(portugal, at("2021-06-20 12:00")) == at("2021-06-20 23:00")
    assert changes_at(portugal, at("2021-06-26 07:00")) == at("2021-06-26 08:00")
    assert changes_at(None, at("2021-12-24 12:00")) == at("2021-12-25 00:00")


def test_today_2021_is_an_archive():
    season = load_year(2021)
    assert season.is_over
    assert season_state(season, timezone.now()) is SeasonState.ARCHIVE
