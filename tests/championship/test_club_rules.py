"""Rules that other seasons need, each tried on the invented season with a column or a key more.

The tables are worked out by hand from those in tests/seasons/club-2030/README.md; each test says by what they differ.
"""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from championship.season.reading import load_year
from championship.season_folder.dump import dump
from championship.why.doubts import TitleDoubts, session_doubts
from tests.championship.fight.pages import read, words
from tests.championship.folders import CLUB, add_column, change_row, copy_of, replace_text
from web.moments import AsOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy_of(CLUB, tmp_path)


def loaded(folder, tmp_path):
    """The season of the folder; a dump of it, loaded again, is the same."""
    call_command("load_season", str(folder), verbosity=0)
    copy = tmp_path / "dump" / folder.name
    copy.parent.mkdir()
    written = dump(2030, copy)
    call_command("load_season", str(copy), verbosity=0)
    assert dump(2030, tmp_path / "again") == written
    return load_year(2030)


def points(season, title="drivers", event=None):
    after = season.event(event).sessions[-1] if event else season.sessions[-1]
    return {row.competitor: row.points for row in season.standings[title].tables[after.index].rows}


def order(season, title="drivers"):
    return [(row.position, row.competitor) for row in season.standings[title].tables[-1].rows]


def why(client, session, driver, title="drivers"):
    """What the reasons of a driver's points after a session say."""
    event, code = session
    return words(read(client, f"/2030/standings/{title}/after/{event}/{code}/why/{driver}/"))


def test_a_wildcard_that_scores_is_one_of_the_others(client, folder, tmp_path):
    """Gus, second in autumn, keeps his place and its 18 points: Farid, Ada and Bruno have 12.5, 8 and 5."""
    add_column(folder, "entries.csv", "wildcard_scores", ({"driver": "gus-tanner"}, "yes"))
    season = loaded(folder, tmp_path)
    assert points(season, event="autumn") == {
        "cem-aydin": Decimal("55.5"),
        "ada-lindqvist": Decimal("46.5"),
        "bruno-falk": Decimal(49),
        "farid-haddad": Decimal("18.5"),
        "gus-tanner": Decimal(18),
        "dario-ricci": Decimal(13),
        "emil-novak": Decimal(13),
    }
    # For Westwind, too.
    assert points(season, "teams")["westwind"] == 30
    assert "R · 2nd 18" in why(client, ("autumn", "race"), "gus-tanner")
    assert "taken out" not in why(client, ("autumn", "race"), "farid-haddad")
    assert "scores no points" not in words(read(client, "/drivers/gus-tanner/"))


def test_a_fastest_lap_gives_its_point_only_to_one_placed_among_the_first(client, folder, tmp_path):
    """Of the first two: Bruno was second in spring, Farid second in autumn as it counts, behind Gus who does not. Ada
    was third in summer and fourth in the finale, and nobody else has these two."""
    replace_text(
        folder, "season.toml", "bonus = { fastest-lap = 1 }", "bonus = { fastest-lap = 1 }\nfastest_lap_within = 2"
    )
    season = loaded(folder, tmp_path)
    # Without her two points Ada's best three are 25, 16 and 12.5.
    assert points(season) == {
        "cem-aydin": Decimal(79),
        "farid-haddad": Decimal("71.5"),
        "bruno-falk": Decimal(69),
        "ada-lindqvist": Decimal("53.5"),
        "dario-ricci": Decimal(13),
        "emil-novak": Decimal(13),
    }
    # The teams' title has no such rule.
    assert points(season, "teams")["northern-light"] == Decimal("91.5")
    assert "Only one placed among the first two has it." in why(client, ("spring", "race"), "bruno-falk")


def test_where_a_lap_is_missing_nobody_has_the_fastest_laps_point(client, folder, tmp_path):
    """Ada's in the finale is on record and nobody else's; no source names her any more. So 16 for fourth, and no 17."""
    change_row(folder, "results.csv", {"event": "finale", "fastest_lap": "1:20.999"}, holds_fastest_lap="")
    season = loaded(folder, tmp_path)
    assert points(season)["ada-lindqvist"] == Decimal("54.5")
    assert points(season, "teams")["northern-light"] == Decimal("90.5")
    page = words(read(client, "/2030/finale/race/"))
    assert "Fastest lap: Ada Lindqvist, 1:20.999." in page
    assert "Nobody is given the bonus for it: not every classified car’s lap is on record." in page
    assert "bonus for it" not in words(read(client, "/2030/autumn/race/"))
    assert "A source names it as the holder." in why(client, ("autumn", "race"), "farid-haddad")


