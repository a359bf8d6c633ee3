"""The pages about the site, its files, the theme, and what stands where there is no page."""

import csv
import io
import re

import html5lib
import pytest
from django.test import Client
from django.urls import resolve, reverse

from championship.models import Adjustment, Circuit, Classification, Entry, Event, Result
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from championship.tables.files import csv_text
from championship.urls import file_patterns as championship_files
from drivers.models import Driver, Team
from drivers.urls import file_patterns as drivers_files
from tests.published import forget_seasons
from wtcr_site.data import open_data

pytestmark = pytest.mark.django_db


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def lines_of(element):
    return [text_of(one) for one in element.iter("li")]


def test_about_counts_what_the_places_rest_on(client):
    tiles = page_of(client, "/about/").find(".//dl")
    assert {text_of(one[0]): int(text_of(one.find(".//span"))) for one in tiles} == {
        "Two sources": 291,
        "One source": 155,
        "Worked out": 33,
        "Doubtful": 1,
        "Not on record": 21,
    }


def test_about_counts_current_classifications_alone(client):
    # Sochi Race 1 has two: counted twice, its places would show.
    assert Result.objects.filter(position__isnull=False).count() > 291 + 155 + 33 + 1
    assert Classification.objects.filter(session__code="R1", session__event__slug="russia").count() == 2
    test_about_counts_what_the_places_rest_on(client)


def test_about_says_what_is_missing(client):
    missing = page_of(client, "/about/").find(".//section[@id='missing']")
    lines = lines_of(missing.find("ul"))
    assert lines[0] == "Race of Russia, Qualifying 1: who was 5th, for 1 point, is not on record."
    assert lines[1] == "Race of Russia, Race 2: 15th for Gabriele Tarquini, with 3 points, is doubtful."
    assert lines[2] == "FIA Drivers’ Title: Gené (10) and Boldizs (9) could change places."
    assert lines[3] == "FIA Teams’ Title: No place in the table hangs on it."
    assert lines[4].startswith(
        "FIA Junior Driver Title: before Race 2, Race of Italy, its tables are “on record so far”"
    )
    assert lines[5].startswith("WTCR Trophy: before Race 2, Race of Russia, its tables are “on record so far”")
    assert (
        lines[6]
        == "Of 346 lines of race results, 67 carry a time or a gap. Of each grid only the first place is known."
    )
    assert lines[7] == "None of the 16 practices has a result on record."
    assert len(lines) == 8
    notes = lines_of(missing.find("details"))
    assert "RUS, Race 2: Gabriele Tarquini, 15th. Stopped late; one source lists him 15th." in notes
    assert "GER, Race 1: Andreas Bäckman. Finished 18th to 22nd; the order is not on record." in notes


def test_about_no_longer_misses_a_place_that_was_found(client):
    """Fifth in Q1 at Sochi turns up."""
    current = Classification.objects.get(session__event__slug="russia", session__code="Q1")
    lines = list(current.results.all())
    taken = {line.event_entry_id for line in lines}
    found = current.session.event.event_entries.exclude(pk__in=taken).filter(entry__wildcard=False).first()
    known = [Line(line.event_entry_id, line.position, line.status) for line in lines]
    publish(current.session, [*known, Line(found.pk, 5)], status="official", by="a test", reason="A source was found")
    missing = page_of(client, "/about/").find(".//section[@id='missing']")
    assert "who was" not in text_of(missing)


def test_about_has_the_scales_on_one_screen(client):
    rules = page_of(client, "/about/").find(".//section[@id='rules']")
    facts = {text_of(one[0]): text_of(one)[len(text_of(one[0])) :].strip() for one in rules.iter("li")}
    assert facts["Race 1 and Race 2"] == "25-20-16-13-11-10-9-8-7-6-5-4-3-2-1"
    assert facts["Qualifying 1 and Qualifying 3"] == "5-4-3-2-1"
    assert facts["Qualifying, Race of Germany"] == "10-8-6-4-2"
    assert facts["At most"] == "60 points an event"
    links = {one.get("href") for one in rules.iter("a")}
    assert "/news/2021/how-an-event-works/" in links


