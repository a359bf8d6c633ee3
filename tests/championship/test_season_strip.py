"""A season as a strip: what each race left of a competitor, and how it is drawn."""

import pytest

from championship.charts import season_strips, strip_key
from championship.charts.strips.season_strip import marks_of, shape
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


def mark(event: str, race: str, competitor: str, title: str = "drivers"):
    season = load_year(2021)
    return marks_of(season, season.titles_by_slug[title], season.session(event, race)).get(competitor)


# Places from results.csv; Girolami was 16th in Race 2 at Most, behind a wildcard, and scored as 15th.
@pytest.mark.parametrize(
    ("event", "race", "driver", "tone"),
    [
        ("czech-republic", "race-2", "nestor-girolami", "low"),
        ("russia", "race-1", "mikel-azcona", "first"),
        ("russia", "race-1", "jean-karl-vernay", "second"),
        ("russia", "race-1", "gilles-magnus", "third"),
        ("germany", "race-2", "thed-bjork", "unclassified"),
        ("france", "race-1", "yvan-muller", "unclassified"),
        ("russia", "race-2", "esteban-guerrieri", "absent"),
        ("russia", "race-1", "tiago-monteiro", "absent"),
        ("russia", "race-2", "tiago-monteiro", "absent"),
        ("russia", "race-2", "yvan-muller", "out"),
    ],
)
def test_a_race_leaves_its_mark(event, race, driver, tone):
    assert mark(event, race, driver).tone == tone


def test_one_who_was_not_entered_has_no_mark():
    assert mark("russia", "race-1", "jessica-backman") is None


def test_a_team_shows_its_best_car():
    season = load_year(2021)
    race = season.session("russia", "race-1")
    drivers, teams = (marks_of(season, season.titles_by_slug[title], race) for title in ("drivers", "teams"))
    assert teams[season.entry_at("mikel-azcona", race.index).team.slug] == drivers["mikel-azcona"]


@pytest.mark.parametrize("title", ["drivers", "teams", "junior", "trophy"])
def test_every_competitor_of_a_table_has_a_strip(title):
    season = load_year(2021)
    chosen = season.titles_by_slug[title]
    after = season.last_counted(chosen, season.latest)
    strips = season_strips(season, chosen, after)
    assert set(strips) == set(season.standings[title].tables[after.index].competitors)
    # Sixteen races in eight events: 16 × 7, 15 × 1, 7 × 3.5.
    assert {strip.width for strip in strips.values()} == {"151.5"}


def test_a_strip_says_its_races_in_words_up_to_the_table():
    season = load_year(2021)
    strip = season_strips(season, season.drivers_title, season.session("germany", "race-2"))["thed-bjork"]
    assert strip.words.endswith("not classified.")
    assert "POR" not in strip.words
    assert len(strip.paths) == 2


def test_the_key_names_every_mark_once():
    assert len({path for _tone, path, _words in strip_key()}) == len(strip_key()) == 10
    assert [shape(tone) for tone in ("first", "none")] == ["21v-20h7v20z", "21v-3h7v3z"]