def test_a_source_may_name_the_holder_of_a_fastest_lap_without_its_time(client, folder, tmp_path):
    change_row(folder, "results.csv", {"event": "finale", "fastest_lap": "1:20.999"}, fastest_lap="")
    season = loaded(folder, tmp_path)
    assert points(season)["ada-lindqvist"] == Decimal("55.5")
    assert "Fastest lap: Ada Lindqvist." in words(read(client, "/2030/finale/race/"))


def test_the_places_of_a_sprint_part_nobody_who_is_level(client, folder, tmp_path):
    """Dario was fourth in spring and fifth in summer, Emil the other way about. Without summer on countback Dario has a
    fourth place and Emil none."""
    add_column(folder, "sessions.csv", "not_on_countback", ({"event": "summer", "code": "R"}, "yes"))
    season = loaded(folder, tmp_path)
    assert order(season)[4:] == [(5, "dario-ricci"), (6, "emil-novak")]
    assert points(season)["dario-ricci"] == points(season)["emil-novak"] == 13
    table = words(read(client, "/2030/standings/drivers/"))
    assert "Ricci is ahead of Novák with one 4th place to none." in table
    assert "Its places do not count on countback." in why(client, ("summer", "race"), "emil-novak")
    assert "its places do not count on countback" in words(read(client, "/2030/summer/race/"))


def test_an_open_place_behind_a_wildcard_names_the_points_that_it_gives(folder, tmp_path):
    """In autumn Gus takes no points with his second place, so fifth gives what fourth does, and the scale of six places
    reaches to the seventh. Bruno, who was fifth, and Emil are not on record now."""
    change_row(folder, "results.csv", {"event": "autumn", "session": "R", "driver": "bruno-falk"}, position="")
    change_row(
        folder, "results.csv", {"event": "autumn", "session": "R", "driver": "emil-novak"}, status="not-on-record"
    )
    season = loaded(folder, tmp_path)
    doubts = session_doubts(season, season.event("autumn").races[0])
    assert [(doubt.place, doubt.points) for doubt in doubts] == [(5, 8), (6, 5), (7, Decimal("2.5"))]


def test_points_that_are_known_count_where_the_place_is_not_on_record(client, folder, tmp_path):
    """Of Cem's spring only the 12.5 points are on record: every table is as it was, and nothing is open or "so far"."""
    change_row(folder, "results.csv", {"event": "spring", "session": "R", "driver": "cem-aydin"}, position="")
    add_column(folder, "results.csv", "points", ({"event": "spring", "session": "R", "driver": "cem-aydin"}, "12.5"))
    season = loaded(folder, tmp_path)
    spring = season.event("spring").races[0]
    assert points(season, event="spring")["cem-aydin"] == Decimal("12.5")
    assert points(season, "teams")["old-harbour"] == Decimal("108.5")
    assert points(season)["cem-aydin"] == 79
    assert session_doubts(season, spring) == []
    assert all(standings.is_conclusive(spring.index) for standings in season.standings.values() if standings.awarded)
    assert "It is on record that this gave 12.5 points." in why(client, ("spring", "race"), "cem-aydin")
    assert "place not on record" in read(client, "/2030/spring/race/")


def test_of_a_place_known_as_one_of_two_both_are_said(client, folder, tmp_path):
    """Emil and Dario were fourth and fifth in spring, and who was which is not on record: 8 or 5 points each."""
    spring = {"event": "spring", "session": "R"}
    for driver in ("dario-ricci", "emil-novak"):
        change_row(folder, "results.csv", spring | {"driver": driver}, position="")
    add_column(
        folder, "results.csv", "one_of", *((spring | {"driver": name}, "4 5") for name in ("dario-ricci", "emil-novak"))
    )
    season = loaded(folder, tmp_path)
    doubts = session_doubts(season, season.event("spring").races[0])
    both = frozenset({"dario-ricci", "emil-novak"})
    assert [(doubt.place, doubt.points, doubt.drivers) for doubt in doubts] == [(4, 8, both), (5, 5, both)]
    page = read(client, "/2030/spring/race/")
    assert "4/5" in words(page)
    assert "4th or 5th" in page
    assert "4th or 5th" in why(client, ("spring", "race"), "emil-novak")
    # Nobody else could have had them: Farid, behind, stays out of it.
    assert TitleDoubts(season, season.drivers_title, season.event("spring").sessions[-1]).runs == [
        ["farid-haddad", "dario-ricci", "emil-novak"]
    ]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("one_of", "4 4", "is not two places or more"),
        ("one_of", "4", "is not two places or more"),
        ("one_of", "4 5", "this is for a place that is not on record"),
        ("points", "8", "this is for a place that is not on record"),
        ("points", "-1", "is below 0"),
    ],
)
def test_what_is_said_of_a_place_that_is_known_is_refused(folder, column, value, said):
    add_column(folder, "results.csv", column, ({"event": "spring", "session": "R", "driver": "dario-ricci"}, value))
    with pytest.raises(CommandError, match=said):
        call_command("load_season", str(folder), verbosity=0)


