"""The spoiler guard: a season as it was known at a moment, each page of it, and no reader's page for another."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from championship.models import (
    CalendarChange,
    Entry,
    Event,
    Season,
)
from championship.season.reading import load_year
from drivers.models import CareerEntry, Driver, Team
from tests.accounts import staff
from tests.championship.season.guarded import END, GERMANY, HUNGARY, SPAIN, START, reader, season_as_of, text, words_of
from tests.markup import squeezed
from web.moments import AsOf

pytestmark = pytest.mark.django_db

# One value


@pytest.mark.parametrize(
    "form", ["2021", "2021.germany.race-1", "2021.germany.qualifying", "2030.club-day.R1", "1999.a_b.c-d"]
)
def test_a_moment_is_read_and_written_in_one_form(form):
    assert str(AsOf.parse(form)) == form


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "21",
        "0021",
        "02021",
        "20211",
        "2021.",
        "2021.germany",
        "2021.germany.",
        "2021..race-1",
        "2021.germany.race-1.",
        "2021.germany.race 1",
        " 2021",
        "2021\n",
        "2021/germany/race-1",
        "2021.germany.ra\u0307ce",
        "٢٠٢١",
        "2021.germany." + "r" * 200,
        "<script>",
    ],
)
def test_anything_else_is_no_moment(text):
    assert AsOf.parse(text) is None


def test_what_is_no_moment_changes_nothing(client):
    plain = client.get("/2021/standings/drivers/").content
    for cookie in ("nonsense", "2021.germany", "20211"):
        assert reader(cookie).get("/2021/standings/drivers/").content == plain


# A season as of then


def test_results_end_where_the_reader_stands():
    season = season_as_of(GERMANY)
    assert [season.sessions[0].event.slug, season.latest.key] == ["germany", "germany/R1"]
    assert {session.key for session in season.sessions if session.id in season.classifications} == {
        "germany/Q",
        "germany/R1",
    }
    assert {session.state for session in season.sessions[season.latest.index + 1 :]} == {"scheduled"}
    assert not season.is_over
    assert season_as_of(START).latest is None


def test_the_tables_are_those_after_the_session():
    whole = load_year(2021)
    for guard in (GERMANY, SPAIN, HUNGARY):
        then = season_as_of(guard)
        for title, standings in then.standings.items():
            index = whole.session(then.latest.event.slug, then.latest.slug).index
            rows = [(row.competitor, row.points, row.position) for row in standings.tables[then.latest.index].rows]
            # Who joins later is not in the table yet, on either side.
            assert rows == [
                (row.competitor, row.points, row.position) for row in whole.standings[title].tables[index].rows
            ]
            assert standings.on_record_so_far(then.latest.index) == whole.standings[title].on_record_so_far(index)


def test_the_calendar_is_the_one_announced_by_then():
    start = season_as_of(START)
    assert [(event.slug, event.number) for event in start.running] == [
        ("germany", 1),
        ("portugal", 2),
        ("spain", 3),
        ("italy", 4),
        ("hungary", 5),
        ("south-korea", 6),
        ("china", 7),
        ("macau", 8),
    ]
    assert start.event("slovakia").is_cancelled
    assert start.event("portugal").circuit.slug == "estoril"
    assert (start.event("italy").starts_on, start.event("italy").status) == (date(2021, 7, 31), "scheduled")
    assert {session.date for session in start.event("italy").sessions} == {None}
    assert start.event("russia") is None
    hungary = season_as_of(HUNGARY)
    assert hungary.event("macau").is_cancelled
    assert (hungary.event("italy").starts_on, hungary.event("russia").status) == (date(2021, 11, 6), "scheduled")
    assert (hungary.event("spain").status, hungary.event("hungary").status) == ("held", "scheduled")


def test_an_event_that_waits_for_new_days_is_postponed():
    Event.objects.filter(slug="hungary").update(starts_on=date(2021, 7, 20))
    assert season_as_of("2021.spain.race-2").event("italy").status == "scheduled"
    CalendarChange.objects.filter(event__slug="italy", after="postponed").update(announced_on=date(2021, 7, 1))
    assert season_as_of("2021.spain.race-2").event("italy").status == "postponed"


def test_a_move_to_another_circuit_is_taken_back():
    CalendarChange.objects.filter(event__slug="portugal").update(announced_on=date(2021, 6, 20))
    before, after = season_as_of(GERMANY).event("portugal"), season_as_of("2021.portugal.race-1").event("portugal")
    assert (before.circuit.slug, before.circuit.country, len(before.changes)) == ("vila-real", "PT", 0)
    assert (after.circuit.slug, len(after.changes)) == ("estoril", 1)
    circuits = {address: text(reader(GERMANY), f"/circuits/{address}/") for address in ("estoril", "vila-real")}
    assert "Portugal" not in circuits["estoril"].replace("Estoril, Portugal", "").split("Calendar")[1].split("Data")[0]
    assert "Race of Portugal" in circuits["vila-real"]


def test_a_session_that_moved_later_leaves_its_event_where_it_is():
    italy = Event.objects.get(slug="italy")
    race = italy.sessions.get(code="R1")
    for what, before, after in (("time", "2021-11-01", "2021-11-07"), ("state", "postponed", "scheduled")):
        CalendarChange.objects.create(
            event=italy, session=race, announced_on=date(2021, 11, 1), what=what, before=before, after=after
        )
    known = season_as_of(HUNGARY).event("italy")
    assert (known.starts_on, known.ends_on, known.status) == (italy.starts_on, italy.ends_on, "scheduled")


def test_the_last_session_shows_the_whole_season():
    whole, end = load_year(2021), season_as_of(END)
    assert end.classifications == whole.classifications
    assert [event.number for event in end.events] == [event.number for event in whole.events]
    assert "Yann Ehrlacher is champion by 28 points" in text(reader(END), "/")
    assert "Ehrlacher is champion again" in text(reader(END), "/news/")


def test_a_session_that_is_not_there_hides_the_whole_season():
    assert season_as_of("2021.atlantis.race-1").latest is None


def test_seasons_to_come_are_hidden_and_earlier_ones_whole():
    Season.objects.create(year=2022, name="The next one", short_name="WTCR")
    Season.objects.create(year=2020, name="The one before", short_name="WTCR")
    client = reader(GERMANY)
    assert client.get("/2022/").status_code == 404
    assert client.get("/2020/").status_code == 200
    assert "After Race 1, Germany 2021" in text(client, "/2020/")
    assert "2022" not in text(client, "/")
    assert reader("2020").get("/2021/results/").status_code == 404
    assert "Sixteen races" in text(reader("2022"), "/2021/")


# What each page shows


def test_the_front_page_is_that_of_the_day():
    assert "Practice 1 tomorrow" in text(reader(START), "/") or "Race of Germany" in text(reader(START), "/")
    front = text(reader(GERMANY), "/")
    assert "Race of Germany" in front
    assert "Champion" not in front
    assert "Monteiro" in front


def test_the_rail_ends_where_the_reader_stands():
    client = reader(GERMANY)
    assert "/after/germany/race-1/" in client.get("/2021/standings/drivers/").content.decode()
    assert "/after/germany/race-2/" not in client.get("/2021/standings/drivers/").content.decode()
    assert client.get("/2021/standings/drivers/after/germany/race-2/").status_code == 404


def test_a_later_session_is_to_come():
    assert "has not been run yet" in text(reader(GERMANY), "/2021/germany/race-2/")
    assert "Vernay" not in text(reader(GERMANY), "/2021/germany/race-2/")


def test_a_story_of_a_later_day_is_not_there_and_the_page_says_how_to_get_it():
    response = reader(GERMANY).get("/news/2021/ehrlacher-champion-again/")
    assert response.status_code == 404
    read = words_of(response.content.decode())
    assert "what came later than you have seen" in read
    assert "Show everything" in read
    assert "champion" not in read.lower()
    assert reader(GERMANY).get("/news/2021/first-points-on-the-nordschleife/").status_code == 404
    assert reader("2021.germany.race-2").get("/news/2021/first-points-on-the-nordschleife/").status_code == 200


def test_an_editor_with_a_guard_does_not_see_a_later_story_either():
    client = reader(GERMANY)
    client.force_login(staff("news.view_article"))
    assert client.get("/news/2021/ehrlacher-champion-again/").status_code == 404


def test_a_driver_is_without_what_was_written_of_the_whole_career():
    page = text(reader(GERMANY), "/drivers/jessica-backman/")
    profile = Driver.objects.get(slug="jessica-backman")
    assert profile.firsts
    assert not any(line in page for line in profile.firsts.splitlines())
    assert not CareerEntry.objects.filter(driver=profile, last_year=2021).exists() or "2021, race by race" in page
    assert "2018" in page


# Machines


FILES = [
    "/2021/standings/drivers.csv",
    "/2021/standings/drivers.json",
    "/2021/results.csv",
    "/2021/calendar.json",
    "/2021/calendar.ics",
    "/2021/russia/race-1.csv",
    "/drivers/yann-ehrlacher.csv",
    "/drivers/compare/andreas-backman/jessica-backman.json",
    "/circuits/sochi.json",
    "/teams.csv",
    "/news/atom.xml",
    "/sitemap.xml",
    "/2021/russia.png",
    "/2021/standings/drivers.png",
    "/drivers/yann-ehrlacher.png",
]


@pytest.mark.parametrize("address", FILES)
def test_files_know_no_cookie(address, time_machine, django_assert_num_queries):
    time_machine.move_to(datetime(2026, 1, 1, 12), tick=False)
    whole = reader().get(address).content
    with django_assert_num_queries(1):
        assert reader(GERMANY, "dark").get(address).content == whole
    cache.clear()
    assert reader(GERMANY).get(address).content == whole


@pytest.mark.parametrize(
    "address", ["/2021/standings/drivers/", "/2021/results/", "/2021/calendar/", "/data/", "/drivers/tiago-monteiro/"]
)
def test_where_files_are_offered_the_page_says_that_they_hold_more(address):
    sentence = "These files hold the whole season, also what you hide."
    assert sentence in text(reader(GERMANY), address)
    assert sentence not in text(reader(), address)


# Caches

ASKED = ["/", "/2021/standings/drivers/", "/2021/results/", "/news/", "/circuits/", "/about/privacy/", "/2021/relive/"]


@pytest.mark.parametrize("address", ASKED)
def test_no_kept_page_mixes_two_readers(address):
    readers = [(guard, theme) for guard in ("", START, GERMANY, HUNGARY, "nonsense") for theme in ("", "dark")]
    headers = [{}, {"HX-Request": "true", "HX-Target": "standings-table"}]
    fresh = {}
    for who in readers:
        for index, header in enumerate(headers):
            cache.clear()
            fresh[who, index] = reader(*who).get(address, headers=header).content
    cache.clear()
    for _ in range(2):
        for (who, index), content in fresh.items():
            assert reader(*who).get(address, headers=headers[index]).content == content
    for theme in ("", "dark"):
        assert len({fresh[(guard, theme), 0] for guard in ("", START, GERMANY, HUNGARY)}) == 4
        assert fresh[("nonsense", theme), 0] == fresh[("", theme), 0]


def test_an_etag_is_of_one_reader():
    tag = reader().get("/2021/results/").headers["ETag"]
    assert reader().get("/2021/results/", headers={"If-None-Match": tag}).status_code == 304
    assert reader(GERMANY).get("/2021/results/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/2021/germany/", "/drivers/jessica-backman/", "/about/", "/circuits/estoril/"]
)
def test_no_page_costs_more_than_eight_queries_with_a_guard(address, django_assert_max_num_queries):
    cache.clear()
    with django_assert_max_num_queries(8):
        assert reader(HUNGARY).get(address).status_code == 200


# Choosing


def test_a_choice_is_kept_for_a_year_and_leads_back(client):
    response = client.post("/guard/", {"guard": GERMANY, "next": "/2021/results/"})
    assert (response.status_code, response.url) == (302, "/2021/results/")
    cookie = response.cookies["guard"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["secure"], cookie["httponly"]) == (
        GERMANY,
        31536000,
        "Lax",
        "",
        True,
    )


def test_the_cookie_is_secure_where_the_site_is(client, settings):
    settings.HTTPS = True
    assert client.post("/guard/", {"guard": GERMANY}).cookies["guard"]["secure"] is True


def test_leaving_forgets_it():
    response = reader(GERMANY).post("/guard/", {"guard": "", "next": "/2021/results/"})
    assert (response.url, response.cookies["guard"]["max-age"]) == ("/2021/results/", 0)


@pytest.mark.parametrize("chosen", ["nonsense", "2021.germany", "2021.atlantis.race-1", "1999"])
def test_only_a_session_that_is_there_can_be_chosen(client, chosen):
    response = client.post("/guard/", {"guard": chosen})
    assert response.status_code == 400
    assert "choose one from the list" in response.content.decode()
    assert not response.cookies


def test_another_site_cannot_choose(client):
    response = client.post("/guard/", {"guard": GERMANY}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not response.cookies


def test_nothing_leads_to_another_site(client):
    assert client.post("/guard/", {"guard": GERMANY, "next": "https://example.org/"}).url == "/"


def test_reading_chooses_nothing(client):
    assert client.get("/guard/").status_code == 405


def test_relive_begins_at_any_weekend(client):
    page = squeezed(client.get("/2021/relive/").content.decode())
    weekends = re.findall(r'<button name="guard" value="([^"]+)">([A-Z]{3})<', page)
    assert [code for _moment, code in weekends] == ["GER", "POR", "ESP", "HUN", "CZE", "FRA", "ITA", "RUS"]
    assert weekends[0][0] == START
    hungary = next(moment for moment, code in weekends if code == "HUN")
    assert hungary == "2021.spain.race-2"
    assert client.post("/guard/", {"guard": hungary, "step": "start"}).url == "/2021/"
    assert 'value="2021.hungary.qualifying-3"' in client.get("/").content.decode()


def test_relive_goes_from_the_start_to_the_end(client):
    """As its buttons lead: Q, Race 1, Race 2 of each of the eight events."""
    assert "Start before the first session" in text(client, "/2021/relive/")
    response = client.post("/guard/", {"guard": START, "step": "start"})
    assert response.url == "/2021/"
    steps = []
    while found := re.search(
        r'name="step" value="next"><button [^>]*value="([^"]+)"', squeezed(client.get("/").content.decode())
    ):
        response = client.post("/guard/", {"guard": found[1], "step": "next"})
        steps.append(response.url)
        assert client.get(response.url).status_code == 200
    assert len(steps) == 24
    assert steps[:4] == [
        "/2021/germany/qualifying/",
        "/2021/germany/race-1/",
        "/2021/germany/race-2/",
        "/2021/portugal/qualifying-3/",
    ]
    assert steps[-1] == "/2021/russia/race-2/"
    assert "You have seen every result so far." in text(client, "/")


def test_a_driver_of_a_later_season_is_nobody_to_compare():
    later = Season.objects.create(year=2022, name="The next one", short_name="WTCR")
    team = Team.objects.first()
    Entry.objects.create(season=later, driver=Driver.objects.create(slug="cem-aydin", family_name="Aydin"), team=team)
    client = reader(GERMANY)
    asked = "/drivers/compare/?first=cem-aydin&second=rob-huff"
    assert "There is no driver at “cem-aydin”." in client.get(asked).content.decode()
    assert client.get("/drivers/compare/cem-aydin/rob-huff/").status_code == 404
    assert reader().get(asked).status_code == 302


@pytest.mark.parametrize(("days_after", "is_known"), [(0, True), (1, False)])
def test_an_event_is_known_from_the_very_day_on_which_it_was_added(days_after, is_known):
    until = season_as_of(GERMANY).guard.until
    CalendarChange.objects.create(
        event=Event.objects.get(season__year=2021, slug="russia"),
        announced_on=until + timedelta(days=days_after),
        what="status",
        before="",
        after="scheduled",
    )
    assert ("russia" in season_as_of(GERMANY).events_by_slug) is is_known


def test_who_joins_a_title_with_a_qualifying_that_does_not_count_in_it_has_no_dead_link(client):
    """The trophy's last table then is that of the event before, which has no line of theirs."""
    client.cookies["guard"] = "2021.italy.qualifying-2"
    page = client.get("/drivers/nicola-baldan/").content.decode()
    links = why_links(page)
    links |= {link for page in links for link in why_links(client.get(page).content.decode())}
    assert links
    assert {client.get(link).status_code for link in links} == {200}


def why_links(page):
    return set(re.findall(r'href="([^"#?]*/why/[^"#?]*)', page))
