"""An entry without a team, Dario Ricci's in the invented season: every page, file and step of race control has him."""

import json
import re
from itertools import product
from urllib.parse import urlencode

import html5lib
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from championship.models import Entry, Result, Session
from championship.season.reading import load_year
from championship.urls import file_patterns as season_files
from championship.urls import urlpatterns as season_pages
from drivers.models import Team
from drivers.urls import file_patterns as drivers_files
from drivers.urls import urlpatterns as drivers_pages
from tests.admin.race_control import at, decided, filled, preview, publish_previewed, words
from tests.championship.folders import CLUB
from tests.crawl import walk
from tests.published import forget_results, forget_seasons
from web.addresses.languages import in_language

pytestmark = pytest.mark.django_db

DARIO = "dario-ricci"


@pytest.fixture
def club():
    """The only season, so that every page of the site is of it."""
    forget_seasons()
    call_command("load_season", str(CLUB), verbosity=0)
    return load_year(2030)


@pytest.fixture
def race(club):
    return Session.objects.get(event__season__year=2030, event__slug="finale", code="R")


def says_none(text):
    """Python's word for nothing, in place of words for readers; "None" of a reminder is such a word."""
    return re.findall(r".{0,30}\bNone\b.{0,30}", text.replace('<option value="">None</option>', ""))


@pytest.mark.parametrize("language", ["en-gb", "sv"])
def test_every_page_that_a_link_leads_to_is_whole(client, club, language):
    pages, statuses = walk(client, one_of_a_kind=True, language=language)
    assert {address: status for address, status in statuses.items() if status != 200} == {
        in_language("/2021/", language): 404
    }, "nothing but the season that is not there"
    assert {page.address: page.faults for page in pages.values() if page.faults} == {}
    assert {page.address: said for page in pages.values() if (said := says_none(page.html))} == {}
    assert len(pages) > 30


def test_no_address_with_him_breaks(client, club):
    """The test's client raises what a page raises."""
    names = {
        "year": [2030], "title": ["drivers", "teams", "trophy"], "event": ["spring"],
        "session": ["race"], "competitor": [DARIO, "old-harbour"],
        "slug": [DARIO, "old-harbour", "westwind"], "first": [DARIO, "cem-aydin"], "second": ["emil-novak", DARIO],
        "ending": ["csv", "json"],
    }  # fmt: skip
    for pattern in (*season_pages, *season_files, *drivers_pages, *drivers_files):
        if pattern.name in ("guard", "delay", "live_now"):
            # What is no page.
            continue
        wanted = list(pattern.pattern.converters)
        for values in product(*(names[name] for name in wanted)):
            address = reverse(pattern.name, kwargs=dict(zip(wanted, values, strict=True)))
            answer = client.get(address, follow=True)
            assert answer.status_code in (200, 404), address
            if "image" not in answer["Content-Type"]:
                assert says_none(answer.content.decode()) == [], address
    for address in ("/search/?q=ricci", "/sitemap.xml", "/data/", "/"):
        answer = client.get(address, follow=True)
        assert (answer.status_code, says_none(answer.content.decode())) == (200, []), address


def test_his_pages_have_no_team_and_those_of_the_teams_not_him(client, club):
    page = client.get(f"/drivers/{DARIO}/").content.decode()
    assert 'content="Dario Ricci: the season of 2030 race by race, the titles entered and the career."' in page
    assert "memberOf" not in page
    assert "/teams/old-harbour/" not in page.partition("<main")[2]
    assert "Teams’ Cup" not in page.partition("<main")[2]
    assert "Dario Ricci" not in client.get("/teams/old-harbour/").content.decode()
    grid = html5lib.parse(client.get("/drivers/").content.decode(), namespaceHTMLElements=False)
    cards = [" ".join("".join(card.itertext()).split()) for card in grid.iter("li") if "card" in card.get("class", "")]
    assert cards[-1] == "Without a team 4 Dario Ricci Italy"
    assert "<h2>Utan team</h2>" in client.get("/sv/drivers/").content.decode()


def test_found_by_a_search_he_has_his_country_beside_him(client, club):
    """As a driver of no season has it; the others have their team."""
    assert '<span class="who__detail">Italy</span>' in client.get("/search/?q=ricci").content.decode()
    assert '<span class="who__detail">Old Harbour</span>' in client.get("/search/?q=aydin").content.decode()


def test_files_have_nothing_for_his_team(client, club):
    (row,) = (row for row in json.loads(client.get("/drivers.json").content)["rows"] if row["driver"] == DARIO)
    assert (row["team"], row["titles"]) == (None, ["drivers", "trophy"])
    (line,) = (line for line in client.get("/drivers.csv").content.decode().splitlines() if DARIO in line)
    assert line.startswith(f"4,{DARIO},Dario Ricci,IT,,Invented H3,")


