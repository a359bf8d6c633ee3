"""The front page in each of its states, as a reader meets it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db.models import Q

from championship.models import Adjustment, Classification, Event, Season, Session, Title
from championship.season.reading import load_year
from drivers.models import Driver
from news.models import Article
from tests.drivers.pages import by_class, headings, links, page_of, section, text_of
from tests.published import forget_results, forget_seasons
from wtcr_site.front import page

pytestmark = pytest.mark.django_db


def at(text: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


@pytest.fixture
def season_as_of():
    """Makes 2021 what it was on a day: later sessions have no classification, later events are to come."""

    def change(day: date) -> None:
        later = Session.objects.filter(Q(date__gt=day) | Q(date=None, event__ends_on__gt=day))
        Classification.objects.filter(session__in=later).delete()
        later.update(state="scheduled")
        Event.objects.filter(ends_on__gt=day, status="held").update(status="scheduled")
        cache.clear()

    return change


def hero_of(page) -> str:
    return text_of(by_class(page, "hero")[0])


def primary_actions(page) -> list[tuple[str, str]]:
    return [(text_of(one), one.get("href")) for one in by_class(page, "button--primary")]


# Archive


def test_the_champions_line_and_one_action(client):
    page = page_of(client, "/")
    assert [text_of(one) for one in page.iter("h1")] == ["World touring cars, 2021"]
    assert hero_of(page).startswith("WTCR 2021 · FIA World Touring Car Cup World touring cars, 2021")
    assert "Yann Ehrlacher is champion by 28 points" in hero_of(page)
    assert text_of(by_class(page, "lead")[0]) == (
        "Sixteen races, twelve winners, four weekends cancelled. "
        "Yann Ehrlacher clinched the title in Race 1 in Russia, with one race to go."
    )
    assert primary_actions(page) == [("Relive the season, race by race", "/2021/relive/")]
    assert client.get(primary_actions(page)[0][1]).status_code == 200


def test_a_race_that_was_called_off_was_not_to_go():
    last = {"event__slug": "russia", "code": "R2"}
    forget_results(**{f"session__{name}": value for name, value in last.items()})
    Session.objects.filter(**last).update(state="cancelled")
    assert page.season_in_a_line(load_year(2021)).endswith("in Race 2 in Italy, with one race to go.")


def test_the_top_six_and_the_way_to_all(client):
    page = page_of(client, "/")
    assert [text_of(one) for one in by_class(page, "ribbon")[0].iter("li")] == [
        "1 68 Ehrlacher 223",
        "2 22 Vervisch 195",
        "3 69 Vernay 177",
        "4 100 Muller 169",
        "5 12 Urrutia 167",
        "6 86 Guerrieri 164",
    ]
    assert ("All 23 drivers", "/2021/standings/drivers/") in links(page)


def test_five_titles_and_why_one_was_not_awarded(client):
    titles = section(page_of(client, "/"), "Five titles")
    assert [tuple(text_of(part) for part in one) for one in titles.iter("li")] == [
        ("68", "Drivers", "Yann Ehrlacher", "223 points, 28 more than Frédéric Vervisch"),
        ("68 100", "Teams", "Cyan Racing Lynk & Co", "392 points, 58 more than Comtoyou Team Audi Sport"),
        ("8", "Junior", "Luca Engstler", "372 points, one more than Gilles Magnus"),
        ("16", "Trophy", "Gilles Magnus", "143 points, 29 more than Tom Coronel"),
        ("1/3", "Female", "Not awarded", "One entrant of the three it needs: Jessica Bäckman"),
    ]


def test_the_champions_plate_and_the_circuit_of_the_title(client):
    plate = by_class(page_of(client, "/"), "home-hero__plate")[0]
    assert text_of(plate) == "68 EHRLACHER Cyan Racing · Lynk & Co 03 TCR"
    assert len(by_class(plate, "outline__road")) == 1
    assert page.leader(load_year(2021)).decided.code == "RUS"


def test_how_the_title_narrowed_down(client):
    won = section(page_of(client, "/"), "How it was won")
    assert [text_of(one) for one in by_class(won, "how-won__counts")[0].iter("li")] == [
        "12 after Race 1 in Italy",
        "6 after Race 2 in Italy",
        "5 after Qualifying 3 in Russia",
        "1 after Race 1 in Russia",
    ]


def test_the_chart_names_the_first_three_and_the_siblings(client):
    chart = by_class(section(page_of(client, "/"), "How it was won"), "chart__names")[0]
    names = [text_of(one) for one in chart.iter() if str(one.tag).endswith("text")]
    assert names[:3] == ["Ehrlacher", "Vervisch", "Vernay"]
    assert sorted(names[3:]) == ["A. Bäckman", "J. Bäckman"]


def test_the_siblings_from_their_results(client):
    band = section_of_siblings(page_of(client, "/"))
    assert text_of(band) == (
        "19 BÄCKMAN 26 BÄCKMAN First siblings in the WTCR "
        "Both finished four races; Andreas was ahead in three. "
        "Andreas retired three times; one order is not on record. "
        "Andreas Bäckman 1 point, 15th in Race 1, Circuito do Estoril "
        "Jessica Bäckman 2 points, 14th in Race 2, Nürburgring Nordschleife "
        "Race by race"
    )
    assert ("Race by race", "/drivers/compare/andreas-backman/jessica-backman/") in links(band)


def section_of_siblings(page):
    return by_class(page, "siblings")[0]


def test_the_siblings_are_those_of_the_database(client):
    Driver.objects.filter(slug__in=["andreas-backman", "jessica-backman"]).update(sibling=None)
    assert by_class(page_of(client, "/"), "siblings") == []
    one, other = (Driver.objects.get(slug=slug) for slug in ("yann-ehrlacher", "yvan-muller"))
    Driver.objects.filter(pk=one.pk).update(sibling=other)
    Driver.objects.filter(pk=other.pk).update(sibling=one)
    bands = by_class(page_of(client, "/"), "siblings")
    assert len(bands) == 1
    text = text_of(bands[0])
    assert "Yann Ehrlacher 223 points, 1st in Race 1, Circuito do Estoril" in text
    # They have no first in common.
    assert "Two siblings, one grid" in text


def test_eight_weekends_with_their_winners(client):
    weekends = section(page_of(client, "/"), "Eight weekends")
    assert [text_of(one) for one in by_class(weekends, "weekend-card")] == [
        "3–5 June Germany Nürburgring Nordschleife 18 Monteiro 69 Vernay",
        "26–27 June Portugal Circuito do Estoril 68 Ehrlacher 9 Tassi",
        "10–11 July Spain MotorLand Aragón 3 Tarquini 22 Vervisch",
        "21–22 August Hungary Hungaroring 16 Magnus 12 Urrutia",
        "8–10 October Czech Republic Autodrom Most 29 Girolami 5 Michelisz",
        "16–17 October France Circuit Pau-Arnos 22 Vervisch 69 Vernay",
        "6–7 November Italy Adria International Raceway 12 Urrutia 68 Ehrlacher",
        "27–28 November Russia Sochi Autodrom 96 Azcona 79 Huff",
    ]


def test_the_stories_in_reading_order(client):
    stories = section(page_of(client, "/"), "Stories")
    assert [name for name, _address in links(stories)] == [
        "Two Bäckmans step up",
        "How an event pays out 60 points",
        "Five titles, one grid",
        "The female title needs three",
        "The calendar will not sit still",
        "First points on the Nordschleife",
        "All eleven stories",
    ]


def test_a_story_that_is_not_out_is_not_there_until_it_is(client):
    due = datetime(2026, 3, 1, 12, tzinfo=UTC)
    Article.objects.filter(slug="two-backmans-step-up").update(publish_at=due)
    with time_machine.travel(due - timedelta(minutes=1), tick=False) as clock:
        assert "Two Bäckmans step up" not in text_of(page_of(client, "/"))
        clock.shift(timedelta(minutes=2))
        assert "Two Bäckmans step up" in text_of(page_of(client, "/"))


def test_this_week_in_the_season(client):
    with at("2026-06-24 12:00"):
        week = section(page_of(client, "/"), "This week in 2021")
        assert [text_of(one) for one in week.iter("li")] == [
            "27 June · Race of Portugal Race 1 won by Yann Ehrlacher",
            "27 June · Race of Portugal Race 2 won by Attila Tassi",
            "27 June · Story A place each way at Estoril",
        ]


def test_a_week_in_which_nothing_happened_is_hidden(client):
    with at("2026-02-10 12:00"):
        assert "This week in 2021" not in headings(page_of(client, "/"))


def test_an_archive_counts_down_to_nothing_and_is_not_live(client):
    with at("2026-02-10 12:00"):
        text = text_of(page_of(client, "/").find(".//main"))
    assert " days" not in text
    assert "live" not in text.lower().replace("delivered", "").replace("relive", "")


def test_the_seasons_own_page_shows_the_same(client):
    home, season = (text_of(page_of(client, address).find(".//main")) for address in ("/", "/2021/"))
    assert home == season


def test_a_newer_season_takes_the_front_and_leaves_a_link(client):
    assert "Seasons" not in headings(page_of(client, "/"))
    Season.objects.create(year=2022, name="FIA World Touring Car Cup", short_name="WTCR")
    page = page_of(client, "/")
    assert "WTCR 2022 · FIA World Touring Car Cup" in hero_of(page)
    assert ("2021", "/2021/") in links(page)
    assert "Yann Ehrlacher is champion by 28 points" in hero_of(page_of(client, "/2021/"))


def test_a_site_without_a_season(client):
    Article.objects.all().delete()
    forget_seasons()
    assert "No season is here yet." in text_of(page_of(client, "/"))
    assert client.get("/2021/").status_code == 404


# Race week


def test_race_week(client, season_as_of):
    season_as_of(date(2021, 6, 20))
    with at("2021-06-24 12:00"):
        page = page_of(client, "/")
    hero = hero_of(page)
    assert "WTCR 2021 · FIA World Touring Car Cup · Race week Race of Portugal" in hero
    assert "Practice 1 in two days." in hero
    assert "Circuito do Estoril, 26–27 June." in hero
    assert "Live on Eurosport." in hero
    assert primary_actions(page) == [("The whole weekend", "/2021/portugal/")]
    timetable = text_of(section(page, "Timetable"))
    assert "Saturday 26 June Practice 1 09:00 Practice 2 12:00 Qualifying 1 15:00" in timetable
    assert "Sunday 27 June Race 1 12:15 Race 2 15:15 Times at the circuit (Lisbon time)." in timetable
    last = text_of(section(page, "Race of Germany"))
    assert "Race 1 1 18 Tiago Monteiro ALL-INKL.DE Münnich 2 100 Yvan Muller Cyan Racing" in last
    assert "22 entries" in headings(page)
    assert "Everyone can still win the title, with 420 points left." in text_of(
        section(page, "The fight for the title")
    )


def test_the_reader_gets_times_that_a_browser_can_turn(client, season_as_of):
    season_as_of(date(2021, 6, 20))
    with at("2021-06-24 12:00"):
        timetable = section(page_of(client, "/"), "Timetable")
    assert [one.get("datetime") for one in timetable.iter("time")][-1] == "2021-06-27T15:15+01:00"


def test_once_a_race_of_the_week_is_run_it_is_the_last_result(client, season_as_of):
    season_as_of(date(2021, 6, 27))
    with at("2021-06-27 20:00"):
        page = page_of(client, "/")
    assert "WTCR 2021 · FIA World Touring Car Cup · Race week Race of Portugal" in hero_of(page)
    assert "Yann Ehrlacher" in text_of(section(page, "Race of Portugal"))


def test_the_countdown_is_made_anew_when_it_falls_due(client, season_as_of):
    season_as_of(date(2021, 6, 20))
    with at("2021-06-26 07:30") as clock:
        assert "Practice 1 today at 09:00." in hero_of(page_of(client, "/"))
        clock.shift(timedelta(minutes=31))
        assert "Practice 2 today at 12:00." in hero_of(page_of(client, "/"))


# Between events


def test_between_events(client, season_as_of):
    season_as_of(date(2021, 7, 11))
    with at("2021-07-20 12:00"):
        page = page_of(client, "/")
    hero = hero_of(page)
    assert "WTCR 2021 · FIA World Touring Car Cup · after Spain Vernay leads by 8 points" in hero
    assert "Race of Hungary in 32 days: Hungaroring, 21–22 August." in hero
    assert primary_actions(page) == [("To the Race of Hungary", "/2021/hungary/")]
    last = text_of(section(page, "Race of Spain"))
    assert "Gained most in the table: Gabriele Tarquini, seven places." in last
    titles = {text_of(one[1]): text_of(one[2]) for one in section(page, "Five titles").iter("li")}
    assert titles["Drivers"] == "Jean-Karl Vernay"
    # Before Italy the junior table is on record so far only: it has no leader.
    assert titles["Junior"] == "On record so far"
    weekends = [text_of(one) for one in by_class(page, "weekend-card")]
    assert weekends[2:4] == [
        "10–11 July Spain MotorLand Aragón 3 Tarquini 22 Vervisch",
        "21–22 August Hungary Hungaroring",
    ]


def test_before_sochi_six_could_still_win(client, season_as_of):
    season_as_of(date(2021, 11, 7))
    with at("2021-11-15 12:00"):
        text = text_of(section(page_of(client, "/"), "The fight for the title"))
    assert (
        "Six can still win the title, with 60 points left: Ehrlacher, Vervisch, Guerrieri, Urrutia, Muller and Vernay."
        in text
    )


def test_an_event_postponed_without_a_date_keeps_the_season_open(client, season_as_of):
    season_as_of(date(2021, 11, 7))
    Event.objects.filter(code="RUS").update(status="postponed")
    with at("2021-12-20 12:00"):
        page = page_of(client, "/")
    assert "The next event has no date yet." in hero_of(page)
    assert primary_actions(page) == [("The calendar", "/2021/calendar/")]


# Before the season


def test_before_the_season(client, season_as_of):
    season_as_of(date(2021, 4, 20))
    with at("2021-04-20 12:00"):
        page = page_of(client, "/")
    hero = hero_of(page)
    assert hero.startswith("WTCR 2021 · FIA World Touring Car Cup")
    assert "Race of Germany in 44 days" in hero
    assert "The season opens at Nürburgring Nordschleife, 3–5 June." in hero
    assert primary_actions(page) == [("The calendar", "/2021/calendar/")]
    assert headings(page) == ["Eight weekends", "22 entries", "Stories"]
    assert text_of(by_class(page, "weekend-card")[0]) == "3–5 June Germany Nürburgring Nordschleife"


# The pieces


def test_a_title_level_on_points_says_what_decided():
    assert page.title_lines(load_year(2021))[0].detail == "223 points, 28 more than Frédéric Vervisch"
    Adjustment.objects.create(
        title=Title.objects.get(slug="drivers"),
        driver=Driver.objects.get(slug="frederic-vervisch"),
        after=Session.objects.get(event__code="RUS", code="R2"),
        points=28,
        kind=Adjustment.Kind.AWARD,
        reason="A test",
    )
    level = load_year(2021)
    assert page.headline(level, over=True) == "Champion, level on points"
    assert page.title_lines(level)[0].name == "Frédéric Vervisch"
    assert page.title_lines(level)[0].detail == (
        "Level on 223 points: Vervisch is ahead of Ehrlacher with three second places to none."
    )


def test_no_race_yet(season_as_of):
    season_as_of(date(2021, 4, 20))
    season = load_year(2021)
    assert page.title_lines(season) == []
    assert page.headline(season, over=False) == "The 2021 season"
    assert page.season_in_a_line(season) == ""
