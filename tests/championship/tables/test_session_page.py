"""One session as a reader gets it: its classification, what was published before, and what it did."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import html5lib
import pytest
from django.conf import settings
from django.core.management import call_command

from championship.models import Classification, EventEntry, Penalty, Result, Session
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from championship.tables.session import podium_sentence

pytestmark = pytest.mark.django_db

NS = "{http://www.w3.org/1999/xhtml}"
SOCHI_1 = "/2021/russia/race-1/"


def tree(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200, address
    return html5lib.parse(response.content.decode())


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def result_rows(page) -> list[list[str]]:
    """The cells of the classification; the team's name under a driver's is left out."""
    table = next(page.iter(f"{NS}table"))
    rows = []
    for row in table.find(f"{NS}tbody"):
        if row.get("class") != "why":
            rows.append([words(next(cell.iter(f"{NS}a"))) if cell.tag == f"{NS}th" else words(cell) for cell in row])
    return rows


def section(page, heading: str) -> str:
    for part in page.iter(f"{NS}section"):
        if words(next(part.iter(f"{NS}h2"))) == heading:
            return words(part)
    raise AssertionError(f"no section {heading}")


def session_of(event: str, code: str) -> Session:
    return Session.objects.get(event__season__year=2021, event__slug=event, code=code)


def test_the_head_says_status_number_and_podium(client):
    page = words(tree(client, SOCHI_1))
    assert "Official Classification 2 of 2." in page
    assert "Azcona won by 1.403 s from Vernay and Magnus, after Vervisch lost third place to a penalty." in page
    assert "28 November 2021, 12:15 Moscow time, UTC+3" in page
    assert "11 laps, 9 planned." in page


def test_places_first_then_those_without_one_and_the_gap_is_named(client):
    rows = result_rows(tree(client, SOCHI_1))
    assert [row[0] for row in rows] == [
        *map(str, range(1, 16)), "16th is not on record.", "17", "n/r", "n/r", "n/r", "Ret", "Ret", "DNS",
    ]  # fmt: skip
    assert rows[2] == ["3", "Gilles Magnus", "Comtoyou Audi", "+2.737", "11", "16"]


def test_what_the_columns_do_not_say_stands_below(client):
    page = words(tree(client, SOCHI_1))
    assert "Fastest lap: Rob Huff, 2:33.452." in page
    assert "Pole: Gilles Magnus." in page
    assert "Coronel, Ladygin and Mityaev: Finished 16th to 19th; the order is not on record." in page


def test_penalties_have_the_place_on_the_road(client):
    penalties = section(tree(client, SOCHI_1), "Penalties")
    assert "Frédéric Vervisch: 5 seconds. 3rd on the road, 6th in the result." in penalties
    assert "Néstor Girolami: Three places back on the grid." in penalties


def test_a_penalty_without_a_reason_has_none_in_swedish_either(client):
    penalties = section(tree(client, "/sv/2021/germany/race-1/"), "Bestraffningar")
    assert "Luca Engstler: 5 sekunder. 14:e på banan, 17:e i resultatet." in penalties


def test_classifications_are_shown_as_differences(client):
    text = section(tree(client, SOCHI_1), "Classifications")
    assert "2 Official time not on record" in text
    assert "Magnus43+3" in text.replace(" ", "")
    assert "Vervisch36−6" in text.replace(" ", "")
    assert "Azcona" not in text
    assert "The order before the penalties, worked out from the places on the road." in text


def test_a_new_classification_says_who_when_and_why(client):
    session = session_of("russia", "R2")
    lines = [
        Line(row.event_entry_id, row.position, row.status)
        for row in Result.objects.filter(classification__session=session, classification__number=2).order_by("order")
    ]
    first, second = lines[0], lines[1]
    lines[0] = Line(second.event_entry, 1)
    lines[1] = Line(first.event_entry, 2)
    publish(
        session,
        lines,
        status=Classification.Status.PROVISIONAL,
        by="Race control",
        reason="Contact on the last lap",
        at=datetime(2021, 11, 28, 13, 30, tzinfo=UTC),
    )
    page = tree(client, "/2021/russia/race-2/")
    text = section(page, "Classifications")
    assert "28 November 2021, 16:30, published by Race control" in text
    assert "Contact on the last lap" in text
    assert "Vervisch21+5Huff12−5" in text.replace(" ", "")
    assert "Provisional Classification 3 of 3. Vervisch won from Huff and Berthon" in words(page)
    assert result_rows(page)[0][1] == "Frédéric Vervisch"


def test_what_it_did_to_the_titles(client):
    text = section(tree(client, SOCHI_1), "What it did to the titles")
    assert "Decided here: Ehrlacher is out of reach with 25 points left." in text
    assert "Ehrlacher leads Vervisch by 38 points, 213 to 175." in text
    assert "Magnus leads Engstler by 24 points, 371 to 347." in text
    # The trophy's table is complete after the last race only.
    assert "Trophy" not in text
    last = section(tree(client, "/2021/russia/race-2/"), "What it did to the titles")
    assert "Decided here: Engstler wins it. Engstler ends one point ahead of Magnus, 372 to 371." in last


def test_no_leader_is_drawn_from_a_table_on_record_so_far(client):
    text = section(tree(client, "/2021/portugal/race-2/"), "What it did to the titles")
    assert "Drivers" in text
    assert "Junior" not in text


def test_a_title_shows_its_own_order_and_points(client):
    page = tree(client, "/2021/hungary/race-2/?title=junior")
    assert result_rows(page) == [
        ["1", "9", "Gilles Magnus", "Comtoyou Audi", "15", "25"],
        ["2", "15", "Luca Engstler", "Engstler Hyundai", "15", "20"],
        ["3", "19", "Bence Boldizs", "Zengő Academy", "15", "16"],
        ["4", "21", "Jessica Bäckman", "Target", "", "13"],
    ]
    assert "On record so far" in words(page)
    # Pole is the race's, whoever took it.
    assert "Pole: Gilles Magnus." in words(tree(client, "/2021/russia/race-1/?title=trophy"))
    assert "Pole: Yvan Muller." in words(tree(client, "/2021/russia/race-2/?title=junior"))


def test_a_title_that_the_session_gave_nothing_in_is_not_offered(client):
    page = tree(client, "/2021/portugal/qualifying-3/")
    tabs = [words(nav) for nav in page.iter(f"{NS}nav") if nav.get("aria-label") == "Points of a title"]
    assert tabs == ["Drivers Teams"]


def test_htmx_gets_the_result_alone(client):
    response = client.get(
        "/2021/hungary/race-2/?title=teams", headers={"HX-Request": "true", "HX-Target": "session-result"}
    )
    text = response.content.decode()
    assert "<html" not in text
    assert text.lstrip().startswith("<title>Race 2, Race of Hungary 2021")
    assert 'href="/2021/hungary/race-2/?title=teams"' in text


def test_sources_are_listed_once_and_what_they_carry_is_counted(client):
    page = tree(client, SOCHI_1)
    fold = next(details for details in page.iter(f"{NS}details") if details.get("class") == "fold")
    text = words(fold)
    assert (
        "Nine results are given by two sources; ten are given by one source; three are worked out. "
        "Worked out from the places left." in text
    )
    links = [link.get("href") for link in fold.iter(f"{NS}a")]
    assert links
    assert len(links) == len(set(links))
    # How a place was worked out is no source.
    assert text.startswith(f"{len(links)} sources kept here")
    # What is not an address, or a shortened one, leads nowhere.
    assert all(link.startswith("http") and "…" not in link for link in links)


def test_missing_places_of_qualifying_are_said(client):
    rows = result_rows(tree(client, "/2021/portugal/qualifying-1/"))
    assert [row[0] for row in rows][5:8] == ["6", "7th to 12th are not on record.", "13"]
    assert rows[-1] == ["The rest is not on record."]
    assert [row[0] for row in result_rows(tree(client, "/2021/portugal/qualifying-3/"))] == ["1", "2", "3", "4", "5"]


def test_a_practice_says_that_its_results_are_not_on_record(client):
    page = tree(client, "/2021/russia/practice-1/")
    assert "The results of this practice are not on record." in words(page)
    assert not list(page.iter(f"{NS}table"))
    assert client.get("/2021/russia/practice-1.csv").status_code == 404


def test_a_code_leads_to_the_address(client):
    for address in ("/2021/germany/R1/", "/2021/germany/r1/"):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == "/2021/germany/race-1/"
    assert client.get("/2021/germany/R9/").status_code == 404
    assert client.get("/2021/nowhere/race-1/").status_code == 404


def test_the_pager_passes_over_practices(client):
    page = tree(client, "/2021/portugal/qualifying-1/")
    links = {link.get("rel"): link.get("href") for link in page.iter(f"{NS}a") if link.get("rel")}
    assert links == {"prev": "/2021/germany/race-2/", "next": "/2021/portugal/qualifying-2/"}


def test_a_session_to_come_has_no_empty_table(client):
    session = session_of("russia", "R2")
    Classification.objects.filter(session=session).delete()
    Session.objects.filter(pk=session.pk).update(state=Session.State.SCHEDULED)
    page = tree(client, "/2021/russia/race-2/")
    assert "This session has not been run yet." in words(page)
    assert not list(page.iter(f"{NS}table"))
    Session.objects.filter(pk=session.pk).update(state=Session.State.CANCELLED)
    assert "This session was cancelled." in words(tree(client, "/2021/russia/race-2/"))


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ({"kind": "disqualification", "reason": "Underweight."}, "Disqualified: Underweight."),
        ({"kind": "time", "seconds": 1}, "1 second."),
        ({"kind": "time", "seconds": "1.5"}, "1.5 seconds."),
        ({"kind": "drive-through", "seconds": 30}, "A drive-through, turned into 30 seconds."),
        ({"kind": "time"}, "A time penalty, its length not on record."),
        ({"kind": "grid", "places": 1}, "One place back on the grid."),
        ({"kind": "places", "places": 3, "position_after": 8}, "Three places in the result. 8th in the result."),
        ({"kind": "lap-deleted", "position_before": 4}, "A lap deleted. 4th on the road."),
        ({"kind": "points", "points": 1}, "1 point taken."),
        (
            {"kind": "points", "points": "7.5", "reason": "Late for scrutineering"},
            "7.5 points taken: Late for scrutineering.",
        ),
        ({"kind": "unknown"}, "A penalty, its kind not on record."),
    ],
)
def test_every_kind_of_penalty_has_its_sentence(client, decision, sentence):
    session = session_of("france", "R2")
    entry = EventEntry.objects.get(event=session.event, driver__slug="rob-huff")
    Penalty.objects.create(session=session, event_entry=entry, **decision)
    assert f"Rob Huff: {sentence}" in section(tree(client, "/2021/france/race-2/"), "Penalties")


def test_the_file_has_the_same_rows(client):
    text = client.get("/2021/russia/race-1.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    on_page = [row for row in result_rows(tree(client, SOCHI_1)) if len(row) > 1]
    assert [row["name"] for row in rows] == [row[1] for row in on_page]
    assert [row["points"] for row in rows[:3]] == ["25", "20", "16"]
    data = client.get("/2021/russia/race-1.json").json()
    assert (data["classification"], data["status"], data["session"]) == (2, "official", "R1")


def test_fractional_points_and_a_bonus_of_another_series(client):
    call_command("load_season", str(settings.BASE_DIR / "tests" / "seasons" / "club-2030"), verbosity=0)
    season = load_year(2030)
    race = season.event("spring").races[0]
    rows = {row[1]: row[-1] for row in result_rows(tree(client, race.get_absolute_url())) if len(row) > 1}
    assert rows["Cem Aydin"] == "12.5"
    assert rows["Bruno Falk"] == "19"


def chips_of(page) -> dict[str, list[str]]:
    """What stands in frames beside each driver's name."""
    heads = [head for head in page.iter(f"{NS}th") if head.get("scope") == "row"]
    return {
        words(next(head.iter(f"{NS}a"))): [
            words(part) for part in head.iter(f"{NS}span") if (part.get("class") or "").startswith("chip ")
            or part.get("class") == "chip"
        ]
        for head in heads
        if any(True for _link in head.iter(f"{NS}a"))
    }  # fmt: skip


