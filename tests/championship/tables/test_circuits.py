"""The circuits as a reader sees them, over all seasons."""

import csv
import io
import shutil
from datetime import date

import pytest
from django.core.management import call_command

from championship.formats import length_text, place_name
from championship.models import CalendarChange, Circuit, CircuitLayout, Session
from tests.drivers.pages import by_class, links, page_of, section, text_of
from tests.published import publish_again

pytestmark = pytest.mark.django_db


def table_of(page) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in page.find(".//tbody")]


def facts_of(page) -> dict[str, str]:
    return {text_of(tile.find("dt")): text_of(tile.find("dd")) for facts in by_class(page, "tiles") for tile in facts}


def cards_of(page, heading: str) -> dict[str, str]:
    return {text_of(card.find("h3")): text_of(by_class(card, "circuit__events")[0]) for card in cards(page, heading)}


def cards(page, heading: str):
    return by_class(section(page, heading), "circuit")


def test_the_index_parts_those_raced_on_from_those_that_lost_their_event(client):
    page = page_of(client, "/circuits/")
    assert cards_of(page, "Raced on") == {
        "Nürburgring Nordschleife": "Race of Germany 2021",
        "Circuito do Estoril": "Race of Portugal 2021",
        "MotorLand Aragón": "Race of Spain 2021",
        "Hungaroring": "Race of Hungary 2021",
        "Autodrom Most": "Race of Czech Republic 2021",
        "Circuit Pau-Arnos": "Race of France 2021",
        "Adria International Raceway": "Race of Italy 2021",
        "Sochi Autodrom": "Race of Russia 2021",
    }
    assert cards_of(page, "Planned and not raced on") == {
        "Circuito Internacional de Vila Real": "Race of Portugal 2021, moved to Circuito do Estoril",
        "Circuito da Guia": "Race of Macau 2021, cancelled",
        "Inje Speedium": "Race of South Korea 2021, cancelled",
        "Ningbo International Circuit": "Race of China 2021, cancelled",
        "Slovakia Ring": "Race of Slovakia 2021, cancelled",
    }


def test_the_index_has_those_raced_on_in_the_order_of_the_season(client):
    assert list(cards_of(page_of(client, "/circuits/"), "Raced on"))[::7] == [
        "Nürburgring Nordschleife", "Sochi Autodrom",
    ]  # fmt: skip


def test_a_length_that_is_the_circuits_own_figure_is_marked(client):
    page = page_of(client, "/circuits/")
    lengths = {
        heading: [text_of(by_class(card, "circuit__length")[0]) for card in cards(page, heading)]
        for heading in ("Raced on", "Planned and not raced on")
    }
    assert lengths["Raced on"][0] == "25.378 km"
    assert sorted(lengths["Planned and not raced on"]) == [
        "3.908 km *", "4.010 km *", "4.785 km *", "5.922 km *", "6.120 km *",
    ]  # fmt: skip


def test_every_lap_unrolled_and_those_raced_on_to_one_scale(client):
    page = page_of(client, "/circuits/sochi/")
    unrolled = [text_of(lap) for lap in section(page, "One lap, unrolled").iter("li")]
    assert len(unrolled) == 13
    assert unrolled[:2] == ["Nürburgring Nordschleife 25.378 km", "Circuito da Guia 6.120 km"]
    bars = [bar.get("width") for bar in section(page, "One lap, unrolled").iter() if bar.tag.endswith("rect")]
    assert (bars[0], bars[-1]) == ("100.0%", "11.9%")
    assert len(list(section(page, "To one scale").iter("li"))) == 8
    # One that was not raced on stands among those that were on its own page alone.
    assert len(list(section(page_of(client, "/circuits/guia/"), "To one scale").iter("li"))) == 9


def test_a_circuit_without_an_outline_is_whole(client):
    CircuitLayout.objects.update(outline="", credit="", length_m=None, direction="unknown")
    # Of a season whose folder has no layouts the circuits' own lengths are known.
    Circuit.objects.exclude(slug="guia").update(length_m=5848)
    for address in ("/circuits/", "/circuits/sochi/", "/circuits/guia/", "/2021/russia/"):
        page = client.get(address).text
        assert "Sochi Autodrom" in page
        assert 'class="outline ' not in page
    hero = text_of(by_class(page_of(client, "/circuits/guia/"), "hero")[0])
    assert hero == "Macau · Macau time Circuito da Guia Length not on record"


