"""Every kind of page of a season that an editor has only begun: with a title and nothing else, with one entry, with an
event to come, with a result and no title.

The newest season is what the site opens with, so a page that such a season breaks is broken for everybody.
"""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from championship.models import Circuit, Entry, Event, EventEntry, PointsScale, Season, Session, Title
from championship.publishing import publish
from championship.rules import Line
from championship.urls import file_patterns as season_files
from championship.urls import urlpatterns as season_pages
from drivers.models import Driver, Team
from drivers.urls import file_patterns as drivers_files
from drivers.urls import urlpatterns as drivers_pages
from tests.crawl import walk

pytestmark = pytest.mark.django_db


def with_a_title(season):
    Title.objects.create(season=season, slug="drivers", name="Drivers’ title", ranks="drivers", places="overall")


def with_one_entry(season):
    driver = Driver.objects.get(slug="yann-ehrlacher")
    entry = Entry.objects.create(season=season, driver=driver, team=Team.objects.first(), number=68)
    for event in season.events.all():
        EventEntry.objects.create(event=event, entry=entry, number=68)


def with_an_event(season):
    circuit = Circuit.objects.create(slug="new-circuit", name="New Circuit", country="SE", timezone="Europe/Stockholm")
    day = date(2031, 5, 1)
    event = Event.objects.create(
        season=season, number=1, slug="spring", code="SPR", name="Race of Spring", circuit=circuit, starts_on=day,
        ends_on=day,
    )  # fmt: skip
    scale = PointsScale.objects.create(season=season, slug="race", points="10 6 4")
    for entry in season.entries.all():
        EventEntry.objects.create(event=event, entry=entry, number=entry.number)
    Session.objects.create(event=event, code="R1", slug="race-1", name="Race 1", kind="race", scale=scale)


def with_a_result(season):
    race = Session.objects.get(event__season=season)
    publish(race, [Line(car, 1) for car in race.event.event_entries.values_list("pk", flat=True)], status="official")


STAGES = {
    "nothing": [],
    "a title": [with_a_title],
    "an entry": [with_one_entry],
    "an event": [with_an_event],
    "a title and an entry": [with_a_title, with_one_entry],
    "a title and an event": [with_a_title, with_an_event],
    "all but a result": [with_a_title, with_one_entry, with_an_event],
    "all but a title": [with_one_entry, with_an_event, with_a_result],
    "one of each": [with_a_title, with_one_entry, with_an_event, with_a_result],
}


@pytest.fixture(params=STAGES)
def season(request):
    season = Season.objects.create(year=2031, name="A cup to come", short_name="Cup")
    for begin in STAGES[request.param]:
        begin(season)
    return season


def test_every_page_that_a_link_leads_to_is_there(client, season):
    pages, statuses = walk(client, one_of_a_kind=True)
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert {page.address: page.faults for page in pages.values() if page.faults} == {}


def test_no_address_of_the_season_breaks(client, season):
    """Those that no link leads to yet are not there, in so many words; the test's client raises what a page raises."""
    names = {
        "year": [2031],
        "title": ["drivers"],
        "event": ["spring"],
        "session": ["race-1"],
        "competitor": ["yann-ehrlacher"],
        "slug": ["yann-ehrlacher", "new-circuit", season.entries.first().team.slug if season.entries.exists() else "x"],
        "first": ["yann-ehrlacher"],
        "second": ["rob-huff"],
        "ending": ["csv", "json"],
    }
    asked = 0
    for pattern in (*season_pages, *season_files, *drivers_pages, *drivers_files):
        if pattern.name in ("guard", "delay", "live_now"):
            # What is no page.
            continue
        wanted = list(pattern.pattern.converters)
        for values in product(*(names[name] for name in wanted)):
            address = reverse(pattern.name, kwargs=dict(zip(wanted, values, strict=True)))
            assert client.get(address, follow=True).status_code in (200, 404), address
            asked += 1
    assert asked > 60


@pytest.mark.parametrize("season", ["all but a title", "one of each"], indirect=True)
def test_a_race_shows_its_podium_whether_it_gave_points_or_not(client, season):
    text = client.get("/2031/spring/").content.decode()
    assert 'class="card podium"' in text
    assert "Race 1: won by Yann Ehrlacher." in text
