"""The newcomer's guide: its figures are those of the season, and other pages lead to its words."""

import pytest

from championship.models import Adjustment, Session, Title
from championship.season.reading import load_year
from championship.words import FLAGS, WORDS, guide_id
from drivers.models import Driver
from tests.drivers.pages import by_class, headings, links, page_of, section, text_of
from tests.published import forget_results, forget_seasons, publish_again
from wtcr_site.guide import page

pytestmark = pytest.mark.django_db


def test_the_first_line_says_what_the_series_was(client):
    guide = page_of(client, "/guide/")
    assert [text_of(one) for one in guide.iter("h1")] == ["How a WTCR weekend works"]
    assert "FIA World Touring Car Cup, raced from 2018 to 2022" in text_of(by_class(guide, "lead")[0])


def test_the_front_page_and_the_menu_lead_to_it(client):
    home = page_of(client, "/")
    assert [(text_of(one), one.get("href")) for one in by_class(home, "button--outlined")] == [("New here?", "/guide/")]
    swedish = page_of(client, "/sv/2021/calendar/")
    assert ("Ny här?", "/sv/guide/") in links(swedish)


def test_the_usual_weekend_in_seven_panels(client):
    week = by_class(page_of(client, "/guide/"), "week")[0]
    assert [text_of(panel) for panel in week.iter("li")] == [
        "FP1 Practice 1 no points",
        "FP2 Practice 2 no points",
        "Q1 Qualifying 1 5-4-3-2-1 all cars",
        "Q2 Qualifying 2 no points 12 cars",
        "Q3 Qualifying 3 5-4-3-2-1 5 cars",
        "R1 Race 1 25 to 1 first ten of Q2 turned round",
        "R2 Race 2 25 to 1 order after Q3",
    ]


def test_qualifying_shrinks_from_the_entry_list_to_five(client):
    qualifying = section(page_of(client, "/guide/"), "Qualifying: who goes on")
    assert [text_of(step.find("div")) for step in qualifying.find("ol")] == [
        "All cars, 22 at the first event. The fastest twelve go on.",
        "Twelve cars. The fastest five go on; the first ten make the grid of Race 1.",
        "Five cars, one lap each. The fastest starts Race 2 first.",
    ]
    drawn = [
        [path.get("d").count("M") for path in by_class(qualifying, name)]
        for name in ("slots__going-on", "slots__staying")
    ]
    assert drawn == [[12, 5, 1], [10, 7, 4]]
    assert "Nürburgring Nordschleife has one qualifying session for all. It pays 10-8-6-4-2" in text_of(qualifying)


