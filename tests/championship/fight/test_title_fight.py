"""The title fight of 2021, from its results; and the pages that tell of it."""

import html
import re
from itertools import product

import pytest

from championship.models import Classification, Event, Session
from championship.season.reading import load_year
from tests.championship.fight.pages import read, words
from tests.markup import squeezed
from web.moments import AsOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def season_2021(db):
    return load_year(2021)


def fight_after(season, session, title="drivers"):
    event, _slash, code = session.partition("/")
    return season.fights[title].chances(season.session(event, code).index)


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
    tie_break = fight.tie_break(most, leader)
    assert (tie_break.place, tie_break.ahead, tie_break.behind) == (1, 4, 2)


def test_the_number_who_could_still_win_never_rises(season_2021):
    for title in ("drivers", "teams"):
        fight = season_2021.fights[title]
        counts = [len(fight.chances(index).can_win) for index in range(len(season_2021.sessions))]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > 10
        assert counts[-1] == 1


def test_where_each_title_was_decided(season_2021):
    decided = {slug: fight.decided_after for slug, fight in season_2021.fights.items()}
    keys = {slug: None if after is None else season_2021.sessions[after].key for slug, after in decided.items()}
    assert keys == {"drivers": "russia/R1", "teams": "russia/R1", "junior": "russia/R2", "trophy": None, "female": None}


def test_the_junior_title_stood_between_two_before_sochi(season_2021):
    fight = fight_after(season_2021, "italy/R2", "junior")
    assert set(fight.can_win) == {"gilles-magnus", "luca-engstler"}


@pytest.mark.parametrize(
    ("session", "enough", "left"),
    [("portugal/R2", 322, 360), ("spain/R1", 291, 325), ("france/R2", 101, 120), ("italy/R1", 64, 85),
     ("italy/R2", 25, 60)],
)  # fmt: skip
def test_the_points_that_are_enough_are_the_fewest(season_2021, session, enough, left):
    """The places that the leader takes for them are not the rival's."""
    fight = fight_after(season_2021, session)
    assert (fight.enough(fight.can_win[0]).short + 1, fight.points_left) == (enough, left)


def test_before_the_last_two_races_every_pair_of_places_agrees_with_what_is_enough(season_2021):
    fight = fight_after(season_2021, "russia/Q3")
    leader, *rivals = fight.can_win
    places = [None, *range(1, 16)]
    one_race = [pair for pair in product(places, places) if pair[0] is None or pair[0] != pair[1]]
    missed = set()
    for races in product(one_race, repeat=2):
        for rival in rivals:
            assumed = {
                index: {leader: own, rival: other} for index, (own, other) in zip(fight.left, races, strict=True)
            }
            ends = fight.least(leader, assumed)
            if fight.least(rival, assumed) >= ends:
                missed.add(ends.points - fight.has(leader).points)
    assert fight.enough(leader).short == max(missed) == 13


def test_who_joins_later_is_counted_from_then_on(season_2021):
    counts = {key: len(fight_after(season_2021, key).can_win) for key in ("germany/Q", "france/R2", "russia/Q3")}
    assert counts == {"germany/Q": 22, "france/R2": 17, "russia/Q3": 5}
    drivers = season_2021.standings["drivers"]
    for key in ("germany/Q", "portugal/R2", "italy/R2"):
        index = season_2021.session(*key.split("/")).index
        assert set(season_2021.fights["drivers"].chances(index).competitors) == set(drivers.tables[index].competitors)
    # Nicola Baldan, a wildcard in Hungary, is entered from Italy on.
    keys = {name: season_2021.sessions[index].key for name, index in season_2021.fights["drivers"].out(53).items()}
    assert keys["nicola-baldan"] == "italy/Q1"
    assert "nicola-baldan" not in season_2021.fights["drivers"].out(season_2021.session("france", "R2").index)


def test_what_stood_on_the_calendar_then_counts_though_its_sessions_are_not_on_record(season_2021):
    """South Korea, China and Macau were called off in August; nothing of theirs is on record."""
    for key, left in {"germany/R2": 420, "portugal/R2": 360, "spain/R2": 300, "hungary/R1": 265}.items():
        session = season_2021.session(*key.split("/"))
        then = load_year(2021, AsOf(2021, session.event.slug, session.slug))
        fight, now = then.fights["drivers"].chances(session.index), fight_after(season_2021, key)
        # As many events were held as had been planned, so what is known now says the same.
        assert fight.points_left == now.points_left == left
        assert fight.can_win == now.can_win
        assert not then.is_over
    korea = load_year(2021, AsOf(2021, "spain", "race-2")).event("south-korea")
    assert korea.sessions == []