def test_about_explains_the_titles(client):
    section = page_of(client, "/about/").find(".//section[@id='titles']")
    assert text_of(section.find("h2")) == "Five titles"
    titles = {text_of(one.find("a")): text_of(one) for one in section.iter("li")}
    assert list(titles) == [
        "FIA Drivers’ Title",
        "FIA Teams’ Title",
        "FIA Junior Driver Title",
        "WTCR Trophy",
        "FIA Female Driver Title",
    ]
    assert "The points of a team’s best two cars in each session" in titles["FIA Teams’ Title"]
    assert "Qualifying 3 does not count." in titles["FIA Junior Driver Title"]
    assert "Also called Independent Cup" in titles["WTCR Trophy"]
    assert "In races 10-8-5-3-1. A point also for the class’s fastest qualifier" in titles["WTCR Trophy"]
    assert "It needs three entrants and had one: not awarded." in titles["FIA Female Driver Title"]


def test_about_and_data_stand_without_a_season(client):
    forget_seasons()
    assert "never edited" in text_of(page_of(client, "/about/"))
    assert page_of(client, "/data/").find(".//table") is None


def test_contact_gives_the_address_that_is_set(client, settings):
    settings.CONTACT_EMAIL = "editors@cup.example"
    links = [one.get("href") for one in page_of(client, "/about/contact/").iter("a")]
    assert "mailto:editors@cup.example" in links


def test_contact_without_an_address_has_no_dead_link(client, settings):
    settings.CONTACT_EMAIL = ""
    page = page_of(client, "/about/contact/")
    assert not [one for one in page.iter("a") if one.get("href", "").startswith("mailto:")]
    text = text_of(page)
    assert "Corrections cannot be sent from here" in text
    # What a reader can do, and no word of what to send.
    assert "put it right in your own copy" in text
    assert "What helps" not in text
    assert "send a correction" not in text_of(page_of(client, "/about/"))


def test_privacy_names_both_cookies_and_no_page_sets_one(client):
    page = page_of(client, "/about/privacy/")
    assert [text_of(one) for one in page.iter("code")] == ["theme", "guard"]
    assert not client.cookies


VIEWS = {one.name for one in (*championship_files, *drivers_files) if "<format:ending>" in str(one.pattern)}
# Tables that are the same at another address.
ALIKE = {
    "standings_after_data": "standings_data",
    "title_fight_data": "title_fight_after_data",
    "title_fight_of_data": "title_fight_after_data",
}


def every_file():
    """The addresses of the JSON files of the whole site, by their view."""
    season = load_year(2021)
    run = [session for session in season.sessions if session.id in season.classifications]
    titles = [title.slug for title in season.titles]
    drivers = list(season.drivers)
    sessions = [(session.event.slug, session.slug) for session in run]
    last = sessions[-1]
    told = [title.slug for title in season.titles if season.standings[title.slug].awarded]
    arguments = {
        "circuits_data": [()],
        "circuit_data": [(event.circuit.slug,) for event in season.running],
        "calendar_data": [(2021,)],
        "results_data": [(2021,)],
        "standings_data": [(2021, title) for title in titles],
        "standings_after_data": [
            (2021, title.slug, one.event.slug, one.slug)
            for title in season.titles for one in run[::7] if season.last_counted(title, one) is one
        ],
        "why_data": [
            (2021, title, *last, row.competitor) for title in titles
            for row in season.standings[title].tables[season.latest.index].rows[:4]
        ],
        "title_fight_data": [(2021,)],
        "title_fight_of_data": [(2021, title) for title in told],
        "title_fight_after_data": [(2021, title, *last) for title in told],
        "event_data": [(2021, event.slug) for event in season.running],
        "session_data": [(2021, *session) for session in sessions],
        "sources_data": [(2021, *session) for session in sessions],
        "drivers_data": [()],
        "compare_data": [("andreas-backman", "jessica-backman"), ("rob-huff", "yvan-muller")],
        "driver_data": [(driver,) for driver in drivers],
        "records_data": [(2021,)],
        "team_records_data": [(2021,)],
        "teams_data": [()],
        "team_data": [(team,) for team in season.teams],
    }  # fmt: skip
    return {name: [reverse(name, args=[*one, "json"]) for one in found] for name, found in arguments.items()}


