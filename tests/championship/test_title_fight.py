"""The title fight of 2021, from its results; and the pages that tell of it."""

import pytest

from championship.models import Classification, Event
from championship.standings import load_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def season_2021(db):
    return load_year(2021)


def fight_after(season, session, title="drivers"):
    event, _slash, code = session.partition("/")
    return season.standings[title].fight.at(season.session(event, code).index)


# The golden figures of 2021: points before Sochi are those of NOTES-2021, the rest follows from the results.


@pytest.mark.parametrize(
    ("session", "left", "could_win"),
    [
        ("italy/R2", 60, ["yann-ehrlacher", "frederic-vervisch", "esteban-guerrieri", "santiago-urrutia",
                          "yvan-muller", "jean-karl-vernay"]),
        ("russia/Q1", 55, ["yann-ehrlacher", "frederic-vervisch", "esteban-guerrieri", "santiago-urrutia",
                           "yvan-muller", "jean-karl-vernay"]),
        ("russia/Q3", 50, ["yann-ehrlacher", "frederic-vervisch", "esteban-guerrieri", "yvan-muller",
                           "santiago-urrutia"]),
        ("russia/R1", 25, ["yann-ehrlacher"]),
        ("russia/R2", 0, ["yann-ehrlacher"]),
    ],
)  # fmt: skip
def test_who_could_still_win_in_sochi(season_2021, session, left, could_win):
    fight = fight_after(season_2021, session)
    assert fight.points_left == left
    assert list(fight.can_win) == could_win


def test_after_the_first_qualifying_in_sochi_vernay_could_only_draw_level_and_be_ahead_on_wins(season_2021):
    fight = fight_after(season_2021, "russia/Q1")
    leader, most = fight.has("yann-ehrlacher"), fight.most("jean-karl-vernay")
    assert leader.points == most.points == 201
    lead = fight.lead(most, leader)
    assert (lead.place, lead.ahead, lead.behind) == (1, 4, 2)


def test_the_number_who_could_still_win_never_rises(season_2021):
    for title in ("drivers", "teams"):
        fight = season_2021.standings[title].fight
        counts = [len(fight.at(index).can_win) for index in range(len(season_2021.sessions))]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > 10
        assert counts[-1] == 1


def test_where_each_title_was_decided(season_2021):
    decided = {slug: standings.fight.decided_after for slug, standings in season_2021.standings.items()}
    keys = {slug: None if after is None else season_2021.sessions[after].key for slug, after in decided.items()}
    assert keys == {"drivers": "russia/R1", "teams": "russia/R1", "junior": "russia/R2", "trophy": None, "female": None}


def test_the_junior_title_stood_between_two_before_sochi(season_2021):
    fight = fight_after(season_2021, "italy/R2", "junior")
    assert set(fight.can_win) == {"gilles-magnus", "luca-engstler"}


def test_a_cancelled_event_leaves_no_points(season_2021):
    Classification.objects.filter(session__event__slug="russia").delete()
    Event.objects.filter(slug="russia").update(status=Event.Status.CANCELLED, number=None)
    assert load_year(2021).standings["drivers"].fight.at(46).points_left == 0
