"""The calendar as a reader sees it, and the feed as a calendar program does."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import cache

from championship.changes import announced_line, change_text, kept_to_plan
from championship.models import Event, Season, Session
from championship.records import ChangeRecord
from championship.standings import load_year
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
    told = [
        (event.slug, str(change.announced_on), change_text(change))
        for event in load_year(2021).events
        for change in event.changes
    ]
    assert told == CHANGES


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
    ],
)
def test_changes_that_2021_did_not_have(what, before, after, text):
    assert change_text(ChangeRecord(date(2021, 6, 1), what, before, after, "", "")) == text


def test_who_kept_to_the_announced_calendar():
    record = load_year(2021)
    assert [event.slug for event in record.events if kept_to_plan(event)] == ["germany", "spain", "hungary"]
    assert announced_line(record.event("italy")) == "Adria, Italy, 31 July – 1 August"
    assert announced_line(record.event("russia")) == ""


def rows_of(client) -> dict[str, object]:
    items = by_class(page_of(client, "/2021/calendar/"), "calendar")[0].findall("li")
    return {item.find(".//a").get("href").split("/")[2]: item for item in items}


def changes_of(row) -> list[str]:
    """As a desk shows them; a phone folds the same under its arrow."""
    wide, folded = (
        ["".join(change.itertext()) for change in by_class(box, "calendar__change")]
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


def feed_of(client) -> dict[str, icalendar.Event]:
    response = client.get("/2021/calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entries = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    found = {str(entry["UID"]).partition("@")[0]: entry for entry in entries}
    assert len(found) == len(entries)
    return found


def test_the_feed_has_every_weekend_and_every_session(client):
    feed = feed_of(client)
    assert len(feed) == Event.objects.count() + Session.objects.count() == 66


def test_a_session_with_its_time_is_in_utc_and_certain(client):
    entry = feed_of(client)["2021-por-r1"]
    assert str(entry["SUMMARY"]) == "WTCR Race of Portugal: Race 1"
    # 12:15 at Estoril in summer.
    assert entry["DTSTART"].to_ical() == b"20210627T111500Z"
    assert "DTEND" not in entry
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert str(entry["LOCATION"]) == "Circuito do Estoril, Estoril"
    assert str(entry["URL"]).endswith("/2021/portugal/race-1/")


def test_a_session_without_a_time_is_a_tentative_entry_of_its_day(client):
    feed = feed_of(client)
    qualifying, practice = feed["2021-ger-q"], feed["2021-ger-fp1"]
    assert (qualifying["DTSTART"].dt, qualifying["DTEND"].dt) == (date(2021, 6, 4), date(2021, 6, 5))
    assert str(qualifying["STATUS"]) == "TENTATIVE"
    assert str(qualifying["DESCRIPTION"]) == "The time is not on record."
    # Its day is not on record either: it belongs to the weekend.
    assert (practice["DTSTART"].dt, practice["DTEND"].dt) == (date(2021, 6, 3), date(2021, 6, 6))
    assert str(practice["STATUS"]) == "TENTATIVE"


def test_a_cancelled_event_stays_in_the_feed_marked(client):
    entry = feed_of(client)["2021-mac"]
    assert str(entry["STATUS"]) == "CANCELLED"
    assert str(entry["SUMMARY"]) == "Cancelled: WTCR Race of Macau"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2021, 11, 19), date(2021, 11, 22))
    assert str(entry["DESCRIPTION"]) == (
        "Announced as Circuito Da Guia, Macau, 19–21 November.\n"
        "Cancelled. Quarantine of at least 14 days; freight deadline."
    )


def test_a_cancelled_session_and_a_postponed_event_are_told(client):
    Session.objects.filter(event__code="POR", code="R2").update(state="cancelled")
    Event.objects.filter(code="ITA").update(status="postponed")
    feed = feed_of(client)
    assert str(feed["2021-por-r2"]["STATUS"]) == "CANCELLED"
    assert str(feed["2021-ita"]["STATUS"]) == "TENTATIVE"
    assert str(feed["2021-ita-r1"]["STATUS"]) == "TENTATIVE"


def test_a_moved_session_keeps_its_uid_and_its_sequence_rises(client):
    with time_machine.travel(datetime(2021, 6, 20, 12, tzinfo=UTC), tick=False):
        before = feed_of(client)["2021-por-r1"]
    race = Session.objects.get(event__code="POR", code="R1")
    Session.objects.filter(pk=race.pk).update(starts_at=race.starts_at + timedelta(hours=2))
    Event.objects.filter(code="POR").update(slug="estoril")
    with time_machine.travel(datetime(2021, 6, 20, 13, tzinfo=UTC), tick=False):
        after = feed_of(client)["2021-por-r1"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=2)


def test_an_unchanged_feed_is_the_same_bytes(client):
    first = client.get("/2021/calendar.ics")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=False):
        again = client.get("/2021/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_gives_the_feeds_address(client, settings):
    settings.SITE_URL = "https://door.example"
    cache.clear()
    links = [a.get("href") for a in page_of(client, "/2021/calendar/").iter("a")]
    assert "webcal://door.example/2021/calendar.ics" in links
    assert "https://door.example/2021/calendar.ics" in links


def test_the_calendar_as_a_file(client):
    answer = client.get("/2021/calendar.json").json()
    assert answer["season"] == 2021
    assert [row["event"] for row in answer["rows"]] == list(rows_of(client))
    italy = next(row for row in answer["rows"] if row["event"] == "italy")
    assert italy == {
        "number": 7, "code": "ITA", "event": "italy", "name": "Race of Italy", "circuit": "Adria International Raceway",
        "country": "IT", "starts_on": "2021-11-06", "ends_on": "2021-11-07", "status": "held",
        "winners": "santiago-urrutia yann-ehrlacher", "announced_as": "Adria, Italy",
        "announced_circuit": "Adria International Raceway", "announced_starts_on": "2021-07-31",
        "announced_ends_on": "2021-08-01",
    }  # fmt: skip


def test_a_season_that_is_not_there(client):
    assert client.get("/1999/calendar/").status_code == 404
    assert client.get("/1999/calendar.ics").status_code == 404


def test_a_season_without_events_says_so(client):
    Season.objects.create(year=2022, name="A cup", short_name="Cup")
    assert "No event is on this calendar yet." in client.get("/2022/calendar/").content.decode()
    assert client.get("/2022/calendar.ics").status_code == 200