def test_chips_say_what_is_on_record_beside_the_name(client):
    chips = chips_of(tree(client, SOCHI_1))
    assert chips["Frédéric Vervisch"] == ["+5 s", "3rd on the road"]
    assert chips["Gilles Magnus"] == ["from pole ▼down 2"]
    assert chips["Néstor Girolami"] == ["3 grid places"]
    assert chips["Rob Huff"] == ["fastest lap 2:33.452"]
    assert chips["Kirill Ladygin"] == ["wildcard"]
    assert chips["Mikel Azcona"] == []


def test_a_withdrawn_penalty_is_no_chip(client):
    Penalty.objects.filter(session=session_of("russia", "R1")).update(withdrawn_reason="The video shows no contact")
    assert chips_of(tree(client, SOCHI_1))["Frédéric Vervisch"] == []


def test_a_margin_that_is_not_on_record_is_not_said():
    season = load_year(2021)
    race = season.session("russia", "race-1")
    classification = season.classifications[race.id]
    lines = [line._replace(gap_ms=None) for line in classification.lines]
    season = replace(season, classifications={race.id: replace(classification, lines=lines)})
    assert podium_sentence(season, race, []) == "Azcona won from Vernay and Magnus."


def turning_points(page) -> list[str]:
    return [words(part) for part in page.iter(f"{NS}section") if "decided" in (part.get("class") or "")]