def test_every_kind_of_file_is_on_the_data_page():
    assert set(every_file()) == VIEWS
    listed = {resolve(one.csv).url_name for one in open_data.tables(load_year(2021))}
    assert {ALIKE.get(name, name) for name in listed} == {ALIKE.get(name, name) for name in VIEWS}


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_file_has_the_columns_that_are_listed_and_keeps_one_convention(client, view):
    kind = ALIKE.get(view, view)
    listed = open_data.tables(load_year(2021))
    table = next(one for one in listed if ALIKE.get(name := resolve(one.csv).url_name, name) == kind)
    for address in every_file()[view]:
        body = client.get(address).json()
        assert body["columns"] == columns_of(table.columns, body["columns"]), address
        text = client.get(address.replace(".json", ".csv")).content.decode()
        for row, cells in zip(body["rows"], csv.DictReader(io.StringIO(text)), strict=True):
            assert list(row) == body["columns"]
            for name, value in row.items():
                keeps_the_convention(name, value, cells[name])


FORMULA = "=HYPERLINK(0)"


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_no_word_of_a_file_is_a_formula_to_a_spreadsheet(client, view):
    """JSON has the words as they were typed."""
    Driver.objects.update(given_name="", family_name=FORMULA)
    Team.objects.update(name=FORMULA, short_name=FORMULA)
    Circuit.objects.update(name=FORMULA, locality=FORMULA)
    Event.objects.update(name=FORMULA, announced_label=FORMULA)
    Entry.objects.update(car=FORMULA)
    Adjustment.objects.update(reason=FORMULA, source=FORMULA)
    typed = set()
    for address in every_file()[view]:
        body = client.get(address).json()
        text = client.get(address.replace(".json", ".csv")).content.decode()
        for row, cells in zip(body["rows"], csv.DictReader(io.StringIO(text)), strict=True):
            for name, value in row.items():
                keeps_the_convention(name, value, cells[name])
                typed |= {name} if FORMULA in (value if isinstance(value, list) else [value]) else set()
    # The others have slugs, codes, figures and what is published.
    assert typed or view in {"circuit_data", "compare_data", "driver_data", "sources_data", "team_data"}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_words_that_begin_like_a_formula_are_text_and_figures_stay_figures(begin):
    rows = [{"-name": f"{begin}1+1", "points": -5, "share": -0.5, "is_out": False, "events": ["a", f"{begin}b"]}]
    written = list(csv.reader(io.StringIO(csv_text(list(rows[0]), rows), newline="")))
    assert written == [
        ["'-name", "points", "share", "is_out", "events"],
        [f"'{begin}1+1", "-5", "-0.5", "no", f"a ; '{begin}b"],
    ]


def columns_of(listed, head):
    """The columns that are listed, with those of sessions in the place that the file has them in."""
    if open_data.SESSIONS not in listed:
        return list(listed)
    before = listed.index(open_data.SESSIONS)
    sessions = head[before : len(head) - (len(listed) - before - 1)]
    assert sessions
    assert all(re.fullmatch(r"([a-z-]+/)?(Q|R\d)", name) for name in sessions)
    return [*listed[:before], *sessions, *listed[before + 1 :]]


def keeps_the_convention(name, value, cell):
    """Numbers are numbers, what is not known is null, and the two formats say the same."""
    if value is None:
        assert cell == "", name
    elif isinstance(value, bool):
        assert cell == ("yes" if value else "no"), name
    elif isinstance(value, list):
        assert value
        assert cell == " ; ".join(map(as_text, value)), name
    elif isinstance(value, int | float):
        assert float(cell) == value, name
    else:
        assert value
        assert cell == as_text(value), name
        assert not re.fullmatch(r"-?\d+(\.\d+)?", value), (name, value)
    if name.endswith("_ms"):
        assert value is None or isinstance(value, int), name
    if name == "country":
        assert re.fullmatch("[A-Z]{2}", value), value
    assert not (isinstance(value, str) and re.fullmatch(r"[\d:]+\.\d{3}", value)), (name, value)