@pytest.mark.parametrize(
    ("nominated", "old_harbour", "northern_light", "westwind"),
    [
        # Ada 25, 12.5, 12.5, 16; Cem 12.5, 18, 25, 36; Emil 5, 8; and each team's bonuses, whichever car won them.
        ("as-placed", Decimal("94.5"), Decimal(70), Decimal(12)),
        # Among themselves Ada is first, second, second, second; Cem second and then first; Emil third twice.
        ("closed-up", Decimal(121), Decimal(101), Decimal(24)),
    ],
)
def test_of_a_team_only_the_nominated_cars_count(
    client, folder, tmp_path, nominated, old_harbour, northern_light, westwind
):
    replace_text(folder, "season.toml", "cars_per_session = 1", f'cars_per_session = 1\nnominated = "{nominated}"')
    named = [({"driver": name}, "all") for name in ("ada-lindqvist", "cem-aydin", "emil-novak")]
    add_column(folder, "entries.csv", "nominated", *named)
    season = loaded(folder, tmp_path)
    assert points(season, "teams") == {
        "old-harbour": old_harbour, "northern-light": northern_light, "westwind": westwind,
    }  # fmt: skip
    reasons = why(client, ("finale", "race"), "northern-light", "teams")
    assert "Not nominated to count for its team." in reasons
    taken_out = "Ahead and taken out, since they do not count here: Haddad (1st) and Falk (3rd)."
    assert (taken_out in reasons) == (nominated == "closed-up")
    # The drivers' title knows nothing of it.
    assert points(season)["farid-haddad"] == Decimal("71.5")


def test_a_title_whose_scale_is_not_known_has_its_winner_and_no_figures(client, folder, tmp_path):
    replace_text(
        folder, "season.toml", 'scale_by_kind = { race = "trophy" }', 'scale_unknown = true\nwinner = "dario-ricci"'
    )
    season = loaded(folder, tmp_path)
    assert set(points(season, "trophy").values()) == {Decimal(0)}
    assert not season.standings["trophy"].is_conclusive(season.latest.index)
    sentences = (
        "Won by Dario Ricci. By what scale its points were given is not on record, so it stands here without figures."
    )
    for address in ("/2030/standings/trophy/", "/2030/title-fight/trophy/"):
        page = words(read(client, address))
        assert sentences in page
        assert "points yet" not in page
        assert "The first table comes" not in page
    assert "Dario Ricci without figures" in words(read(client, "/2030/"))
    assert "Winner Trophy, without figures" in words(read(client, "/drivers/dario-ricci/"))


def test_who_won_a_title_without_figures_is_entered(folder):
    replace_text(
        folder, "season.toml", 'scale_by_kind = { race = "trophy" }', 'scale_unknown = true\nwinner = "nobody"'
    )
    with pytest.raises(CommandError, match="no driver 'nobody' has an entry"):
        call_command("load_season", str(folder), verbosity=0)
    replace_text(folder, "season.toml", "scale_unknown = true\n", "")
    with pytest.raises(CommandError, match="only a title with scale_unknown = true"):
        call_command("load_season", str(folder), verbosity=0)


def test_a_reader_who_hides_results_is_not_told_who_won_a_title_without_figures(folder, tmp_path):
    replace_text(
        folder, "season.toml", 'scale_by_kind = { race = "trophy" }', 'scale_unknown = true\nwinner = "dario-ricci"'
    )
    season = loaded(folder, tmp_path)
    assert season.titles_by_slug["trophy"].winner == "dario-ricci"
    assert load_year(2030, AsOf(2030, "summer", "race")).titles_by_slug["trophy"].winner == ""
