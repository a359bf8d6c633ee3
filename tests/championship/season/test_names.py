"""Each page speaks in the names of its season, and within it of its day."""

import pytest

from championship.models import Circuit, CircuitLayout, Season, TeamName
from championship.season.reading import load_year
from drivers.models import Team
from web.moments import AsOf

pytestmark = pytest.mark.django_db

TEAM = "target-competition"


@pytest.fixture
def renamed():
    """Called otherwise than on its own page all season, and otherwise again from the race of Hungary on."""
    season, team = Season.objects.get(year=2021), Team.objects.get(slug=TEAM)
    TeamName.objects.create(season=season, team=team, name="Target First", short_name="First", colour="#111111")
    TeamName.objects.create(season=season, team=team, name="Target Second", since="2021-08-21")
    return team


def test_a_plain_season_has_the_teams_own_names():
    team = Team.objects.get(slug=TEAM)
    view = load_year(2021).teams[TEAM]
    assert (view.name, view.short_name, view.colour) == (team.name, team.short_name or team.name, team.colour)


def test_a_team_has_its_seasons_name_and_before_a_change_the_earlier_one(renamed):
    season = load_year(2021)
    now = season.teams[TEAM]
    # Its own short name would be that of another name; a blank colour is its own.
    assert (now.name, now.short_name, now.colour) == ("Target Second", "Target Second", renamed.colour)
    called = {
        session.event.slug: line.entry.team.name
        for session in season.sessions
        for line in (season.classifications[session.id].lines if session.id in season.classifications else ())
        if line.entry.team_slug == TEAM
    }
    assert called == {
        "germany": "Target First",
        "portugal": "Target First",
        "spain": "Target First",
        "hungary": "Target Second",
        "italy": "Target Second",
    }


def test_a_table_names_a_team_as_it_was_called_after_its_session(client, renamed):
    early = client.get("/2021/standings/drivers/after/germany/race-1/").content
    assert b"First" in early
    assert b"Target Second" not in early
    assert b"Target Second" in client.get("/2021/hungary/race-1/").content
    page = client.get("/2021/germany/").content
    assert b"First" in page
    assert b"Target Second" not in page


def test_who_hides_results_does_not_learn_the_later_name(renamed):
    season = load_year(2021, AsOf(2021, "germany", "race-2"))
    assert season.teams[TEAM].name == "Target First"


def test_another_seasons_names_change_nothing(renamed):
    before = load_year(2021)
    other = Season.objects.create(year=2022, name="2022", short_name="2022", state=Season.State.OPEN)
    TeamName.objects.create(season=other, team=renamed, name="Target Third", since="2022-01-01")
    estoril = CircuitLayout.objects.get(season__year=2021, circuit__slug="estoril").circuit
    CircuitLayout.objects.create(season=other, circuit=estoril, length_m=9999)
    assert load_year(2021) == before


def test_a_circuit_is_as_long_as_its_seasons_layout():
    layout = CircuitLayout.objects.get(season__year=2021, circuit__slug="estoril")
    CircuitLayout.objects.filter(pk=layout.pk).update(length_m=4321)
    assert load_year(2021).event("portugal").circuit.length_m == 4321
    CircuitLayout.objects.filter(pk=layout.pk).update(length_m=None)
    assert load_year(2021).event("portugal").circuit.length_m is None
    # What a folder without a layout says of its circuit stands where the layout has nothing.
    Circuit.objects.filter(slug="estoril").update(length_m=4182)
    assert load_year(2021).event("portugal").circuit.length_m == 4182