def test_a_circuit_shows_its_races_with_winners_and_poles(client):
    page = page_of(client, "/circuits/sochi/")
    assert table_of(page) == [
        ["Russia 2021, Race 1", "Mikel Azcona", "Gilles Magnus"],
        ["Russia 2021, Race 2", "Rob Huff", "Yvan Muller"],
    ]
    assert "Length 5.848 km Driven Clockwise" in text_of(by_class(page, "hero")[0])
    assert facts_of(page) == {
        "Fastest race lap": "2:33.452 Rob Huff Race of Russia 2021, Race 1",
        "Fastest in qualifying": "2:29.624 Yvan Muller Race of Russia 2021, Qualifying 3",
        "Closest finish": "1.403 s Mikel Azcona Race of Russia 2021, Race 1",
    }
    assert "Moscow time" in text_of(by_class(page, "hero")[0])
    assert "Who gained most places is not on record: of the grids only pole is known." in text_of(page)
    assert "On record: the fastest lap of 2 and the winning margin of 2 of 2 races." in text_of(page)
    assert ("Russia 2021, Race 1", "/2021/russia/race-1/") in links(page)


def test_a_circuit_says_why_it_was_added(client):
    text = text_of(section(page_of(client, "/circuits/sochi/"), "On the calendar"))
    assert text == (
        "On the calendar Race of Russia 2021 19 August 2021 : added, for 27–28 November. "
        "Replaces a cancelled Asian event."
    )


def test_a_circuit_names_the_session_whose_time_moved(client):
    race = Session.objects.select_related("event__circuit").get(event__code="POR", code="R1")
    CalendarChange.objects.create(
        event=race.event, session=race, what="time", announced_on=date(2021, 6, 26), before="2021-06-27 12:15",
        after="2021-06-27 14:15", reason="Fog",
    )  # fmt: skip
    changes = text_of(section(page_of(client, f"/circuits/{race.event.circuit.slug}/"), "On the calendar"))
    assert "26 June 2021 : Race 1 moved from 12:15 to 14:15 on 27 June. Fog." in changes


def test_a_pole_that_is_not_on_record_is_said_to_be_unknown(client):
    rows = table_of(page_of(client, "/circuits/nurburgring-nordschleife/"))
    assert rows[0] == ["Germany 2021, Race 1", "Tiago Monteiro", "Yvan Muller"]
    publish_again(Session.objects.get(event__code="GER", code="R1"), yvan_muller={"grid": None})
    rows = table_of(page_of(client, "/circuits/nurburgring-nordschleife/"))
    assert rows[0] == ["Germany 2021, Race 1", "Tiago Monteiro", "not on record"]


def test_a_pole_column_less_than_half_filled_gives_way_to_a_line(client, season_folder, tmp_path):
    folder = tmp_path / "2020"
    shutil.copytree(season_folder, folder)
    for file in folder.glob("*.*"):
        file.write_text(file.read_text(encoding="utf-8").replace("2021", "2020"), encoding="utf-8")
    call_command("load_season", str(folder), verbosity=0)
    races = Session.objects.filter(event__code="RUS", kind="race").select_related("event__season")
    for race in races.exclude(event__season__year=2021, code="R1"):
        on_pole = "yvan_muller" if race.code == "R2" else "gilles_magnus"
        publish_again(race, **{on_pole: {"grid": None}})
    page = page_of(client, "/circuits/sochi/")
    assert [row[:2] for row in table_of(page)] == [
        ["Russia 2021, Race 1", "Mikel Azcona"],
        ["Russia 2021, Race 2", "Rob Huff"],
        ["Russia 2020, Race 1", "Mikel Azcona"],
        ["Russia 2020, Race 2", "Rob Huff"],
    ]
    assert {len(row) for row in table_of(page)} == {2}
    assert "Pole, as far as it is on record: Gilles Magnus (2021, Race 1)." in text_of(section(page, "Races here"))


def test_who_gained_most_where_the_grid_is_on_record(client):
    race = Session.objects.get(event__code="RUS", code="R2")
    publish_again(race, rob_huff={"grid": 8}, frederic_vervisch={"grid": 4})
    assert facts_of(page_of(client, "/circuits/sochi/"))["Most places gained"] == (
        "7 Rob Huff Race of Russia 2021, Race 2"
    )