def test_in_a_title_of_teams_he_scores_for_none_and_closes_nobody_up(client, club):
    """Emil, fifth behind him, brings Westwind the points of fifth, not of fourth."""
    spring = club.event("spring").races[0]
    awards = club.standings["teams"].awards[spring.index]
    assert DARIO not in {award.driver for award in awards}
    assert [(award.place, award.points) for award in awards if award.driver == "emil-novak"] == [(5, 5)]
    assert club.standings["teams"].entrants == ("northern-light", "old-harbour", "westwind")


def test_who_has_no_team_is_nobodys_teammate(client, club):
    """Nor are two without one."""
    Entry.objects.filter(driver__slug="emil-novak").update(team=None)
    page = client.get(reverse("compare_choice")).content.decode()
    assert "Ricci" not in "".join(re.findall(r'<li class="pair">.*?</li>', page, re.DOTALL))
    assert 'class="pair"' in page


def test_a_dump_gives_the_empty_team_back(club, tmp_path):
    call_command("dump_season", "2030", str(tmp_path / "dumped"), verbosity=0)
    assert (tmp_path / "dumped" / "entries.csv").read_bytes() == (CLUB / "entries.csv").read_bytes()


def test_a_load_takes_the_team_from_an_entry(club):
    """With the results published all the while."""
    Entry.objects.filter(driver__slug=DARIO).update(team=Team.objects.get(slug="old-harbour"))
    with pytest.raises(CommandError, match="team is old-harbour in the database and blank in the folder"):
        call_command("load_season", str(CLUB), verbosity=0)
    call_command("load_season", str(CLUB), replace=True, verbosity=0)
    assert Entry.objects.get(driver__slug=DARIO).team is None
    assert Result.objects.filter(event_entry__driver__slug=DARIO).count() == 4


# Race control and the admin

SHEET = """Pos\tNo\tDriver\tTeam\tLaps\tTime
1\t4\tDario Ricci\tPrivateer\t40\t55:03.210
2\t6\tFarid Haddad\tOld Harbour\t40\t+0.900
"""


def test_a_sheet_with_him_is_previewed_published_and_decided_on(admin_client, race):
    forget_results(session=race)
    Session.objects.filter(pk=race.pk).update(state="live")
    race.refresh_from_db()
    answer = preview(admin_client, race, "paste", SHEET)
    text = words(answer)
    assert "Dario Ricci" in text
    assert says_none(text) == []
    warnings = re.findall(r'name="(tick-[^"]+|seen)"', answer.content.decode())
    page = publish_previewed(admin_client, race, answer, **dict.fromkeys(warnings, "1"))
    assert "is published" in words(page)
    assert says_none(words(page)) == []
    lines = race.classifications.get().results.values_list("event_entry__driver__slug", "position")
    assert list(lines)[:2] == [(DARIO, 1), ("farid-haddad", 2)]

    car = str(race.event.event_entries.get(driver__slug=DARIO).pk)
    typed = {"car": car, "kind": "points", "points": "2", "reason": "Contact"}
    refused = decide(admin_client, race, **typed, titles=["teams"])
    assert "Dario Ricci is not in this title: Teams." in words(refused)
    taken = decide(admin_client, race, **typed, titles=["drivers"])
    assert says_none(words(taken)) == []
    done = admin_client.post(at(race), decided(taken) | {"do": "decide-publish", "seen": "1"}, follow=True)
    assert race.penalties.get().adjustments.get().driver.slug == DARIO
    assert says_none(words(done)) == []
    moved = admin_client.post(at(race), filled(admin_client.get(at(race)), do="preview-table"), follow=True)
    assert (moved.status_code, says_none(words(moved))) == (200, [])


def decide(editor, session, **typed):
    return editor.post(at(session), decided(editor.get(at(session)), **typed) | {"do": "decide-preview"})


def test_the_admins_lists_and_forms(admin_client, race):
    entry = Entry.objects.get(driver__slug=DARIO)
    published = race.classifications.get()
    assert str(entry) == "4 Dario Ricci"
    for address in (
        reverse("admin:championship_entry_changelist"),
        reverse("admin:championship_entry_changelist") + "?" + urlencode({"team__isnull": "True"}),
        reverse("admin:championship_entry_change", args=[entry.pk]),
        reverse("admin:championship_evententry_changelist"),
        reverse("admin:championship_evententry_changelist") + "?q=ricci",
        reverse("admin:championship_classification_change", args=[published.pk]),
        reverse("admin:championship_event_change", args=[race.event_id]),
    ):
        answer = admin_client.get(address)
        assert answer.status_code == 200, address
        assert says_none(words(answer)) == [], address


def test_readers_on_the_live_page_see_him(client, race):
    forget_results(session=race)
    Session.objects.filter(pk=race.pk).update(state="live")
    for address in ("/live/", "/live/?title=drivers", "/live/?title=teams"):
        answer = Client().get(address)
        assert (answer.status_code, says_none(answer.content.decode())) == (200, [])
