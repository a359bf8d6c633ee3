"""A season in preparation: no reader's page or file knows of it, until it is opened."""

import re
import shutil
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape

from championship.models import Circuit, CircuitLayout, Entry, Event, Season, TeamName
from championship.season.reading import load_year
from drivers.models import Driver, Team
from news.models import Article
from tests.test_query_counts import PAGES

pytestmark = pytest.mark.django_db

# What everyone may ask for, whether the season is open or not: by address, by guard, by search.
ADDRESSES = [
    *PAGES,
    "/2022/",
    "/2022/calendar/",
    "/2022/standings/drivers/",
    "/2022/events/germany/",
    "/teams/brand-new/",
    "/drivers/new-name/",
    "/circuits/new-ring/",
    "/search/?q=new",
    "/search/?q=2022",
    "/sitemap.xml",
    "/circuits.csv",
    "/sv/",
]
# It moves with everything that is written, and says nothing of what.
REVISION = re.compile(rb"\bv=[0-9a-f]{16}")


@pytest.fixture
def prepare(season_folder, tmp_path):
    """Loads 2021 a year on as a season in preparation, with newcomers of its own and names and a layout changed."""

    def load() -> None:
        folder = tmp_path / "2022"
        shutil.copytree(season_folder, folder)
        for file in folder.glob("*.*"):
            file.write_text(file.read_text(encoding="utf-8").replace("2021", "2022"), encoding="utf-8")
        rules = folder / "season.toml"
        text = rules.read_text(encoding="utf-8")
        rules.write_text(text.replace("year = 2022", 'year = 2022\nstate = "preparation"'), encoding="utf-8")
        call_command("load_season", str(folder), verbosity=0)
        season = Season.objects.get(year=2022)
        for team in Team.objects.order_by("pk")[:3]:
            TeamName.objects.create(season=season, team=team, name=f"New {team.name}", colour="#123456")
        CircuitLayout.objects.filter(season=season, circuit__slug="estoril").update(length_m=9999)
        team = Team.objects.create(slug="brand-new", name="Brand New", country="SE")
        driver = Driver.objects.create(slug="new-name", given_name="New", family_name="Name", country="SE")
        Entry.objects.create(season=season, driver=driver, team=team, car="New Car TCR", number=98)
        ring = Circuit.objects.create(
            slug="new-ring", name="New Ring", locality="New", country="SE", timezone="Europe/Stockholm"
        )
        Event.objects.filter(season=season, slug="hungary").update(circuit=ring)
        Article.objects.create(
            season=season, slug="new", title="New", standfirst="New", body="New", day="2022-02-01",
            publish_at="2022-02-01T12:00Z",
        )  # fmt: skip

    return load


def answers(client) -> dict[str, tuple[int, bytes]]:
    found = {}
    for address in ADDRESSES:
        answer = client.get(address)
        body = b"" if answer.streaming else REVISION.sub(b"", answer.content)
        found[address] = (answer.status_code, body)
    return found


@pytest.mark.parametrize("guard", ["", "2022.germany.race-1"])
@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_no_page_and_no_file_knows_of_a_season_in_preparation(client, prepare, guard):
    if guard:
        client.cookies["guard"] = guard
    before = answers(client)
    prepare()
    after = answers(client)
    assert [address for address in ADDRESSES if after[address] != before[address]] == []
    assert after["/2022/"][0] == after["/teams/brand-new/"][0] == after["/drivers/new-name/"][0] == 404


def test_once_opened_it_is_the_newest(client, prepare):
    prepare()
    Season.objects.filter(year=2022).update(state="open")
    assert client.get("/2022/").status_code == client.get("/teams/brand-new/").status_code == 200
    assert client.get("/").context["season"].year == 2022
    assert b"/circuits/new-ring/" in client.get(reverse("sitemap")).content


@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_opened_it_leaves_every_page_of_the_season_before_as_it_was(client, prepare):
    """But for the season's own page, which is no more the home page: it gets an address, and the list of seasons."""
    addresses = [address for address in PAGES if address.startswith("/2021/")]
    before = {address: REVISION.sub(b"", client.get(address).content) for address in addresses}
    prepare()
    Season.objects.filter(year=2022).update(state="open")
    after = {address: REVISION.sub(b"", client.get(address).content) for address in addresses}
    assert [address for address in addresses if after[address] != before[address]] == ["/2021/"]
    assert without_seasons(after["/2021/"]) == without_seasons(before["/2021/"])
    # What 2022 changed stands on its own pages, and on the circuit's and the teams'.
    renamed = TeamName.objects.filter(season__year=2022)
    assert len(renamed) == 3
    teams = client.get("/teams/").content.decode()
    for name in renamed:
        assert escape(name.name) in teams
        assert escape(name.name) in client.get(name.team.get_absolute_url()).content.decode()
    assert "9.999 km" in client.get("/circuits/estoril/").content.decode()
    assert (load_year(2021).event("portugal").circuit.length_m, load_year(2022).event("portugal").circuit.length_m) == (
        4182,
        9999,
    )


def without_seasons(page: bytes) -> list[str]:
    """The lines of a season's own page without its address and the list of seasons."""
    text = re.sub(r'<(?:link rel="(?:canonical|alternate)"|meta property="og:url")[^>]*>', "", page.decode())
    text = re.sub(r'<nav aria-labelledby="seasons">.*?</nav>', "", text, flags=re.DOTALL)
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_a_folder_is_loaded_and_opened_at_once(client, prepare, tmp_path):
    prepare()
    folder = str(tmp_path / "2022")
    assert Season.objects.get(year=2022).state == "preparation"
    # The page that is kept from before gives way.
    assert client.get("/").context["season"].year == 2021
    call_command("load_season", folder, "--replace", "--open", verbosity=0)
    assert Season.objects.get(year=2022).state == "open"
    assert client.get("/").context["season"].year == 2022