def test_who_has_won_most_there_and_two_with_as_many(client):
    assert "Most wins" not in facts_of(page_of(client, "/circuits/sochi/"))
    publish_again(
        Session.objects.get(event__code="RUS", code="R1"),
        mikel_azcona={"position": None, "status": "retired"},
        rob_huff={"position": 1, "status": "classified"},
    )
    facts = facts_of(page_of(client, "/circuits/sochi/"))
    assert facts["Most wins"] == "2 Rob Huff"
    assert facts["Closest finish"] == "1.403 s Rob Huff Race of Russia 2021, Race 1"


def test_a_circuit_without_a_race_has_no_records(client):
    page = page_of(client, "/circuits/guia/")
    assert facts_of(page) == {}
    assert "Length 6.120 km Driven Clockwise" in text_of(by_class(page, "hero")[0])


def test_records_of_a_circuit_end_where_the_reader_stands(client):
    assert "Fastest race lap" in facts_of(page_of(client, "/circuits/sochi/"))
    client.cookies["guard"] = "2021.russia.qualifying-1"
    facts = facts_of(page_of(client, "/circuits/sochi/"))
    assert facts["Fastest in qualifying"] == "2:31.111 Yvan Muller Race of Russia 2021, Qualifying 1"
    assert "Fastest race lap" not in facts


def test_only_the_current_classification_counts(client):
    race = Session.objects.get(event__code="RUS", code="R1")
    assert race.classifications.count() == 2, "the penalty made a second classification"
    publish_again(race, gilles_magnus={"grid": 5}, mikel_azcona={"grid": 1})
    publish_again(race, gilles_magnus={"grid": 1}, mikel_azcona={"grid": 5})
    assert table_of(page_of(client, "/circuits/sochi/"))[0] == ["Russia 2021, Race 1", "Mikel Azcona", "Gilles Magnus"]


def test_a_circuit_that_lost_its_event_says_where_it_went(client):
    page = page_of(client, "/circuits/vila-real/")
    assert page.find(".//table") is None
    text = text_of(page.find(".//main"))
    assert "No race has been held here." in text
    assert "The Race of Portugal 2021 was to be held here. It moved to Circuito do Estoril." in text
    assert "moved from Circuito Internacional de Vila Real to Circuito do Estoril. Crowds could not be limited" in text
    assert text_of(by_class(page, "hero")[0]) == (
        "Vila Real, Portugal · Lisbon time Circuito Internacional de Vila Real Length 4.785 km Driven Clockwise"
        " The outline shows the direction, not the start: where the line is, is not on record here."
        " 200 m, north is up"
    )
    assert facts_of(page) == {}


def test_a_circuit_whose_event_was_cancelled(client):
    text = text_of(page_of(client, "/circuits/guia/").find(".//main"))
    assert "The Race of Macau 2021 was to be held here on 19–21 November 2021. It was cancelled." in text
    assert "cancelled. Quarantine of at least 14 days; freight deadline." in text


def test_a_circuit_that_is_not_there(client):
    assert client.get("/circuits/monza/").status_code == 404
    assert client.get("/circuits/monza.csv").status_code == 404


def test_circuits_as_files(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/circuits.csv").content.decode())))
    assert len(rows) == 13
    assert rows[-1] == {
        "circuit": "sochi", "name": "Sochi Autodrom", "locality": "Sochi", "country": "RU", "timezone": "Europe/Moscow",
        "length_m": "5848", "latitude": "43.41", "longitude": "39.96", "events_held": "1",
    }  # fmt: skip
    assert client.get("/circuits/sochi.json").json() == {
        "circuit": "sochi",
        "columns": ["season", "event", "session", "winner", "pole"],
        "rows": [
            {"season": 2021, "event": "russia", "session": "R1", "winner": "mikel-azcona", "pole": "gilles-magnus"},
            {"season": 2021, "event": "russia", "session": "R2", "winner": "rob-huff", "pole": "yvan-muller"},
        ],
    }


def test_lengths_and_places_in_words():
    assert length_text(25378) == "25.378 km"
    assert length_text(3030) == "3.030 km"
    assert place_name("Sochi", "RU") == "Sochi, Russia"
    assert place_name("Macau", "MO") == "Macau"
    assert place_name("", "PT") == "Portugal"
    assert place_name("Nürburg", "") == "Nürburg"