def test_an_event_without_its_sessions_counts_with_those_that_most_events_have(db):
    macau = Event.objects.filter(slug="macau")
    macau.update(status=Event.Status.SCHEDULED)
    season = load_year(2021)
    assert fight_after(season, "italy/R2").points_left == 120
    assert fight_after(season, "italy/R2", "junior").points_left == 110
    assert not season.is_over
    Session.objects.create(event=macau.get(), code="FP1", slug="practice-1", name="Practice 1", kind="practice")
    assert fight_after(load_year(2021), "italy/R2").points_left == 120
    Session.objects.create(event=macau.get(), code="R1", slug="race-1", name="Race 1", kind="race")
    # What is on record counts as it is: a race without points gives none.
    assert fight_after(load_year(2021), "italy/R2").points_left == 60
    macau.get().sessions.all().delete()
    macau.update(status=Event.Status.HELD, number=9)
    assert fight_after(load_year(2021), "italy/R2").points_left == 60


def test_a_cancelled_event_leaves_no_points(season_2021):
    Classification.objects.filter(session__event__slug="russia").delete()
    Event.objects.filter(slug="russia").update(status=Event.Status.CANCELLED, number=None)
    assert load_year(2021).fights["drivers"].chances(46).points_left == 0


# Pages


def needs(page, name):
    """The sentences under a contender."""
    for item in re.findall(r'<li><div class="contender">.*?</ul></li>', squeezed(page)):
        if f">{name}</a>" in item:
            return [html.unescape(sentence) for sentence in re.findall(r"<li>([^<]+)</li>", item)]
    return None


def contenders(page):
    return re.findall(
        r'<a href="/drivers/([a-z-]+)/"', page.partition('class="card contenders"')[2].partition("</ol>")[0]
    )


def test_a_session_that_few_events_had_has_no_column_but_a_line(client):
    page = read(client, "/2021/title-fight/")
    counts = page[page.index('class="table table--small counts"') :]
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]+)</th>", counts[: counts.index("</thead>")])
    assert heads == ["Event", "Q1", "Q3", "R1", "R2"]
    assert "Germany, Qualifying: 22" in words(page)


def test_it_opens_before_the_weekend_that_decided_it(client):
    page = read(client, "/2021/title-fight/")
    assert "Yann Ehrlacher won the title in Race 1 in Russia, with 25 points left." in words(page)
    assert "Before Russia: six drivers could still win the title, with 60 points left." in words(page)
    assert contenders(page) == [
        "yann-ehrlacher", "frederic-vervisch", "esteban-guerrieri", "santiago-urrutia", "yvan-muller",
        "jean-karl-vernay",
    ]  # fmt: skip
    figures = re.findall(r'contender__points"><a class="why-link" href="([^"]+)"[^>]*>(\d+)</a>', squeezed(page))
    assert [points for _address, points in figures] == ["201", "165", "164", "157", "151", "146"]
    assert figures[0][0] == "/2021/standings/drivers/after/italy/race-2/why/yann-ehrlacher/"


def test_while_the_season_runs_it_opens_at_the_latest_session(client):
    Classification.objects.filter(session__event__slug="russia", session__code__in=["R1", "R2"]).delete()
    Session.objects.filter(event__slug="russia", code__in=["R1", "R2"]).update(state=Session.State.SCHEDULED)
    page = read(client, "/2021/title-fight/")
    assert "After Qualifying 3 in Russia: five drivers could still win the title, with 50 points left." in words(page)
    assert "What each needs" in page
    assert "won the title" not in words(page)


