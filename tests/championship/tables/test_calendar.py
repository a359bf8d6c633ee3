"""The calendar as a reader sees it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from championship.models import CalendarChange, Event, Season, Session
from championship.season.parts import ChangeView
from championship.season.reading import load_year
from championship.why.changes import announced_line, change_text, kept_to_plan
from tests.drivers.pages import by_class, page_of, text_of

pytestmark = pytest.mark.django_db

CHANGES = [
    ("slovakia", "2021-01-22", "cancelled"),
    ("portugal", "2021-05-10", "moved from Circuito Internacional de Vila Real to Circuito do Estoril"),
    ("hungary", "2021-01-22", "moved from 14–16 May to 21–22 August"),
    ("czech-republic", "2021-08-19", "added, for 9–10 October"),
    ("france", "2021-08-19", "added, for 16–17 October"),
    ("south-korea", "2021-01-22", "moved from 8–10 October to 16–17 October"),
    ("south-korea", "2021-08-19", "cancelled"),
    ("italy", "2021-01-22", "added, for 31 July – 1 August"),
    ("italy", "2021-07-16", "postponed, without a new date"),
    ("italy", "2021-08-19", "moved from 31 July – 1 August to 6–7 November"),
    ("china", "2021-08-19", "cancelled"),
    ("macau", "2021-08-19", "cancelled"),
    ("russia", "2021-08-19", "added, for 27–28 November"),
]


def test_each_change_of_2021_in_text_of():
    changes = [
        (event.slug, str(change.announced_on), change_text(change))
        for event in load_year(2021).events
        for change in event.changes
    ]
    assert changes == CHANGES


@pytest.mark.parametrize(
    ("what", "before", "after", "text"),
    [
        ("status", "postponed", "scheduled 2021-11-06/2021-11-07", "new date: 6–7 November"),
        ("status", "postponed", "scheduled", "to be held after all"),
        ("status", "cancelled", "scheduled 2022-03-05/2022-03-06", "back on the calendar, for 5–6 March 2022"),
        ("status", "cancelled", "scheduled", "back on the calendar"),
        ("status", "scheduled", "postponed 2021-10-02/2021-10-02", "postponed to 2 October"),
        ("status", "", "scheduled", "added"),
        ("dates", "", "2021-10-02/2021-10-03", "moved to 2–3 October"),
        ("dates", "in autumn", "2021-10-02/2021-10-03", "moved from in autumn to 2–3 October"),
        ("time", "2021-06-27 12:15", "2021-06-27 14:15", "Race 1 moved from 12:15 to 14:15 on 27 June"),
        ("time", "2021-06-27 12:15", "2021-06-28 09:00", "Race 1 moved from 27 June, 12:15 to 28 June, 09:00"),
        ("time", "2021-06-27", "2021-06-28", "Race 1 moved from 27 June to 28 June"),
        ("time", "2021-06-27 12:15", "2021-06-27", "Race 1 moved on 27 June, to a time not yet known"),
        ("time", "", "2021-06-28 09:00", "Race 1 moved to 28 June, 09:00"),
        ("time", "at dawn", "2021-06-28 09:00", "Race 1 moved from at dawn to 28 June, 09:00"),
    ],
)
def test_changes_that_2021_did_not_have(what, before, after, text):
    session = "Race 1" if what == "time" else None
    assert change_text(ChangeView(date(2021, 6, 1), what, before, after, "", "", session=session)) == text


def test_a_sessions_new_time_stands_on_the_calendar_and_the_event_page_in_words(client):
    race = Session.objects.get(event__code="POR", code="R1")
    CalendarChange.objects.create(
        event=race.event, session=race, what="time", announced_on=date(2021, 6, 26), before="2021-06-27 12:15",
        after="2021-06-27 14:15", reason="Fog",
    )  # fmt: skip
    assert changes_of(rows_of(client)["portugal"])[-1] == ("26 June: Race 1 moved from 12:15 to 14:15 on 27 June. Fog.")
    notice = text_of(by_class(page_of(client, "/2021/portugal/"), "notice")[0])
    assert "Race 1 moved from 12:15 to 14:15 on 27 June. Fog. Announced on 26 June 2021." in notice


def test_who_kept_to_the_announced_calendar():
    season = load_year(2021)
    assert [event.slug for event in season.events if kept_to_plan(event)] == ["germany", "spain", "hungary"]
    assert announced_line(season.event("italy")) == "Adria, Italy, 31 July – 1 August"
    assert announced_line(season.event("russia")) == ""


def rows_of(client) -> dict[str, object]:
    items = by_class(page_of(client, "/2021/calendar/"), "calendar")[0].findall("li")
    return {item.find(".//a").get("href").split("/")[2]: item for item in items}


def changes_of(row) -> list[str]:
    """As a desk shows them; a phone folds the same under its arrow."""
    wide, folded = (
        [" ".join("".join(change.itertext()).split()) for change in by_class(box, "calendar__change")]
        for box in by_class(row, "calendar__was")
    )
    assert wide == folded
    return wide


def hero_of(client) -> str:
    return text_of(by_class(page_of(client, "/2021/calendar/"), "hero")[0])


def test_rows_stand_in_the_order_in_which_they_were_to_run(client):
    assert list(rows_of(client)) == [
        "slovakia", "germany", "portugal", "spain", "hungary", "czech-republic", "france", "south-korea", "italy",
        "china", "macau", "russia",
    ]  # fmt: skip


def test_a_row_shows_what_was_raced_and_beside_it_what_was_announced(client):
    row = rows_of(client)["portugal"]
    text = text_of(row)
    assert text.startswith("2 Race of Portugal")
    assert "26–27 June" in text
    assert "Circuito do Estoril" in text
    assert "Won by Ehrlacher, Tassi" in text
    assert text_of(row.find(".//s")) == "Announced as Vila Real, Portugal, 26–27 June"
    assert changes_of(row) == [
        "10 May: moved from Circuito Internacional de Vila Real to Circuito do Estoril. "
        "Crowds could not be limited on the street circuit (COVID-19)."
    ]


def test_a_row_that_kept_to_plan_strikes_nothing_out(client):
    rows = rows_of(client)
    assert rows["germany"].find(".//s") is None
    assert rows["germany"].find(".//details") is None
    assert rows["hungary"].find(".//s") is None
    assert changes_of(rows["hungary"]) == ["22 January: moved from 14–16 May to 21–22 August. Pandemic."]


def test_a_cancelled_event_stays_in_its_place_without_a_number(client):
    row = rows_of(client)["macau"]
    assert row.get("class") == "off"
    assert text_of(row).startswith("– Race of Macau")
    assert "Cancelled" in text_of(row)
    assert changes_of(row) == ["19 August: cancelled. Quarantine of at least 14 days; freight deadline."]
    assert row.find(".//a").get("href") == "/2021/macau/"


def test_an_event_that_came_later_says_so(client):
    assert "Not on the announced calendar" in text_of(rows_of(client)["russia"])
    assert "Not on the announced calendar" not in text_of(rows_of(client)["slovakia"])


def test_the_season_that_is_over_opens_with_its_last_event(client):
    hero = hero_of(client)
    assert "Eight events held, four cancelled." in hero
    assert "The last event Race of Russia" in hero
    assert "Won by Mikel Azcona and Rob Huff." in hero


def test_while_it_runs_the_next_event_is_counted_down_to(client):
    Event.objects.filter(number__gte=4).update(status="scheduled")
    with time_machine.travel(datetime(2021, 7, 20, 12, tzinfo=UTC), tick=False):
        hero = hero_of(client)
    assert "Three of eight events held, four cancelled." in hero
    assert "The next event Race of Hungary" in hero
    assert "Race of Hungary in 32 days." in hero


def test_the_calendar_as_a_file(client):
    answer = client.get("/2021/calendar.json").json()
    assert answer["season"] == 2021
    assert [row["event"] for row in answer["rows"]] == list(rows_of(client))
    italy = next(row for row in answer["rows"] if row["event"] == "italy")
    assert italy == {
        "event_number": 7, "event_code": "ITA", "event": "italy", "name": "Race of Italy", "circuit": "adria",
        "country": "IT", "starts_on": "2021-11-06", "ends_on": "2021-11-07", "status": "held",
        "winners": ["santiago-urrutia", "yann-ehrlacher"], "announced_as": "Adria, Italy",
        "announced_circuit_name": "Adria International Raceway", "announced_starts_on": "2021-07-31",
        "announced_ends_on": "2021-08-01",
    }  # fmt: skip


def test_a_season_that_is_not_there(client):
    assert client.get("/1999/calendar/").status_code == 404


def test_a_season_without_events_says_so(client):
    Season.objects.create(year=2022, name="A cup", short_name="Cup")
    assert "No event is on this calendar yet." in client.get("/2022/calendar/").content.decode()


@pytest.mark.parametrize(
    ("what", "value", "reads"),
    [
        ("dates", "2021-07-31/2021-08-01", True),
        ("dates", "2021-08-01/2021-07-31", False),
        ("time", "2021-06-27 12:15", True),
        ("time", "noon", False),
        ("status", "scheduled 2021-10-16/2021-10-17", True),
        ("status", "later", False),
        ("circuit", "estoril", True),
        ("circuit", "Estoril", False),
    ],
)
def test_a_change_is_written_as_the_calendar_reads_it(what, value, reads):
    race = Session.objects.select_related("event").get(event__season__year=2021, event__slug="portugal", code="R1")
    change = CalendarChange(
        event=race.event, session=race if what == "time" else None, announced_on="2021-05-01", what=what, after=value
    )
    if reads:
        change.full_clean()
    else:
        with pytest.raises(ValidationError, match="is not written as such a change is"):
            change.full_clean()
