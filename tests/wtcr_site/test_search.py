"""Search: what is found, in which order, what a reader may not see, and the table of folded text behind it."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from championship.models import Circuit, Event, Season
from drivers.models import Driver, Team
from news.models import Article
from tests.markup import squeezed
from web.models import FoldedText
from web.triggers import registry
from web.triggers.folded import FOLDS, fold, sources

pytestmark = pytest.mark.django_db
KINDS = ("driver", "event", "team", "circuit", "story")


def found(client, text, **more) -> dict[str, list[str]]:
    """What the page lists, by kind; the headings in the order of the page."""
    page = squeezed(client.get("/search/", {"q": text, **more}).content.decode())
    sections = re.findall(r'aria-labelledby="found-(\w+)">(.*?)</section>', page, re.DOTALL)
    name = r'<a (?:class="rows__title" )?href="[^"]+">([^<]+)</a>'
    return {kind: re.findall(name, part) for kind, part in sections if kind in KINDS}


def status(client, text) -> str:
    page = client.get("/search/", {"q": text}).content.decode()
    return re.search(r'<p id="search-count">(.*?)</p>', page)[1]


# What is found


@pytest.mark.parametrize("text", ["backman", "Bäckman", "BÄCKMAN", "ba\u0308ckman", "  backman ", "Backm"])
def test_accents_and_capitals_do_not_matter(client, text):
    assert found(client, text)["driver"] == ["Andreas Bäckman", "Jessica Bäckman"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("nestor", "driver", "Néstor Girolami"),
        ("bjork", "driver", "Thed Björk"),
        ("jean karl", "driver", "Jean-Karl Vernay"),
        ("karl jean-", "driver", "Jean-Karl Vernay"),
        ("zengo", "team", "Zengő Motorsport"),
        ("sochi", "event", "Race of Russia"),
        ("sochi", "circuit", "Sochi Autodrom"),
        ("russia sochi 2021", "event", "Race of Russia"),
        ("ger", "event", "Race of Germany"),
        ("Two Backmans", "story", "Two Bäckmans step up"),
        ("czech most", "event", "Race of Czech Republic"),
        ("68", "driver", "Yann Ehrlacher"),
        ("26 backman", "driver", "Jessica Bäckman"),
        # In the text alone.
        ("barcelona croft", "story", "Two Bäckmans step up"),
    ],
)
def test_every_kind_is_found_by_its_words(client, text, kind, name):
    assert any(one.startswith(name) for one in found(client, text)[kind])


@pytest.mark.parametrize("guard", ["", "2021.hungary.race-2"])
@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("tjeckien", "event", "Tjeckiens deltävling"),
        ("Tjeckiens deltävling", "event", "Tjeckiens deltävling"),
        ("tyskland", "circuit", "Nürburgring Nordschleife"),
        ("germany", "event", "Tysklands deltävling"),
    ],
)
def test_events_and_circuits_are_found_by_their_names_in_the_readers_language(client, guard, text, kind, name):
    if guard:
        client.cookies["guard"] = guard
    page = client.get("/sv/search/", {"q": text}).content.decode()
    section = page.partition(f'aria-labelledby="found-{kind}"')[2].partition("</section>")[0]
    assert re.findall(r'<a class="rows__title" href="[^"]+">([^<]+)</a>', section)[0] == name


def test_a_door_number_is_that_of_the_newest_season_as_far_as_the_reader_knows(client):
    assert found(client, "26")["driver"] == ["Jessica Bäckman"]
    assert "driver" not in found(client, "6")
    assert found(client, "20")["driver"] == ["Kirill Ladygin"]
    client.cookies["guard"] = "2021.germany.race-1"
    assert "driver" not in found(client, "20")
    assert found(client, "26")["driver"] == ["Jessica Bäckman"]


def test_every_word_must_be_in_it(client):
    assert found(client, "andreas backman")["driver"] == ["Andreas Bäckman"]
    assert "driver" not in found(client, "andreas ehrlacher")


def test_names_that_begin_with_it_come_first(client):
    for family, given in (("Amtil", "Zoe"), ("Zed", "Til"), ("Tilman", "Zac"), ("Stille", "Axel")):
        Driver.objects.create(slug=family.lower(), given_name=given, family_name=family)
    assert found(client, "til", only="driver")["driver"][:3] == ["Til Zed", "Zac Tilman", "Zoe Amtil"]
    assert found(client, "til", only="driver")["driver"][-1] == "Attila Tassi"


def test_five_of_each_kind_in_the_order_of_the_page_and_a_way_to_all(client):
    listed = found(client, "a")
    assert list(listed) == ["driver", "event", "team", "circuit", "story"]
    assert {len(names) for names in listed.values()} == {5}
    page = client.get("/search/", {"q": "a"}).content.decode()
    count = int(re.search(r'href="/search/\?q=a&amp;only=driver">All (\d+) drivers', page)[1])
    everyone = found(client, "a", only="driver")
    assert list(everyone) == ["driver"]
    assert len(everyone["driver"]) == count == sum("a" in fold(str(one)) for one in Driver.objects.all())


@pytest.mark.parametrize("only", ["nonsense", "circuit"])
def test_a_kind_that_has_nothing_is_no_choice(client, only):
    assert list(found(client, "backman", only=only)) == ["driver", "story"]


def test_it_says_how_many(client):
    assert status(client, "girolami boat") == "Nothing found for “girolami boat”."
    assert re.fullmatch(r"\d+ pages found for “backman”\.", status(client, "backman"))
    Circuit.objects.create(slug="x", name="Xyzzy Park", timezone="UTC")
    assert status(client, "xyzzy") == "1 page found for “xyzzy”."


def test_nothing_found_offers_the_drivers(client):
    page = squeezed(client.get("/search/", {"q": "zzz"}).content.decode())
    assert "Nothing found for “zzz”." in page
    assert found(client, "zzz") == {}
    entered = set(Season.objects.get().entries.values_list("driver__slug", flat=True))
    assert set(re.findall(r'<li><a href="/drivers/([-a-z]+)/"', page)) == entered


@pytest.mark.parametrize("text", ["%", "_", "b_ckman", "back%man", "\\", "100%", "'", '"', "';--", "[a]"])
def test_the_signs_of_like_are_letters_like_others(client, text):
    assert "driver" not in found(client, text)
    Driver.objects.filter(slug="rob-huff").update(family_name=f"Huff {text}")
    names = re.findall(r'href="/drivers/rob-huff/"', client.get("/search/", {"q": text}).content.decode())
    assert names


@pytest.mark.parametrize("text", ["", "   ", "\0", "\n\t"])
def test_no_question_shows_where_to_look(client, text):
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    assert status(client, text) == ""
    assert 'href="/circuits/"' in response.content.decode()


@pytest.mark.parametrize("text", ["a" * 81, "a b c d e f g", "a" * 50_000])
def test_a_long_question_asks_for_a_short_one_and_costs_nothing(client, text, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        response = client.get("/search/", {"q": text})
    assert "Search for a name or a few words." in response.content.decode()
    assert len(response.content) < 20_000


def test_a_question_is_shown_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_is_focused_on_its_box_and_no_search_engine_keeps_it(client):
    page = squeezed(client.get("/search/").content.decode())
    assert re.search(r'<input type="search" id="q" name="q"[^>]* autofocus', page)
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/search/"' in client.get("/").content.decode()


def test_as_you_type_the_answer_is_the_list_and_how_many(client):
    headers = {"HX-Request": "true", "HX-Target": "search-results"}
    piece = client.get("/search/", {"q": "backman"}, headers=headers).content.decode()
    assert piece.lstrip().startswith("<title>Search: backman")
    assert '<p id="search-count" data-hx-swap-oob="innerHTML">9 pages found for “backman”.</p>' in piece
    assert "Andreas Bäckman" in piece
    assert "<input" not in piece


def test_one_question_is_not_answered_with_another(client):
    assert found(client, "backman") != found(client, "ehrlacher")
    assert found(client, "backman")["driver"] == ["Andreas Bäckman", "Jessica Bäckman"]


# What readers may see


def story(**given):
    season = Season.objects.get(year=2021)
    given = {"title": "A quincunx at dawn", "standfirst": "Short.", "body": "Text.", "slug": "q", **given}
    return Article.objects.create(season=season, **{"day": date(2021, 8, 1), **given})


def test_drafts_are_not_found_and_plans_are_when_they_are_out(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    story()
    story(slug="q2", title="The second quincunx", publish_at=now + timedelta(minutes=5))
    assert found(client, "quincunx") == {}
    time_machine.move_to(now + timedelta(minutes=5, seconds=1), tick=False)
    assert found(client, "quincunx") == {"story": ["The second quincunx"]}


@pytest.fixture
def guarded(client):
    client.cookies["guard"] = "2021.germany.race-1"
    return client


def test_the_guard_hides_later_stories(guarded):
    story(publish_at=timezone.now())
    assert found(guarded, "ehrlacher is champion") == {}
    assert found(guarded, "quincunx") == {}
    assert found(guarded, "two backmans")["story"][0] == "Two Bäckmans step up"


def test_the_guard_hides_events_and_circuits_that_were_added_later(guarded, client):
    assert found(guarded, "sochi") == {}
    assert "Race of Russia" not in str(found(guarded, "race", only="event"))
    # Called off later, it was still to come.
    page = guarded.get("/search/", {"q": "macau"}).content.decode()
    assert "Race of Macau" in page
    assert "cancelled" not in page
    guarded.cookies.clear()
    assert "cancelled" in client.get("/search/", {"q": "macau"}).content.decode()
    assert found(client, "sochi")["event"] == ["Race of Russia"]


def test_an_event_that_moved_later_is_found_where_it_was_to_be(guarded):
    event = Event.objects.get(season__year=2021, slug="italy")
    was = Circuit.objects.create(slug="old-oval", name="Old Oval", timezone="Europe/Rome")
    event.changes.create(
        announced_on=date(2021, 9, 1), what="circuit", before=was.slug, after=event.circuit.slug, reason="Flooded"
    )
    Event.objects.filter(pk=event.pk).update(announced_circuit=was)
    assert found(guarded, "old oval") == {"event": ["Race of Italy"], "circuit": ["Old Oval"]}
    assert "event" not in found(guarded, event.circuit.name)


def test_the_guard_hides_who_came_in_a_later_year(guarded, client):
    later = Season.objects.create(year=2022, name="Later", short_name="L")
    team = Team.objects.create(slug="newcomers", name="Newcomers Racing")
    driver = Driver.objects.create(slug="nina-newcomer", given_name="Nina", family_name="Newcomer")
    later.entries.create(driver=driver, team=team, number=1)
    assert found(guarded, "newcomer") == {}
    guarded.cookies.clear()
    assert found(client, "newcomer") == {"driver": ["Nina Newcomer"], "team": ["Newcomers Racing"]}


# The table of folded text


def test_the_database_folds_every_letter_as_the_question_is_folded():
    letters = "".join(FOLDS) + "ABCXYZabcxyz0189 ΩЖ語%_'\""
    Team.objects.filter(slug="bb").delete()
    team = Team.objects.create(slug="letters", name=letters[:110], short_name=letters[110:150])
    rest = story(body=letters)
    texts = dict(FoldedText.objects.filter(row__in=[team.pk, rest.pk]).values_list("kind", "text"))
    assert texts["team"] == fold(f"{team.name} {team.short_name}")
    assert texts["story"] == fold(f"{rest.title} {rest.kicker} {rest.standfirst} {letters}")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bäckman", "backman"), ("Ba\u0308ckman", "backman"), ("Zengő", "zengo"), ("Néstor", "nestor"),
        ("Björk", "bjork"), ("Straße", "strasse"), ("ÆØÅ", "aeoa"), ("Łódź", "lodz"), ("Țurcanu", "turcanu"),
        ("drivers’", "drivers'"), ("3–5", "3-5"), ("語", "語"),
    ],
)  # fmt: skip
def test_what_folding_does(text, folded):
    assert fold(text) == folded


def expected() -> dict[tuple[str, int], str]:
    return {
        (kind, row.pk): fold(" ".join(getattr(row, column) for column in columns))
        for kind, (model, columns) in sources().items()
        for row in model.objects.all()
    }


def kept() -> dict[tuple[str, int], str]:
    return {(kind, row): text for kind, row, text in FoldedText.objects.values_list("kind", "row", "text")}


def test_a_new_site_has_every_text():
    assert kept() == expected()
    assert {kind for kind, _row in kept()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_way_to_write_goes_round_the_table(kind):
    model, (column, *_others) = sources()[kind]
    row = model.objects.order_by("pk").first()
    setattr(row, column, "Sävéd")
    row.save()
    assert "saved" in kept()[kind, row.pk]
    model.objects.filter(pk=row.pk).update(**{column: "Ùpdated"})
    assert "updated" in kept()[kind, row.pk]
    setattr(row, column, "Bülk")
    model.objects.bulk_update([row], [column])
    assert "bulk" in kept()[kind, row.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = 'Ràw' WHERE id = %s", [row.pk])
    assert "raw" in kept()[kind, row.pk]
    assert kept() == expected()


def test_rows_come_and_go_with_what_they_are_about():
    made = Driver.objects.bulk_create([Driver(slug=f"new-{n}", family_name=f"Ñew {n}") for n in range(3)])
    assert [kept()["driver", one.pk].strip() for one in made] == ["new 0", "new 1", "new 2"]
    Driver.objects.filter(pk=made[0].pk).delete()
    assert ("driver", made[0].pk) not in kept()
    # A cascade: the stories go with their season.
    Season.objects.create(year=1999, name="Old", short_name="O")
    old = story()
    Article.objects.filter(pk=old.pk).update(season=Season.objects.get(year=1999))
    assert ("story", old.pk) in kept()
    Season.objects.get(year=1999).delete()
    assert ("story", old.pk) not in kept()
    assert kept() == expected()


def test_after_a_migration_every_text_is_there_again():
    registry.make_way(plan=["a migration"])
    Driver.objects.filter(slug="rob-huff").update(family_name="Rébuilt")
    assert kept() != expected()
    registry.install()
    assert kept() == expected()
    Driver.objects.filter(slug="rob-huff").update(family_name="Lätër")
    assert kept() == expected()


A_TEAM = (
    "INTO drivers_team (id, slug, name, short_name, country, colour, lead, lead_sv) "
    "VALUES (%s, 'other', 'Ôther', '', '', '#000000', '', '')"
)
ON_CONFLICT = {
    "sqlite": {"replace": f"INSERT OR REPLACE {A_TEAM}", "ignore": f"INSERT OR IGNORE {A_TEAM}"},
    "postgresql": {
        "replace": f"INSERT {A_TEAM} ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
        "ignore": f"INSERT {A_TEAM} ON CONFLICT DO NOTHING",
    },
}


@pytest.mark.parametrize("how", ["replace", "ignore"])
def test_what_becomes_of_a_conflict_in_a_write_is_not_the_tables(how):
    team = Team.objects.create(slug="again", name="Once")
    FoldedText.objects.filter(kind="team", row=team.pk + 1).delete()
    FoldedText.objects.create(kind="team", row=team.pk + 1, text="left over")
    with connection.cursor() as cursor:
        cursor.execute(ON_CONFLICT[connection.vendor][how], [team.pk + 1])
    assert kept()["team", team.pk + 1].strip() == "other"


def test_a_search_writes_nothing(client):
    before = kept()
    client.get("/search/", {"q": "backman"})
    assert kept() == before