def test_what_each_contender_needs_before_a_race(client):
    page = read(client, "/2021/title-fight/drivers/after/russia/qualifying-3/")
    assert needs(page, "Yann Ehrlacher") == [
        "Ehrlacher wins the title in Race 1 by finishing third or better, whatever the others do.",
        "14 of the 50 points left are enough, whatever the others do.",
    ]
    assert needs(page, "Frédéric Vervisch") == [
        "Vervisch has to outscore Ehrlacher by 38 points; by 37 they end level.",
        "Level, the wins decide: so far each has two wins.",
        "Vervisch is out after Race 1 with less than 4th place there.",
        "If Ehrlacher finishes third or better in Race 1, Vervisch is out.",
    ]
    assert (
        needs(page, "Esteban Guerrieri")[1] == "Level, the wins decide: so far Ehrlacher has two wins, Guerrieri none."
    )


def test_who_can_only_draw_level_reads_of_the_countback(client):
    page = read(client, "/2021/title-fight/drivers/after/russia/qualifying-1/")
    assert needs(page, "Jean-Karl Vernay") == [
        "Vernay can only draw level: with all of the 55 points left, and none for Ehrlacher, both have 201 and Vernay "
        "is ahead with four wins to two.",
        "Vernay is out after Qualifying 3 without first place there.",
        "If Ehrlacher scores at all in Qualifying 3, Vernay is out.",
    ]


def test_before_the_last_race_places_against_the_leader_are_named(client):
    page = read(client, "/2021/title-fight/junior/after/russia/race-1/")
    assert needs(page, "Gilles Magnus") == [
        "Magnus wins the title in Race 2 by finishing third or better, whatever the others do.",
        # Four juniors: the last of them scores 13, so nobody draws level with one who scores.
        "1 of the 25 points left is enough, whatever the others do.",
    ]
    assert needs(page, "Luca Engstler") == [
        "First in Race 2 puts Engstler ahead of Magnus only if Magnus scores nothing there."
    ]


def test_who_can_draw_level_with_what_is_enough_reads_of_the_countback(client):
    page = read(client, "/2021/title-fight/junior/after/italy/race-2/")
    assert needs(page, "Gilles Magnus")[1] == (
        "37 of the 55 points left are enough, whatever the others do: Engstler can then only draw level, and Magnus "
        "is ahead with nine wins to seven."
    )


def test_a_title_won_says_so_and_since_when(client):
    here = words(read(client, "/2021/title-fight/drivers/after/russia/race-1/"))
    assert "After Race 1 in Russia: Yann Ehrlacher has won the title, with 25 points left." in here
    assert "Since Race 1 in Russia, with 25 points left Vervisch, Muller, Urrutia and Guerrieri" in here
    end = words(read(client, "/2021/title-fight/drivers/after/russia/race-2/"))
    assert "After Race 2 in Russia: Yann Ehrlacher won the title in Race 1 in Russia, with 25 points left." in end
    assert "Since Qualifying 3 in Russia, with 50 points left Vernay" in end


def test_the_number_who_could_win_leads_to_each_session(client):
    page = read(client, "/2021/title-fight/")
    cells = re.findall(r'href="/2021/title-fight/drivers/after/russia/([a-z0-9-]+)/"[^>]*>(\d+)<', page)
    assert cells == [("qualifying-1", "6"), ("qualifying-3", "5"), ("race-1", "1"), ("race-2", "1")]
    assert 'aria-label="22 could still win after Germany, Qualifying, one after Russia, Race 2."' in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/2021/title-fight/female/", "Not awarded: one entrant of the three it needs."),
        ("/2021/title-fight/trophy/after/italy/race-2/", "After Race 2 in Italy, on record so far."),
        (
            "/2021/title-fight/trophy/",
            "Gilles Magnus won the title; the record is complete only from Race 2 in Russia on, so it does not say "
            "when.",
        ),
        ("/2021/title-fight/junior/after/germany/race-1/", "After Race 1 in Germany, on record so far."),
    ],
)
def test_a_title_without_a_full_record_says_so_and_draws_no_fight(client, address, said):
    page = read(client, address)
    assert said in words(page)
    assert "Out of it" not in page
    assert "contender" not in page
    assert 'id="what-if"' not in page


def test_a_title_without_a_full_record_is_titled_after_its_moment(client):
    page = read(client, "/2021/title-fight/trophy/after/italy/race-2/")
    assert "<title>Title fight 2021, Trophy: After Race 2 in Italy · Door to Door</title>" in page