def as_text(words):
    return f"'{words}" if words[0] in "=+-@" else words


def test_every_column_is_explained_on_the_page(client):
    page = page_of(client, "/data/")
    explained = {text_of(one) for one in page.iter("code")}
    for table in open_data.tables(load_year(2021)):
        assert all(meaning for _name, meaning in table.explained)
        assert {name for name, _meaning in table.explained if name} <= explained
    # One word, one meaning: what is explained for no table is not in the list.
    used = {name for table in open_data.tables(load_year(2021)) for name in table.columns}
    assert used == set(open_data.column_meanings())


def test_data_page_links_every_file(client):
    links = {one.get("href") for one in page_of(client, "/data/").iter("a")}
    listed = open_data.tables(load_year(2021))
    assert listed
    assert {one.csv for one in listed} | {one.json for one in listed} <= links
    assert {"/2021/calendar.ics", "/news/atom.xml"} <= links


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_is_kept_for_a_year_and_shown(client, theme):
    response = client.post("/theme/", {"theme": theme, "next": "/about/"})
    assert (response.status_code, response["Location"]) == (302, "/about/")
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["secure"]) == (theme, 31536000, "Lax", "")
    page = page_of(client, "/about/")
    assert page.get("data-theme") == theme
    pressed = [one.get("value") for one in page.iter("button") if one.get("aria-pressed") == "true"]
    assert pressed == [theme]


@pytest.mark.parametrize("choice", ["auto", "", "blue"])
def test_theme_is_forgotten(client, choice):
    client.post("/theme/", {"theme": "dark"})
    response = client.post("/theme/", {"theme": choice})
    assert response.cookies["theme"]["max-age"] == 0
    client.cookies.clear()
    assert page_of(client, "/about/").get("data-theme") is None


def test_theme_cookie_is_secure_where_the_site_is(client, settings):
    settings.HTTPS = True
    assert client.post("/theme/", {"theme": "dark"}).cookies["theme"]["secure"] is True


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", ""]
)
def test_theme_leads_nowhere_else(client, address):
    assert client.post("/theme/", {"theme": "dark", "next": address})["Location"] == "/"
    response = client.post("/theme/", {"theme": "dark", "next": "/data/"}, headers={"referer": address})
    assert response["Location"] == "/data/"


def test_theme_leads_back_to_the_page_with_its_parameters(client):
    """The form's own address is that of the page as it was loaded; htmx may have gone on since."""
    response = client.post(
        "/theme/", {"theme": "dark", "next": "/2021/results/"},
        headers={"referer": "http://testserver/2021/results/?by=make"},
    )  # fmt: skip
    assert response["Location"] == "http://testserver/2021/results/?by=make"


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 302), ("none", 302)])
def test_theme_is_not_changed_from_another_site(site, status):
    """The form carries no token, so the browser's own word decides."""
    client = Client(enforce_csrf_checks=True)
    response = client.post("/theme/", {"theme": "dark"}, headers={"sec-fetch-site": site})
    assert response.status_code == status
    assert ("theme" in response.cookies) == (status == 302)


def test_theme_is_changed_by_a_form_alone(client):
    assert client.get("/theme/").status_code == 405


def test_a_page_that_is_not_there_keeps_the_menu(client):
    page = page_of(client, "/no/such/page/", status=404)
    menu = page.find(".//nav[@aria-label='Main']")
    assert [(text_of(one), one.get("href")) for one in menu.iter("a")][:3] == [
        ("Calendar", "/2021/calendar/"),
        ("Results", "/2021/results/"),
        ("Standings", "/2021/standings/drivers/"),
    ]
    assert text_of(page.find(".//h1")) == "Off the track"


def test_a_page_that_is_not_there_is_found_without_a_season(client):
    forget_seasons()
    assert text_of(page_of(client, "/no/such/page/", status=404).find(".//h1")) == "Off the track"


def test_a_broken_page_says_so_without_the_database(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("wtcr_site.views.newest_menu", broken)
    client.raise_request_exception = False
    page = page_of(client, "/about/contact/", status=500)
    assert text_of(page.find(".//h1")) == "Something broke on our side"
    assert "the database is gone" not in text_of(page)
