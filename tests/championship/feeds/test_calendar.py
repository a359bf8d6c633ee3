"""The calendar's feeds as a calendar program reads them, and the form that gives their addresses."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
import vobject
from django.core.cache import cache

from championship.models import CalendarChange, Event, Season, Session
from tests.drivers.pages import page_of, text_of

pytestmark = pytest.mark.django_db


def feed_of(client, address: str = "/2021/calendar.ics") -> dict[str, icalendar.Event]:
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entries = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    by_uid = {str(entry["UID"]).partition("@")[0]: entry for entry in entries}
    assert len(by_uid) == len(entries)
    return by_uid


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


def test_a_moved_session_keeps_its_uid_and_rises_alone(client):
    before = feed_of(client)
    assert {entry["SEQUENCE"] for entry in before.values()} == {0}
    assert not any("LAST-MODIFIED" in entry for entry in before.values())
    race = Session.objects.get(event__code="POR", code="R1")
    moments = []
    for hours in (1, 2):
        Session.objects.filter(pk=race.pk).update(starts_at=race.starts_at + timedelta(hours=hours))
        moments.append(feed_of(client)["2021-por-r1"]["LAST-MODIFIED"].dt)
    Event.objects.filter(code="POR").update(slug="estoril")
    after = feed_of(client)
    moved = after.pop("2021-por-r1")
    assert moved["UID"] == before["2021-por-r1"]["UID"]
    assert moved["SEQUENCE"] == 2
    assert moments[0] < moments[1] == moved["LAST-MODIFIED"].dt
    assert moved["DTSTART"].dt - before["2021-por-r1"]["DTSTART"].dt == timedelta(hours=2)
    assert {entry["SEQUENCE"] for entry in after.values()} == {0}


def test_a_write_that_moves_nothing_raises_nothing(client):
    Session.objects.filter(event__code="POR").update(state="live", laps_run=3)
    assert {entry["SEQUENCE"] for entry in feed_of(client).values()} == {0}


def test_a_moved_event_rises_with_its_sessions(client):
    Event.objects.filter(code="POR").update(status="postponed")
    feed = feed_of(client)
    risen = {name for name, entry in feed.items() if entry["SEQUENCE"]}
    assert risen == {name for name in feed if name.startswith("2021-por")}


def test_a_session_says_what_moved_it(client):
    race = Session.objects.get(event__code="POR", code="R1")
    CalendarChange.objects.create(
        event=race.event, session=race, what="time", announced_on=date(2021, 6, 26), before="2021-06-27 10:15",
        after="2021-06-27 12:15", reason="Fog",
    )  # fmt: skip
    feed = feed_of(client)
    line = "Race 1 moved from 10:15 to 12:15 on 27 June. Fog."
    assert str(feed["2021-por-r1"]["DESCRIPTION"]) == line
    assert line in str(feed["2021-por"]["DESCRIPTION"])
    assert "DESCRIPTION" not in feed["2021-por-r2"]


def test_the_races_alone(client):
    feed = feed_of(client, "/2021/calendar.ics?only=races")
    assert {name.rsplit("-")[-1] for name in feed} == {"r1", "r2"}
    assert len(feed) == Session.objects.filter(kind="race").count()
    assert set(feed) <= set(feed_of(client))


def test_one_event(client):
    feed = feed_of(client, "/2021/germany.ics")
    assert set(feed) == {name for name in feed_of(client) if name.startswith("2021-ger")}
    assert "2021-ger" in feed
    assert set(feed_of(client, "/2021/germany.ics?only=races")) == {"2021-ger-r1", "2021-ger-r2"}
    assert set(feed_of(client, "/2021/macau.ics")) == {"2021-mac"}
    named = client.get("/2021/germany.ics")
    assert named.headers["Content-Disposition"] == 'inline; filename="wtcr-2021-germany.ics"'
    assert b"NAME:WTCR Race of Germany 2021" in named.content


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_an_alarm_rings_before_each_start_on_record(client, minutes):
    feed = feed_of(client, f"/2021/calendar.ics?alarm={minutes}")
    ringing = {name: entry.walk("VALARM") for name, entry in feed.items() if entry.walk("VALARM")}
    timed = Session.objects.filter(starts_at__isnull=False)
    assert set(ringing) == {
        f"2021-{session.event.code}-{session.code}".lower() for session in timed.select_related("event")
    }
    (alarm,) = ringing["2021-por-r1"]
    assert alarm["TRIGGER"].dt == timedelta(minutes=-minutes)
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["DESCRIPTION"] == "WTCR Race of Portugal: Race 1"


@pytest.mark.parametrize("moved", [{"state": "cancelled"}, {"state": "postponed"}, {"starts_at": None}])
def test_nothing_rings_for_what_is_off_or_without_a_time(client, moved):
    Session.objects.filter(event__code="POR", code="R1").update(**moved)
    assert not feed_of(client, "/2021/calendar.ics?alarm=30")["2021-por-r1"].walk("VALARM")


@pytest.mark.parametrize("query", ["?alarm=7", "?alarm=abc", "?only=practice", "?alarm="])
def test_what_cannot_be_chosen_is_no_choice(client, query):
    assert client.get("/2021/calendar.ics" + query).content.count(b"BEGIN:VEVENT") == 66
    assert b"VALARM" not in client.get("/2021/calendar.ics" + query).content


@pytest.mark.parametrize(
    "address", ["/2021/calendar.ics?alarm=15", "/2021/germany.ics", "/2021/calendar.ics?only=races"]
)
def test_another_reader_of_the_format_finds_the_same(client, address):
    ours = feed_of(client, address)
    Session.objects.filter(event__code="POR", code="R2").update(state="cancelled")
    ours = feed_of(client, address)
    (other,) = vobject.readComponents(client.get(address).content.decode())
    theirs = {entry.uid.value.partition("@")[0]: entry for entry in other.vevent_list}
    assert set(theirs) == set(ours)
    for name, entry in theirs.items():
        assert entry.summary.value == str(ours[name]["SUMMARY"])
        assert entry.status.value == str(ours[name]["STATUS"])
        assert entry.dtstart.value == ours[name]["DTSTART"].dt
        assert int(entry.sequence.value) == ours[name]["SEQUENCE"]
        assert len(entry.contents.get("valarm", [])) == len(ours[name].walk("VALARM"))


def test_an_unchanged_feed_is_the_same_bytes(client):
    first = client.get("/2021/calendar.ics")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=False):
        again = client.get("/2021/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def addresses_in(page) -> list[str]:
    return [link.get("href") for link in page.iter("a") if ".ics" in link.get("href", "")]


@pytest.mark.parametrize(
    ("address", "feed"), [("/2021/calendar/", "/2021/calendar.ics"), ("/2021/germany/", "/2021/germany.ics")]
)
def test_the_form_gives_the_address_for_what_is_chosen(client, settings, address, feed):
    settings.SITE_URL = "https://door.example"
    cache.clear()
    plain = addresses_in(page_of(client, address))
    assert f"webcal://door.example{feed}" in plain
    assert f"https://door.example{feed}" in plain
    chosen = page_of(client, f"{address}?only=races&alarm=30")
    assert f"webcal://door.example{feed}?only=races&alarm=30" in addresses_in(chosen)
    assert [option.get("value") for option in chosen.iter("option") if option.get("selected") is not None] == [
        "races", "30",
    ]  # fmt: skip
    assert client.get(f"{feed}?only=races&alarm=30").status_code == 200


@pytest.mark.parametrize("address", ["/2021/calendar/", "/2021/germany/"])
def test_the_form_asks_for_its_piece_alone(client, address):
    headers = {"HX-Request": "true", "HX-Target": "add-to-calendar"}
    piece = client.get(address, {"only": "", "alarm": "15"}, headers=headers).content.decode().strip()
    assert piece.startswith('<div class="subscribe" id="add-to-calendar"')
    assert "?alarm=15" in piece
    assert "<h1" not in piece


def test_a_cancelled_event_is_not_offered(client):
    page = page_of(client, "/2021/macau/")
    assert "Add to your calendar" not in text_of(page)


def test_a_feed_that_is_not_there(client):
    assert client.get("/1999/calendar.ics").status_code == 404
    assert client.get("/2021/nowhere.ics").status_code == 404


def test_a_season_without_events_has_an_empty_feed(client):
    Season.objects.create(year=2022, name="A cup", short_name="Cup")
    assert client.get("/2022/calendar.ics").status_code == 200