def test_where_the_record_falls_short_there_is_no_file(client):
    assert client.get("/2021/title-fight/junior/after/germany/race-1.csv").status_code == 404
    assert client.get("/2021/title-fight/female.json").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/2021/title-fight/ladies/",
        "/2021/title-fight/drivers/after/germany/race-9/",
        "/2020/title-fight/",
        "/2021/title-fight/drivers/after/atlantis/race-1.json",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_teams_fight_in_points_alone(client):
    page = read(client, "/2021/title-fight/teams/")
    assert "Before Russia: five teams could still win the title, with 108 points left." in words(page)
    assert "Comtoyou Audi has to outscore Cyan Racing by 65 points; by 64 they end level." in words(page)
    assert 'id="what-if"' not in page


def test_files_hold_everybody(client):
    data = client.get("/2021/title-fight/drivers/after/russia/qualifying-1.json").json()
    assert (data["after"], data["points_left"], data["decided_after"]) == ("russia/Q1", 55, None)
    assert {row["competitor"] for row in data["rows"] if row["can_win"]} == {
        "yann-ehrlacher", "frederic-vervisch", "esteban-guerrieri", "santiago-urrutia", "yvan-muller",
        "jean-karl-vernay",
    }  # fmt: skip
    rows = {row["competitor"]: row for row in data["rows"]}
    assert rows["jean-karl-vernay"]["most_points"] == 201
    assert rows["tom-coronel"] | {"position": 0} == {
        "position": 0, "competitor": "tom-coronel", "name": "Tom Coronel", "points": rows["tom-coronel"]["points"],
        "most_points": rows["tom-coronel"]["most_points"], "can_win": False, "out_after": "italy/Q3",
    }  # fmt: skip
    assert data["could_still_win"][-2:] == [{"after": "russia/R1", "number": 1}, {"after": "russia/R2", "number": 1}]
    opening = client.get("/2021/title-fight.csv").content.decode().splitlines()
    assert opening[0] == "position,competitor,name,points,most_points,can_win,out_after"
    assert opening[1] == "1,yann-ehrlacher,Yann Ehrlacher,201,261,yes,"


# Where it is linked from


@pytest.mark.parametrize("address", ["/", "/2021/", "/2021/calendar/", "/drivers/"])
def test_it_is_linked_from_every_page(client, address):
    assert 'href="/2021/title-fight/"' in read(client, address)


def test_the_standings_lead_to_the_fight_at_that_moment(client):
    page = read(client, "/2021/standings/drivers/after/russia/qualifying-1/")
    assert 'href="/2021/title-fight/drivers/after/russia/qualifying-1/"' in page
    assert "title-fight/trophy/" not in read(client, "/2021/standings/trophy/after/italy/race-2/")


def test_a_reader_who_hides_results_sees_the_fight_of_then(client):
    client.cookies["guard"] = "2021.russia.qualifying-1"
    page = read(client, "/2021/title-fight/")
    assert "After Qualifying 1 in Russia: six drivers could still win the title, with 55 points left." in words(page)
    assert "russia/race-1" not in page.partition("<main")[2]
    assert client.get("/2021/title-fight/drivers/after/russia/race-1/").status_code == 404
    client.cookies["guard"] = "2021"
    assert "No session of 2021 has been classified yet." in words(read(client, "/2021/title-fight/"))


def test_a_reader_who_hides_results_reads_of_all_the_points_then_left(client):
    client.cookies["guard"] = "2021.spain.race-2"
    page = read(client, "/2021/title-fight/")
    assert "Before Italy: everyone could still win the title, with 300 points left." in words(page)
    assert needs(page, "Jean-Karl Vernay") == [
        "Vernay can win the title in Race 1 in South Korea at the earliest.",
        "267 of the 300 points left are enough, whatever the others do.",
    ]
    assert (
        "Nothing is on record yet of the sessions of Race of South Korea, Race of China and Race of Macau; they count "
        "with those that most events of the season have."
    ) in words(page)
    assert "Everyone can still win the title, with 300 points left." in words(read(client, "/"))
    # They have no page, and no page leads there.
    assert client.get("/2021/south-korea/race-1/").status_code == 404
    assert "/2021/south-korea/race-1/" not in read(client, "/2021/south-korea/") + read(client, "/2021/hungary/race-2/")
    client.cookies["guard"] = "2021.hungary.race-1"
    assert "Nothing is on record yet" not in words(read(client, "/2021/title-fight/"))