def test_the_ladders_are_the_scales_of_the_season(client):
    points = section(page_of(client, "/guide/"), "What the places pay")
    ladders = {
        text_of(one.find("h3")): [text_of(rung.find("b")) for rung in one.iter("li")]
        for one in by_class(points, "ladders__one")
    }
    assert ladders == {
        "Race 1 · Race 2": ["25", "20", "16", "13", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1"],
        "Qualifying, Nürburgring Nordschleife": ["10", "8", "6", "4", "2"],
        "Qualifying 1 · Qualifying 3": ["5", "4", "3", "2", "1"],
        "Trophy, in races": ["10", "8", "5", "3", "1"],
    }
    assert text_of(by_class(points, "most")[0]) == (
        "60 5 + 5 + 25 + 25: the most that one driver can take from an event. "
        "Nobody took it all in 2021; most of it had Esteban Guerrieri, 43 in the Czech Republic."
    )


def test_who_is_in_the_five_titles(client):
    titles = section(page_of(client, "/guide/"), "Five titles")
    cards = {text_of(card.find("h3")): text_of(card) for card in by_class(titles, "guide-titles")[0]}
    assert len(cards) == 5
    assert "23 drivers Every driver but wildcards." in cards["FIA Drivers’ Title"]
    assert "11 teams" in cards["FIA Teams’ Title"]
    assert "1 driver: Jessica Bäckman" in cards["FIA Female Driver Title"]
    assert "It needs three entrants and had one: not awarded." in cards["FIA Female Driver Title"]
    assert "Jessica Bäckman" in cards["FIA Junior Driver Title"]
    assert "A point also for the class’s fastest qualifier" in cards["WTCR Trophy"]


def test_the_cars_are_those_of_the_entry_list(client):
    cars = section(page_of(client, "/guide/"), "The cars")
    models = {text_of(one.find("b")): text_of(one) for one in by_class(cars, "models")[0]}
    assert len(models) == 6
    assert "Fulín · wildcard" in models["CUPRA León Competición TCR"]
    assert "Five makes built the 22 cars of the first event. Later came a car of one more: Lada." in text_of(cars)


def test_a_tie_of_the_season_and_what_parted_it(client):
    level = section(page_of(client, "/guide/"), "Level on points")
    assert "After Race 2 in Portugal three had 56 points:" in text_of(level)
    assert [text_of(row[1]) for row in by_class(level, "level")[0]] == [
        "2nd · one win",
        "3rd · two second places",
        "4th · two third places",
    ]
    assert "Tassi is ahead of Muller with one win to none." in text_of(level)
    assert ("Race 2 in Portugal", "/2021/standings/drivers/after/portugal/race-2/") in links(level)


def test_those_who_share_a_place_are_no_tie_that_was_parted():
    """Once Tassi has another total, Muller and Urrutia are level; of groups as large the first event's is told."""
    Adjustment.objects.create(
        title=Title.objects.get(slug="drivers"),
        driver=Driver.objects.get(slug="attila-tassi"),
        after=Session.objects.get(event__code="GER", code="R2"),
        points=1,
        kind=Adjustment.Kind.AWARD,
        reason="A test",
    )
    level = page.level(load_year(2021))
    assert level is not None
    assert level.after.event.slug == "germany"
    assert level.points == 33


def test_every_word_and_flag_has_a_line_that_pages_lead_to(client):
    guide = page_of(client, "/guide/")
    ids = {one.get("id") for one in guide.iter() if one.get("id")}
    assert {guide_id(word) for word in WORDS | FLAGS} <= ids


def test_before_anyone_has_raced_it_says_the_rules_alone(client):
    forget_results()
    guide = page_of(client, "/guide/")
    assert "Level on points" not in headings(guide)
    assert "the most that one driver can take" in text_of(guide)
    assert "Nobody took it all" not in text_of(guide)
    assert len(by_class(guide, "funnel")[0]) == 3


def test_it_stands_without_a_season(client):
    forget_seasons()
    guide = page_of(client, "/guide/")
    assert headings(guide) == ["The cars", "Words", "Flags"]


@pytest.mark.parametrize(
    ("address", "words", "line"),
    [
        ("/2021/spain/race-1/", "drive-through", "drive-through"),
        ("/2021/standings/drivers/after/portugal/race-2/", "countback", "countback"),
        ("/2021/results/?show=points", "wildcard", "wildcard"),
        ("/2021/results/", "not classified", "not-classified"),
        ("/2021/russia/", "Wildcards", "wildcard"),
        ("/2021/calendar/", "homologation", "homologation"),
        ("/sv/2021/calendar/", "homologering", "homologation"),
        ("/about/", "Wildcards", "wildcard"),
        ("/2021/standings/drivers/after/russia/race-2/why/yann-ehrlacher/", "Points in the guide", "points"),
    ],
)
def test_a_word_leads_to_its_line_once_a_page(client, address, words, line):
    prefix = "/sv" if address.startswith("/sv/") else ""
    found = [text for text, target in links(page_of(client, address)) if target == f"{prefix}/guide/#{line}"]
    assert found == [words]


def test_a_result_that_is_not_official_says_what_that_means(client):
    session = "/2021/russia/race-1/"
    assert "/guide/#under-investigation" not in {target for _text, target in links(page_of(client, session))}
    publish_again(Session.objects.get(event__code="RUS", code="R1"), status="under-investigation")
    assert ("Under investigation", "/guide/#under-investigation") in links(page_of(client, session))
