"""The standings as a reader, a spreadsheet and the command line get them."""

import csv
import html
import io
import itertools
import json
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from championship.models import Adjustment, Classification, Result, Session, Title
from championship.season.reading import load_year
from championship.tables.title import standings_rows
from drivers.models import Driver
from tests.markup import squeezed
from tests.published import publish_again

pytestmark = pytest.mark.django_db

ROW = re.compile(
    r'<tr id="(?P<slug>[a-z-]+)"><td class="pos">(?P<place>=?\d+)</td>.*?class="pts"><a [^>]*>(?P<points>[\d.−]+)<',
    re.S,
)


def rows_on_page(html: str) -> list[tuple[str, str, str]]:
    return [(row["place"].lstrip("="), row["slug"], row["points"]) for row in ROW.finditer(html)]


def page(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200, address
    text = response.content.decode()
    return squeezed(text) if response["Content-Type"].startswith("text/html") else text


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.replace("<b>", " ").replace("<li>", " ")))


@pytest.mark.parametrize("title", ["drivers", "teams", "junior", "trophy", "female"])
@pytest.mark.parametrize("after", [None, "germany/race-1", "portugal/race-2", "italy/race-2"])
def test_page_json_csv_and_command_give_the_same_table(client, title, after):
    base = f"/2021/standings/{title}" + (f"/after/{after}" if after else "")
    on_page = rows_on_page(page(client, f"{base}/"))
    as_json = client.get(f"{base}.json").json()["rows"]
    as_csv = list(csv.DictReader(io.StringIO(page(client, f"{base}.csv"))))
    printed = io.StringIO()
    call_command("standings", "2021", title, format="csv", after=after, stdout=printed)

    assert on_page
    assert on_page == [(str(row["position"]), row["competitor"], str(row["points"])) for row in as_json]
    assert as_csv == [
        {name: {True: "yes", False: "no"}[value] if name == "doubtful" else str(value) for name, value in row.items()}
        for row in as_json
    ]
    # The command says the same, without what is doubtful.
    lines = page(client, f"{base}.csv").splitlines()
    assert printed.getvalue().splitlines() == [line.rpartition(",")[0] for line in lines]


def test_the_command_prints_json_and_a_plain_table():
    printed = io.StringIO()
    call_command("standings", "2021", "drivers", format="json", after="russia/R2", stdout=printed)
    assert json.loads(printed.getvalue())[0] == {
        "position": 1, "competitor": "yann-ehrlacher", "name": "Yann Ehrlacher", "points": 223, "wins": 2,
    }  # fmt: skip
    printed = io.StringIO()
    call_command("standings", "2021", "drivers", stdout=printed)
    lines = printed.getvalue().splitlines()
    assert lines[0].split() == ["position", "competitor", "name", "points", "wins"]
    assert lines[23].split()[:2] == ["23", "nicola-baldan"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2020", "drivers"], "There is no season 2020. Load it with load_season."),
        (["2021", "cars"], "2021 has no title 'cars'. It has: drivers, teams, junior, trophy, female."),
        (["2021", "drivers", "--after", "macau"], "2021 ran no event 'macau'."),
        (["2021", "drivers", "--after", "italy/R9"], "Race of Italy has no session 'R9'. It has: practice-1,"),
    ],
)
def test_the_command_says_what_was_wrong(arguments, sentence):
    with pytest.raises(CommandError) as error:
        call_command("standings", *arguments)
    assert str(error.value).startswith(sentence)


def test_the_final_drivers_table_says_when_it_was_decided(client):
    text = text_of(page(client, "/2021/standings/drivers/"))
    assert "After Race 2 in Russia, official. Decided in Race 1, with 25 points left." in text


def test_before_it_was_decided_nothing_is_said_of_it(client):
    assert "Decided" not in text_of(page(client, "/2021/standings/drivers/after/russia/qualifying-3/"))


def test_the_tie_on_56_points_stands_under_its_rows(client):
    html = page(client, "/2021/standings/drivers/after/portugal/race-2/")
    assert [slug for _place, slug, points in rows_on_page(html) if points == "56"] == [
        "attila-tassi", "yvan-muller", "santiago-urrutia",
    ]  # fmt: skip
    between = html[html.index('id="attila-tassi"') : html.index('id="yvan-muller"')]
    assert "Level on 56 points: Tassi is ahead of Muller with one win to none." in between


def test_a_shared_place_is_marked(client):
    html = page(client, "/2021/standings/drivers/after/germany/race-2/")
    assert [row["place"] for row in ROW.finditer(html) if row["points"] == "3"] == ["=15", "=15"]


