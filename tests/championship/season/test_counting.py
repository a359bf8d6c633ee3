"""A season as read counts each session by what its current classification keeps, and not by what was planned since."""

from decimal import Decimal

import pytest

from championship.models import EventEntry, PointsScale, Result, Session
from championship.publishing import publish
from championship.race_control.preview import effects
from championship.rules import Counting, Line
from championship.season.reading import load_year, unpublished, with_classification

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    return Session.objects.get(event__season__year=2021, event__slug="germany", code="R1")


def lines_of(session):
    return Result.objects.lines()[session.classifications.latest("number").pk]


def won(season, session, title="drivers"):
    """What each place of the session gave in the title."""
    index = season.session(session.event.slug, session.slug).index
    return {award.competitor: award.points for award in season.standings[title].awards[index]}


def test_half_points_are_half_of_every_titles(race):
    before = load_year(2021)
    publish(race, lines_of(race), status="official", reason="Stopped", counting=Counting(points_factor=Decimal("0.5")))
    after = load_year(2021)
    for title in ("drivers", "teams", "junior", "trophy"):
        assert won(before, race, title), title
        assert won(after, race, title) == {name: points / 2 for name, points in won(before, race, title).items()}, title
    # The other sessions are as they were.
    second = race.event.sessions.get(code="R2")
    assert won(after, second) == won(before, second)


def test_a_race_without_points_gives_nobody_any(race):
    publish(race, lines_of(race), status="official", counting=Counting(points_factor=Decimal(0), laps_counted=1))
    season = load_year(2021)
    assert won(season, race) == {}
    classification = season.classification(season.session("germany", "race-1"))
    assert (classification.points_factor, classification.laps_counted) == (0, 1)


def test_another_scale_counts_from_the_next_classification_on(race):
    PointsScale.objects.create(season=race.event.season, slug="sprint", points="12.5 6")
    publish(race, lines_of(race), status="official", counting=Counting("sprint"))
    points = sorted(won(load_year(2021), race).values(), reverse=True)
    assert points[:3] == [Decimal("12.5"), 6, 0]


def test_a_number_put_right_is_the_results_and_not_the_lists(race):
    car = EventEntry.objects.get(event=race.event, driver__slug="rob-huff")
    lines = [Line(line.event_entry, line.position, line.status, number=700 if line.event_entry == car.pk else None)
             for line in lines_of(race)]  # fmt: skip
    publish(race, lines, status="official", reason="The wrong number")
    season = load_year(2021)
    numbers = {
        line.driver.slug: line.number for line in season.classification(season.session("germany", "race-1")).lines
    }
    assert numbers["rob-huff"] == 700
    on_list = dict(race.event.event_entries.values_list("driver__slug", "number"))
    assert {slug: number for slug, number in numbers.items() if number != on_list[slug]} == {"rob-huff": 700}
    assert car.number != 700


def test_an_order_that_is_not_published_counts_as_the_current_one(race):
    publish(race, lines_of(race), status="official", counting=Counting(points_factor=Decimal(2), laps_counted=2))
    season = load_year(2021)
    session = season.session("germany", "race-1")
    view = unpublished(season, session, season.classification(session).lines)
    assert (view.points_factor, view.laps_counted, view.published_at) == (2, 2, None)
    assert won(with_classification(season, session, view), race) == won(season, race)
    assert all(not effect.changes for effect in effects(season, session, lines_of(race)))