def test_every_title_that_was_decided_is_shown_where_it_was(client):
    drivers, teams = turning_points(tree(client, SOCHI_1))
    assert "Ehrlacher is champion" in drivers
    assert "Teams: Cyan Racing is champion" in teams
    (junior,) = turning_points(tree(client, "/2021/russia/race-2/"))
    assert "Junior: Engstler is champion" in junior


def test_a_title_led_anew_is_shown_where_it_was(client):
    points = turning_points(tree(client, "/2021/portugal/race-2/"))
    assert any("A new leader" in point for point in points)


def test_the_race_number_is_read_aloud(client):
    page = tree(client, SOCHI_1)
    labels = [part.get("aria-label") for part in page.iter() if "roundel" in (part.get("class") or "")]
    assert "number 96" in labels


@pytest.mark.parametrize(
    ("state", "badge"),
    [("live", "Live"), ("cancelled", "Cancelled"), ("postponed", "Postponed")],
)
def test_a_session_without_a_result_says_its_state_in_its_head(client, state, badge):
    Session.objects.filter(pk=session_of("germany", "FP1").pk).update(state=state)
    page = tree(client, "/2021/germany/practice-1/")
    assert badge in [words(part) for part in page.iter(f"{NS}span") if (part.get("class") or "").startswith("badge")]
    assert ("Follow it live" in words(page)) == (state == "live")