def test_a_table_on_record_so_far_says_so_and_draws_no_leader(client):
    html = page(client, "/2021/standings/junior/after/portugal/race-2/")
    assert "After Race 2 in Portugal, on record so far." in text_of(html)
    assert "Points behind the leader" not in html
    assert ">Gap<" not in html
    assert "leads" not in text_of(html)


def test_a_reconciled_table_marks_the_lines_that_are_not(client):
    html = page(client, "/2021/standings/junior/")
    assert "on record so far" in html[html.index('id="jessica-backman"') :]
    assert "on record so far" not in html[html.index('id="luca-engstler"') : html.index('id="jessica-backman"')]
    assert "Luca Engstler +19, Gilles Magnus +13, Bence Boldizs +76" in text_of(html)


def test_the_female_title_says_why_it_is_not_awarded(client):
    assert "Not awarded: one entrant of the three it needs." in text_of(page(client, "/2021/standings/female/"))


def test_a_column_less_than_half_filled_is_not_shown(client):
    assert ">Gap</th>" in page(client, "/2021/standings/drivers/")
    # Three of six totals fall short of what was published.
    assert ">Gap</th>" not in page(client, "/2021/standings/trophy/")
    alone = page(client, "/2021/standings/female/")
    assert ">Gap</th>" not in alone
    # The reasons under a row reach over the columns that are left.
    heads = alone[alone.index("<thead") : alone.index("</thead>")]
    assert f'colspan="{heads.count("</th>")}"' in alone


def test_every_points_figure_leads_to_its_reasons_and_opens_them_under_its_row(client):
    html = page(client, "/2021/standings/junior/after/france/race-1/")
    whys = re.findall(
        r'<a class="why-link" href="([^"]+)" aria-label="([^"]+)" data-hx-get="([^"]+)" data-hx-target="#([^"]+)"', html
    )
    assert len(whys) == len(rows_on_page(html))
    assert whys[0] == (
        "/2021/standings/junior/after/france/race-1/why/gilles-magnus/",
        "253 points, why",
        "/2021/standings/junior/after/france/race-1/why/gilles-magnus/",
        "why--gilles-magnus",
    )
    assert 'id="why--gilles-magnus"></td>' in html


def test_where_nothing_moved_no_column_says_so(client):
    assert "Since Italy" in page(client, "/2021/standings/drivers/")
    assert "Since Italy" not in page(client, "/2021/standings/trophy/")


def test_a_fragment_is_the_table_alone_and_says_what_it_varies_on(client):
    address = "/2021/standings/teams/"
    whole = client.get(address)
    fragment = client.get(address, headers={"HX-Request": "true", "HX-Target": "standings-table"})
    assert whole.content.startswith(b"<!DOCTYPE html>")
    assert b"<html" not in fragment.content
    assert "<title>Teams’ standings 2021" in fragment.content.decode()
    assert rows_on_page(fragment.content.decode()) == rows_on_page(whole.content.decode())
    for response in (whole, fragment):
        assert "HX-Request" in response.headers["Vary"]


def test_the_back_button_gets_a_whole_page(client):
    headers = {"HX-Request": "true", "HX-Target": "standings-table", "HX-History-Restore-Request": "true"}
    assert client.get("/2021/standings/teams/", headers=headers).content.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("after", ["x", "x/", "/x", "a b/c", "x/y/z", "a/b%0d%0aX", "%00/x", "macau/race-1"])
def test_a_session_that_is_none_is_not_found(client, after):
    assert client.get(f"/2021/standings/drivers/?after={after}", follow=True).status_code == 404


def test_the_select_of_a_phone_leads_to_the_sessions_address(client):
    response = client.get("/2021/standings/drivers/?after=hungary/race-2")
    assert response.status_code == 302
    assert response.headers["Location"] == "/2021/standings/drivers/after/hungary/race-2/"


@pytest.mark.parametrize(
    "address",
    [
        "/2020/standings/drivers/",
        "/2021/standings/cars/",
        "/2021/standings/drivers/after/macau/race-1/",
        "/2021/standings/drivers/after/italy/race-3/",
    ],
)
def test_unknown_addresses_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_provisional_result_is_said_in_the_open(client):
    session = Session.objects.get(event__season__year=2021, event__slug="russia", code="R2")
    publish_again(session, status="provisional")
    assert "After Race 2 in Russia, provisional." in text_of(page(client, "/2021/standings/drivers/"))
    assert "After Race 1 in Russia, official." in text_of(page(client, "/2021/standings/drivers/after/russia/race-1/"))


def test_a_season_without_results_has_a_page(client):
    Classification.objects.all().delete()
    cache.clear()
    assert Result.objects.count() == 0
    assert "No session of 2021 has been classified yet." in text_of(page(client, "/2021/standings/drivers/"))
    assert client.get("/2021/standings/drivers.json").status_code == 404


