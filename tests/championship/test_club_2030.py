"""An invented season of another series loads and scores with nothing changed in the code.

The expected tables are worked out by hand in tests/seasons/club-2030/README.md.
"""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command

from championship.charts import behind_the_leader
from championship.models import Adjustment, Session, Title
from championship.season.reading import load_year
from drivers.models import Driver
from tests.published import publish_again

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "tests" / "seasons" / "club-2030"


@pytest.fixture
def club():
    call_command("load_season", str(FOLDER), verbosity=0)
    return load_year(2030)


def table(season, title, event=None):
    after = season.event(event).sessions[-1] if event else season.sessions[-1]
    rows = season.standings[title].tables[after.index].rows
    return [(("=" if row.shared else "") + str(row.position), row.competitor, row.points) for row in rows]


def test_the_drivers_table_counts_the_best_three_of_four(club):
    assert table(club, "drivers") == [
        ("1", "cem-aydin", Decimal("79")),
        ("2", "farid-haddad", Decimal("71.5")),
        ("3", "bruno-falk", Decimal("69")),
        ("4", "ada-lindqvist", Decimal("55.5")),
        ("=5", "dario-ricci", Decimal("13")),
        ("=5", "emil-novak", Decimal("13")),
    ]


@pytest.mark.parametrize(
    ("event", "points"),
    [
        ("summer", [44, Decimal("38.5"), Decimal("30.5"), 13, 13, 5]),
        ("autumn", [Decimal("55.5"), 52, 51, 24, 13, 13]),
    ],
)
def test_the_drivers_table_on_the_way(club, event, points):
    assert [row[2] for row in table(club, "drivers", event)] == points


def test_the_teams_table_counts_one_car_and_any_cars_bonus(club):
    assert [(place, points) for place, _team, points in table(club, "teams")] == [
        ("1", Decimal("108.5")),
        ("2", Decimal("91.5")),
        ("3", Decimal("12")),
    ]
    assert [club.teams[team].short_name for _place, team, _points in table(club, "teams")] == [
        "Old Harbour",
        "Northern Light",
        "Westwind",
    ]


def test_a_driver_in_two_teams_scores_for_each(club):
    haddad = [entry.team.short_name for entry in club.entries_of("farid-haddad")]
    assert haddad == ["Westwind", "Old Harbour"]
    awards = [
        (award.competitor, award.points)
        for session in club.inputs.sessions
        for award in club.standings["teams"].awards[club.inputs.sessions.index(session)]
        if award.driver == "farid-haddad" and award.points
    ]
    assert {team for team, _points in awards} == {"old-harbour"}


def test_the_class_and_womens_tables(club):
    assert table(club, "junior") == [("1", "emil-novak", Decimal(50))]
    assert table(club, "trophy") == [("1", "dario-ricci", Decimal(20))]
    assert table(club, "female") == [("1", "ada-lindqvist", Decimal(66))]
    assert not club.standings["female"].awarded
    assert club.standings["junior"].awarded


def test_its_pages_answer_beside_2021(client, club):
    for address in (
        "/2030/",
        "/2030/calendar/",
        "/2030/results/",
        "/2030/standings/drivers/",
        "/2030/standings/teams/",
        *(event.get_absolute_url() for event in club.events),
        *(session.get_absolute_url() for session in club.sessions),
        *(driver.get_absolute_url() for driver in club.drivers.values()),
        *(team.get_absolute_url() for team in club.teams.values()),
    ):
        assert client.get(address).status_code == 200, address
    text = client.get("/2030/standings/drivers/").content.decode()
    assert "71.5" in text
    assert "Novák share 5th" in text


def test_a_car_that_was_taken_out_holds_the_fastest_lap_nowhere(client, club):
    finale = club.event("finale")
    publish_again(
        Session.objects.get(pk=finale.races[0].id),
        ada_lindqvist={"position": None, "status": "disqualified", "holds_fastest_lap": False},
        cem_aydin={"fastest_lap_ms": 99_999},
        bruno_falk={"fastest_lap_ms": 99_999},
        farid_haddad={"fastest_lap_ms": 100_000},
    )
    season = load_year(2030)
    race = season.event("finale").races[0]
    bonus = [award.driver for award in season.standings["drivers"].awards[race.index] if award.kind == "fastest-lap"]
    assert bonus == ["cem-aydin"]
    assert season.fastest_laps[race.id].driver.slug == "cem-aydin"
    # On equal times the better placed, in whatever order the lines were published.
    del season.__dict__["fastest_laps"]
    season.classification(race).lines.reverse()
    assert season.fastest_laps[race.id].driver.slug == "cem-aydin"
    assert "Fastest lap: Cem Aydin, 1:39.999." in client.get(race.get_absolute_url()).content.decode()
    assert "1:20.999" not in client.get(finale.circuit.get_absolute_url()).content.decode()


def description(client, address):
    return client.get(address).content.decode().partition('name="description" content="')[2].partition('"')[0]


def test_a_leader_has_one_point_or_several_and_who_has_none_leads_nothing(client, club):
    after = "after/spring/qualifying/"
    assert "Northern Light Racing leads with 1 point." in description(client, f"/2030/standings/teams/{after}")
    assert "leads" not in description(client, f"/2030/standings/drivers/{after}")


def test_a_chart_names_all_who_lead(club):
    race = club.event("autumn").races[0]
    assert "Cem Aydin leads; Bruno Falk is 3.5 behind" in behind_the_leader(club, club.drivers_title, race).summary
    falk = Adjustment(
        title=Title.objects.get(season__year=2030, slug="drivers"),
        driver=Driver.objects.get(slug="bruno-falk"),
        points=Decimal("3.5"),
        kind=Adjustment.Kind.AWARD,
        after=Session.objects.get(pk=race.id),
        reason="Level by a test",
    )
    falk.save()
    level = load_year(2030)
    summary = behind_the_leader(level, level.drivers_title, race).summary
    assert "Cem Aydin and Bruno Falk are level; Ada Lindqvist is 4.5 behind" in summary
