"""An event that was called off after a part of it had been run: what was published of it counts, and every page that
adds up to a table says so."""

from decimal import Decimal

import pytest

from championship.models import Event, Session
from championship.people.record_book import driver_title_figures
from championship.season.reading import load_year
from championship.tables.matrix import plain_matrix
from championship.why.reasons import reasons_for
from drivers.views.driver import _scores
from drivers.views.teams import points_table
from tests.published import forget_results

pytestmark = pytest.mark.django_db
RACES = ("R1", "R2")


@pytest.fixture(params=["cancelled", "scheduled"])
def season(request):
    """2021 with its last weekend called off after qualifying; its races by themselves, or with the event alone."""
    forget_results(session__event__slug="russia", session__code__in=RACES)
    Session.objects.filter(event__slug="russia", code__in=RACES).update(state=request.param)
    Event.objects.filter(slug="russia").update(status="cancelled", number=None)
    return load_year(2021)


def test_the_points_of_its_qualifying_stay(season):
    before = season.session("italy", "R2")
    table = season.standings["drivers"].tables
    assert table[season.latest.index].points_of("yann-ehrlacher") > table[before.index].points_of("yann-ehrlacher")
    assert (season.latest.event.slug, season.latest.code) == ("russia", "Q3")


def test_the_reasons_add_up_to_every_total(season):
    for title in season.titles:
        for row in season.standings[title.slug].tables[season.latest.index].rows:
            why = reasons_for(season, title, season.latest, row.competitor, {}, {})
            parts = [event.points for event in why.events] + [reason.adjustment.points for reason in why.adjustments]
            assert sum(parts, Decimal(0)) == row.points, (title.slug, row.competitor)


def test_the_pages_of_drivers_and_teams_add_up(season):
    table = season.standings["drivers"].tables[season.latest.index]
    for row in table.rows:
        assert sum((total for _event, total in _scores(season, row.competitor)), Decimal(0)) == row.points
        scored = driver_title_figures(season, row.competitor, 1)
        assert scored.weekend == max((total for _event, total in _scores(season, row.competitor)), default=0)
    for row in season.standings["teams"].tables[season.latest.index].rows:
        assert points_table(season, season.teams_title, row.competitor).adjusted == 0, row.competitor


def test_the_matrix_and_the_rail_have_what_was_run_of_it(client, season):
    columns, _rows = plain_matrix(season)
    assert [column for column in columns if column.startswith("russia/")] == ["russia/Q"]
    text = client.get("/2021/results/").content.decode()
    assert 'href="/2021/russia/#qualifying">Q</a>' in text
    text = client.get("/2021/standings/drivers/").content.decode()
    assert 'href="/2021/standings/drivers/after/russia/qualifying-3/"' in text
    assert "/after/russia/race-1/" not in text


def test_its_own_page_shows_what_was_run(client, season):
    text = client.get("/2021/russia/").content.decode()
    assert "Points of the weekend" in text
    assert "<s>Race 1</s>" in text
    assert "<s>Qualifying 1</s>" not in text
    assert client.get("/2021/russia.csv").status_code == 200
    assert "This session was cancelled." in client.get("/2021/russia/race-1/").content.decode()


def test_an_event_called_off_before_anything_was_run_has_no_table(client, season):
    assert "Points of the weekend" not in client.get("/2021/macau/").content.decode()
    assert client.get("/2021/macau.csv").status_code == 404


def test_the_season_is_over_without_it(season):
    assert season.is_over