def test_the_readers_pick_stands_in_the_chart(client):
    html = page(client, "/2021/standings/drivers/?driver=rob-huff")
    chart = html[html.index('class="chart__names"') :].split("</svg>")[0]
    assert re.findall(r">([^<>]+)</text>", chart) == ["Ehrlacher", "Vervisch", "Vernay", "Huff"]


def test_the_readers_pick_goes_along_the_rail_and_the_titles_of_drivers(client):
    html = page(client, "/2021/standings/drivers/?driver=rob-huff")
    assert '"/2021/standings/drivers/after/portugal/race-1/?driver=rob-huff"' in html
    assert (
        'href="/2021/standings/trophy/?driver=rob-huff" data-hx-get="/2021/standings/trophy/?driver=rob-huff"' in html
    )
    assert 'href="/2021/standings/teams/" data-hx-get="/2021/standings/teams/"' in html
    assert '<input type="hidden" name="driver" value="rob-huff">' in html
    response = client.get("/2021/standings/drivers/?after=hungary/race-2&driver=rob-huff")
    assert response["Location"] == "/2021/standings/drivers/after/hungary/race-2/?driver=rob-huff"
    # Asked for by htmx, whose answer keeps the focus on the button by its id.
    assert '<form class="chart-pick" action="/2021/standings/drivers/after/russia/race-2/" data-hx-get=' in html
    assert 'id="show-driver"' in html


def test_a_pick_that_is_not_in_the_chart_is_said(client):
    html = page(client, "/2021/standings/drivers/?driver=nobody")
    assert "No driver of 2021 has this name. Choose one from the list." in text_of(html)
    assert "driver=nobody" not in html.partition("</main>")[0]
    html = page(client, "/2021/standings/drivers/?driver=petr-fulin")
    assert "Petr Fulín has no line in this table." in text_of(html)
    assert '"/2021/standings/trophy/?driver=petr-fulin"' in html
    assert "has this name" not in page(client, "/2021/standings/drivers/?driver=")


def test_siblings_are_told_apart_in_the_chart(client):
    html = page(client, "/2021/standings/drivers/")
    chart = html[html.index('class="chart__names"') :].split("</svg>")[0]
    names = re.findall(r'y="([\d.]+)%" dy="4">([^<>]+)</text>', chart)
    assert [name for _y, name in names][3:] == ["A. Bäckman", "J. Bäckman"]
    heights = sorted(float(y) for y, _name in names)
    assert all(after - before >= 7.3 for before, after in itertools.pairwise(heights))


