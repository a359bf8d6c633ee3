"""The spoiler guard gives nothing away: nothing of what came later in any word of any page, nobody who joins later.

Two oracles that know nothing of how it is done: words that only later results hold, and pages that stay the same to the
byte when everything later is changed.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db.models import F, Value
from django.db.models.functions import Concat

from championship.formats import gap_text, time_text
from championship.models import (
    Adjustment,
    CalendarChange,
    Entry,
    Penalty,
    Result,
    Session,
)
from championship.season.reading import load_year
from drivers.models import CareerEntry, Driver, Team
from news.models import Article
from tests.championship.season.guarded import END, GERMANY, HUNGARY, SPAIN, START, reader, season_as_of, text, words_of
from tests.crawl import walk
from web.moments import AsOf

pytestmark = pytest.mark.django_db

# Every page at some steps

STEPS = [START, GERMANY, HUNGARY]


def order_of(session: Session) -> tuple:
    return session.event.starts_on, session.event.order, session.order, session.pk


def sides(guard: str) -> tuple[list[Session], list[Session]]:
    """The sessions up to a moment and after it, from the rows."""
    moment = AsOf.parse(guard)
    sessions = sorted(Session.objects.filter(event__season__year=2021).select_related("event"), key=order_of)
    keys = [(session.event.slug, session.slug) for session in sessions]
    seen = keys.index((moment.event, moment.session)) + 1 if moment.session else 0
    return sessions[:seen], sessions[seen:]


def marks(sessions: list[Session]) -> set[str]:
    """What gives results of these sessions away: times, gaps, laps and notes, as pages write them."""
    texts = set()
    for row in Result.objects.filter(classification__session__in=sessions):
        texts |= {time_text(ms) for ms in (row.time_ms, row.fastest_lap_ms) if ms is not None}
        texts |= {gap_text(row.gap_ms, None).lstrip("+")} if row.gap_ms is not None else set()
        texts |= {row.note} if row.note else set()
    return texts


def totals(keys: set[str]) -> set[Decimal]:
    season = load_year(2021)
    return {
        row.points
        for standings in season.standings.values()
        for session, table in zip(season.sessions, standings.tables, strict=True)
        if session.key in keys
        for row in table.rows
    }


def later_words(guard: str) -> tuple[set[str], set[str]]:
    """Texts, and points figures, that only what came later can have brought."""
    seen, later = sides(guard)
    words = {mark for mark in marks(later) - marks(seen) if len(mark) > 3}
    day = seen[-1].date or seen[-1].event.starts_on if seen else date(2021, 6, 2)
    for article in Article.objects.filter(day__gt=day):
        words |= {article.title, article.standfirst}
    words |= {reason for reason in Adjustment.objects.values_list("reason", flat=True) if reason}
    words |= {"is champion", "clinched the title", "Decided here", "out of reach"}
    words |= {line for text in Driver.objects.values_list("firsts", flat=True) for line in text.splitlines() if line}
    numbers = {str(number) for number in Entry.objects.values_list("number", flat=True)}
    keys_seen, keys_later = ({f"{session.event.slug}/{session.code}" for session in side} for side in (seen, later))
    # Above what anyone has by then: smaller figures stand for gaps, places and doors as well.
    most = max(totals(keys_seen), default=Decimal(0))
    figures = {f"{points.normalize():f}" for points in totals(keys_later) if points > max(most, 60)}
    return words, figures - numbers


@pytest.mark.parametrize("guard", STEPS)
def test_no_word_of_any_page_tells_what_came_later(guard):
    words, figures = later_words(guard)
    assert len(words) > 60
    assert len(figures) > 20
    pages, statuses = walk(reader(guard))
    assert set(statuses.values()) <= {200, 302}
    assert len(pages) > 90
    given_away = []
    for address, page in pages.items():
        read = words_of(page.html)
        given_away += [(address, word) for word in words if word in read]
        # Without shares, sources’ addresses, which are full of figures, and the points that are still to be given.
        read = re.sub(r"\S+/\S+|(\d+ of the )?\d+ points left", " ", read)
        points = set(re.findall(r"(?<![\w.:,+/–-])\d++(?![.:,–]\d|%)", read))
        given_away += [(address, figure) for figure in figures & points]
        assert not page.faults, (address, page.faults)
    assert given_away == []
    # The whole site does give it away: the words are the right ones.
    whole = " ".join(text(reader(), address) for address in ("/", "/news/", "/2021/russia/race-1/", "/about/"))
    assert sum(word in whole for word in words) > 10


def change_everything_later(guard: str) -> None:
    """As if all that came after the moment had gone another way."""
    seen, later = sides(guard)
    # What is published stays, so the lines are not changed: others take their place.
    lines = list(Result.objects.filter(classification__session__in=later))
    Result.objects.filter(classification__session__in=later)._raw_delete("default")
    for line in lines:
        line.position = line.time_ms = line.gap_ms = line.gap_laps = line.grid = None
        line.status, line.fastest_lap_ms, line.laps = "disqualified", 12_345, 77
        line.note, line.source, line.basis = "Changed", "Changed", "derived"
    Result.objects.bulk_create(lines)
    Penalty.objects.filter(session__in=later).update(reason="Changed", kind="unknown", places=None, seconds=None)
    Session.objects.filter(pk__in=[session.pk for session in later]).update(laps_run=77)
    Adjustment.objects.filter(after__in=later).update(points=F("points") + 500, reason="Changed", source="Changed")
    day = seen[-1].date if seen else date(2021, 6, 2)
    CalendarChange.objects.filter(announced_on__gt=day).update(reason="Changed", source="Changed")
    Article.objects.filter(day__gt=day).update(title=Concat(Value("Changed "), F("title")), standfirst="Changed")
    Driver.objects.update(lead="Changed", firsts="Changed", career_kept_to=1999)
    Team.objects.update(lead="Changed")
    CareerEntry.objects.filter(last_year__gte=2021).update(detail="Changed", team="Changed")


def test_pages_do_not_depend_on_what_came_later():
    guard = GERMANY
    before, _ = walk(reader(guard))
    change_everything_later(guard)
    cache.clear()
    assert b"Changed" in reader().get("/news/").content
    after, _ = walk(reader(guard))
    assert list(after) == list(before)
    assert [address for address in before if after[address].html != before[address].html] == []


# Who is entered


def later_names(guard: str) -> tuple[set[str], set[str]]:
    """Drivers and teams who are on no entry list by then, from the rows."""
    seen, later = sides(guard)
    reached = {session.event_id for session in seen}
    out = reached | {next(session.event_id for session in later if session.event_id not in reached)}
    entries = Entry.objects.filter(season__year=2021)
    known = entries.filter(event_entries__event__in=out)
    return tuple(
        set(entries.values_list(f"{kind}__slug", flat=True)) - set(known.values_list(f"{kind}__slug", flat=True))
        for kind in ("driver", "team")
    )


def test_an_entry_is_known_once_its_list_is_out():
    whole = load_year(2021)
    for guard, lists in (
        (START, {"germany"}),
        (GERMANY, {"germany", "portugal"}),
        (SPAIN, {"germany", "portugal", "spain", "hungary"}),
    ):
        season = season_as_of(guard)
        assert {event.slug for event in season.listed} == lists
        drivers, teams = later_names(guard)
        assert drivers
        assert set(season.drivers) == set(whole.drivers) - drivers
        assert set(season.teams) == set(whole.teams) - teams
        assert {event for entry in season.entries for event in entry.numbers} == {event.id for event in season.listed}
    assert season_as_of(END).entries == whole.entries


@pytest.mark.parametrize("guard", STEPS)
def test_who_joins_later_is_not_there_yet(guard):
    drivers, teams = later_names(guard)
    client = reader(guard)
    for kind, names in (("drivers", drivers), ("teams", teams)):
        for name in names:
            response = client.get(f"/{kind}/{name}/")
            assert response.status_code == 404
            assert "Show everything" in words_of(response.content.decode())
            assert reader().get(f"/{kind}/{name}/").status_code == 200
    for driver in Driver.objects.filter(slug__in=drivers):
        assert f'"/drivers/{driver.slug}/"' not in client.get("/search/", {"q": driver.family_name}).content.decode()
        assert client.get(f"/drivers/compare/jessica-backman/{driver.slug}/").status_code == 404
        assert driver.family_name not in text(client, "/drivers/")


def test_before_the_first_session_nothing_tells_who_comes_and_goes():
    client = reader(START)
    grid = text(client, "/drivers/")
    count = Entry.objects.filter(event_entries__event__slug="germany").values("driver").distinct().count()
    assert f"{count} drivers" in grid
    assert not re.search(r"wildcard in (?!GER)|\b(POR|ESP|ITA|HUN|CZE|FRA|RUS)\b", grid)
    assert "by place" not in text(client, "/teams/")
    assert "by place in the teams’ title" in text(reader(GERMANY), "/teams/")
    hungary = text(client, "/2021/hungary/")
    assert "The entry list is not out yet." in hungary
    assert "Michelisz" not in hungary
    assert "Michelisz" in text(client, "/2021/germany/")
    assert "not out yet" not in text(reader(), "/2021/hungary/")


def test_two_who_have_yet_to_meet_are_not_said_to_have_missed_each_other():
    address = "/drivers/compare/andreas-backman/jessica-backman/"
    assert "They have not raced against each other yet." in text(reader(START), address)
    assert "never" not in text(reader(START), address)


def test_a_circuit_is_raced_on_once_a_race_was_run_there():
    start, later = text(reader(START), "/circuits/"), text(reader(GERMANY), "/circuits/")
    assert "No circuit has been raced on yet. Eight are on the calendar." in re.sub(r"\s+", " ", start)
    assert "Raced on" not in start
    assert "One circuit raced on. Seven are on the calendar." in re.sub(r"\s+", " ", later)
    assert "On the calendar" not in text(reader(), "/circuits/")


def test_a_story_leads_to_nobody_who_joins_later():
    story = Article.objects.published().filter(season__year=2021).order_by("day").first()
    story.drivers.add(Driver.objects.get(slug="petr-fulin"), Driver.objects.get(slug="rob-huff"))
    address = story.get_absolute_url()
    page = reader(GERMANY).get(address).content.decode()
    assert '"/drivers/rob-huff/"' in page
    assert "petr-fulin" not in page
    assert '"/drivers/petr-fulin/"' in reader().get(address).content.decode()