def test_points_of_who_is_on_no_entry_list_stand_in_no_table(client):
    title = Title.objects.get(season__year=2021, slug="drivers")
    last = Session.objects.filter(event__season__year=2021, event__slug="russia").last()
    nobody = Driver.objects.create(slug="a-new", family_name="Newcomer")
    award = Adjustment(title=title, driver=nobody, points=5, after=last, kind="award", reason="Fairness")
    with pytest.raises(ValidationError, match="Newcomer has no entry in WTCR 2021"):
        award.full_clean()
    award.save()
    for address in ("/", "/2021/", "/2021/standings/drivers/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Newcomer" not in answer.content.decode()


@pytest.mark.parametrize(
    ("by_code", "address"),
    [
        ("/2021/standings/drivers/after/germany/R1/", "/2021/standings/drivers/after/germany/race-1/"),
        ("/sv/2021/title-fight/drivers/after/russia/R2/", "/sv/2021/title-fight/drivers/after/russia/race-2/"),
        (
            "/2021/standings/teams/after/russia/R2/why/zengo-motorsport/?only=russia",
            "/2021/standings/teams/after/russia/race-2/why/zengo-motorsport/?only=russia",
        ),
        ("/2021/russia/R1/?title=junior", "/2021/russia/race-1/?title=junior"),
        ("/2021/russia/R1/sources/", "/2021/russia/race-1/sources/"),
    ],
)
def test_a_sessions_code_leads_to_the_one_page_there_is(client, by_code, address):
    response = client.get(by_code)
    assert (response.status_code, response.headers["Location"]) == (301, address)


# After which sessions there is a table


@pytest.mark.parametrize(
    ("title", "session", "sentence"),
    [
        (
            "drivers",
            "germany/practice-1",
            "Practice 1 does not count in the FIA Drivers’ Title. In Race of Germany there is a table after "
            "Qualifying, Race 1 and Race 2.",
        ),
        (
            "teams",
            "portugal/qualifying-2",
            "Qualifying 2 does not count in the FIA Teams’ Title. In Race of Portugal there is a table after "
            "Qualifying 1, Qualifying 3, Race 1 and Race 2.",
        ),
        (
            "junior",
            "portugal/qualifying-3",
            "Qualifying 3 does not count in the FIA Junior Driver Title. In Race of Portugal there is a table after "
            "Qualifying 1, Race 1 and Race 2.",
        ),
        (
            "trophy",
            "germany/qualifying",
            "Qualifying does not count in the WTCR Trophy. In Race of Germany there is a table after Race 1 and "
            "Race 2.",
        ),
    ],
)
def test_a_session_that_does_not_count_in_a_title_has_no_table(client, title, session, sentence):
    table, fight = f"/2021/standings/{title}/after/{session}", f"/2021/title-fight/{title}/after/{session}"
    for address in (f"{table}/", f"{table}/why/gilles-magnus/", f"{fight}/"):
        response = client.get(address)
        assert response.status_code == 404
        assert sentence in html.unescape(response.content.decode())
    for address in (f"{table}.csv", f"{table}.json", f"{table}.png", f"{table}/why/gilles-magnus.csv", f"{fight}.json"):
        assert client.get(address).status_code == 404, address


def test_the_rail_and_the_tabs_of_a_title_stop_where_it_has_a_table(client):
    def stops(html_text):
        return re.findall(r'class="rail__session" id="after-portugal-([a-z0-9-]+)"', html_text)

    assert stops(page(client, "/2021/standings/drivers/")) == ["qualifying-3", "race-1", "race-2"]
    assert stops(page(client, "/2021/standings/junior/")) == ["qualifying-1", "race-1", "race-2"]
    assert stops(page(client, "/2021/standings/trophy/")) == ["race-1", "race-2"]
    tabs = page(client, "/2021/standings/drivers/after/portugal/qualifying-3/").partition('class="tabs"')[2]
    tabs = dict(re.findall(r'id="tab-([a-z]+)" href="([^"]+)"', tabs.partition("</nav>")[0]))
    assert tabs["teams"] == "/2021/standings/teams/after/portugal/qualifying-3/"
    assert tabs["junior"] == "/2021/standings/junior/after/portugal/qualifying-1/"
    assert tabs["trophy"] == "/2021/standings/trophy/after/germany/race-2/"
    # Before its first session that counts a title has its page as it is now.
    tabs = page(client, "/2021/standings/drivers/after/germany/qualifying/").partition('class="tabs"')[2]
    assert 'id="tab-trophy" href="/2021/standings/trophy/"' in tabs


@pytest.mark.parametrize("guard", ["2021.germany.practice-1", "2021.germany.qualifying", "2021.portugal.qualifying-2"])
def test_a_reader_who_stands_at_a_session_without_a_table_gets_only_tables_there_are(client, guard):
    client.cookies["guard"] = guard
    places = ["/", "/2021/results/", "/2021/germany/", "/2021/portugal/", "/drivers/gilles-magnus/", "/data/",
              "/drivers/compare/andreas-backman/jessica-backman/", "/2021/title-fight/"]  # fmt: skip
    for title in ("drivers", "teams", "junior", "trophy", "female"):
        places += [f"/2021/standings/{title}/", f"/2021/title-fight/{title}/"]
    led_to = {address for place in places for address in re.findall(r'"(/[^"#?]*/after/[^"#?]*)', page(client, place))}
    assert {address for address in led_to if client.get(address).status_code != 200} == set()
    assert led_to or guard.endswith("practice-1")


def test_before_the_first_session_that_counts_in_a_title_it_has_no_table(client):
    client.cookies["guard"] = "2021.germany.qualifying"
    for address in ("/2021/standings/trophy/", "/2021/title-fight/trophy/"):
        assert "No session that counts in this title has been classified yet." in page(client, address)
    assert "No session of 2021" not in page(client, "/2021/standings/trophy/")


def test_the_description_says_who_won_once_the_season_is_over(client):
    def described(address):
        description = re.search(r'<meta name="description" content="([^"]*)"', page(client, address))
        return html.unescape(description[1])

    assert described("/2021/standings/drivers/") == (
        "FIA Drivers’ Title 2021: Yann Ehrlacher won it with 223 points. The table after every session, and why."
    )
    assert "leads with" in described("/2021/standings/drivers/after/hungary/race-2/")
    client.cookies["guard"] = "2021.hungary.race-2"
    assert "leads with" in described("/2021/standings/drivers/")


def test_places_are_gained_upwards_and_counted_from_before_the_event():
    season = load_year(2021)
    title = season.titles_by_slug["drivers"]
    moved = {row.slug: row.moved for row in standings_rows(season, title, season.session("russia", "R2"))}
    # Sixth and third after Italy, third and sixth at the end.
    assert (moved["jean-karl-vernay"], moved["esteban-guerrieri"], moved["yann-ehrlacher"]) == (3, -3, 0)
    assert {row.moved for row in standings_rows(season, title, season.session("germany", "R2"))} == {None}
