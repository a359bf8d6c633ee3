"""Results as messages, newspapers and programs write them: without heads, with codes, or each value with its name."""

from tests.championship.race_control.grid.columns import (
    always,
    best,
    best_in,
    best_or_gap,
    code,
    gap,
    laps,
    marks,
    name,
    number,
    of,
    own,
    part,
    place,
    time_or_gap,
    total,
    words,
)
from tests.championship.race_control.grid.layouts import (
    fixed,
    joined,
    json_lines,
    named_lines,
    one_a_line,
    one_space,
    quoted,
    sentence,
)
from tests.championship.race_control.grid.notation import colons, commas, family_alone, initial_capitals, laps_words
from tests.championship.race_control.grid.paper import Head, Shape, Writer
from tests.championship.race_control.grid.races import Race, qualifying

ENGLISH = words("Retired", "Did not start", "Not classified", "Disqualified", "Finished")
SHORT = words("DNF", "DNS", "NC", "DSQ")
SWEDISH = words("Bröt", "Startade ej", "Ej klassificerad", "Diskvalificerad")
GERMAN = words("Ausfall", "Nicht gestartet", "Nicht gewertet", "Disqualifiziert")
ITALIAN = words("Ritirato", "Non partito", "Non classificato", "Squalificato")
DUTCH = words("Uitgevallen", "Niet gestart", "Niet geklasseerd", "Gediskwalificeerd")


def three_parts(seed: int) -> Race:
    return qualifying(seed, parts=3)


def unheaded(*writers: Writer) -> tuple[Head, ...]:
    return tuple(Head("", writer) for writer in writers)


SHAPES = (
    Shape(
        "message_p1_surnames",
        "de",
        "a message: P1 and the surname, and what everyone is behind",
        unheaded(place("P{}"), name(family_alone), gap(sign="+")),
        sentence("{} ", "{} ", "{}"),
        marks(place=GERMAN),
        heads=False,
    ),
    Shape(
        "message_bullets",
        "en",
        "a message with bullets, dashes between",
        unheaded(always("•"), place("{}"), number("#{}"), name(), time_or_gap()),
        sentence("{} ", "{} –", " {}", " {}", " – {}"),
        marks(place=SHORT),
        heads=False,
    ),
    Shape(
        "message_number_in_brackets",
        "en",
        "a message whose numbers stand in brackets behind the names",
        unheaded(place("{})"), name(), number("[{}]"), time_or_gap()),
        sentence("{} ", "{} ", "{} ", "{}"),
        marks(place=ENGLISH),
        heads=False,
    ),
    Shape(
        "newspaper_name_team",
        "nl",
        "a newspaper's list: the gap behind name and team, whose figures are no laps",
        unheaded(place("{}."), name(), of("team"), gap(commas(colons), down=laps_words("{} ronde", "{} ronden"))),
        sentence("{} ", "{}", ", {}", " op {}"),
        marks(place=DUTCH),
        heads=False,
    ),
    Shape(
        "board_codes",
        "en",
        "a board with three letters of each name, and a tab between the columns",
        (Head("P", place()), Head("TLA", code), Head("LAPS", laps()), Head("GAP", gap(sign="+"))),
        joined("\t"),
        marks(place=SHORT),
    ),
    Shape(
        "board_codes_no_heads",
        "hu",
        "the same between single spaces, without heads",
        unheaded(place("P{}"), code, best_or_gap()),
        one_space,
        marks(place=words("Kiesett", "Nem indult", "Nem értékelt", "Kizárva")),
        make=qualifying,
        heads=False,
    ),
    Shape(
        "spreadsheet_point_nought",
        "en",
        "a spreadsheet's whole figures with a decimal",
        (
            Head("Pos", place("{}.0")),
            Head("No", number("{}.0")),
            Head("Driver", name()),
            Head("Laps", laps(none="", form="{}.0")),
            Head("Time", total(lapped=False, unplaced=False)),
            Head("Status", own),
        ),
        quoted(",", always=False),
        marks(own=ENGLISH),
    ),
    Shape(
        "json_lines",
        "en",
        "an object a line",
        (
            Head("position", place()),
            Head("carNumber", number()),
            Head("driverName", name()),
            Head("teamName", of("team")),
            Head("lapsDone", laps()),
            Head("raceTime", total(lapped=False, unplaced=False)),
            Head("fastestLap", best()),
            Head("status", own),
        ),
        json_lines,
        marks(own=ENGLISH),
    ),
    Shape(
        "value_a_line",
        "sv",
        "each value behind its name",
        (
            Head("Placering", place()),
            Head("Startnummer", number()),
            Head("Förare", name()),
            Head("Varv", laps()),
            Head("Tid", time_or_gap(commas(colons), down=laps_words("+{} varv", "+{} varv"))),
        ),
        named_lines,
        marks(place=SWEDISH),
    ),
    Shape(
        "cells_status_last",
        "it",
        "a cell a line, blank ones gone, what became of a car last",
        (
            Head("Pos", place()),
            Head("Nr", number()),
            Head("Pilota", name()),
            Head("Giri", laps()),
            Head("Distacco", time_or_gap(down=laps_words("+{} giro", "+{} giri"))),
        ),
        one_a_line(),
        marks(time=ITALIAN),
    ),
    Shape(
        "qualifying_lap_and_laps",
        "es",
        "the lap of the best one beside the number of laps",
        (
            Head("P", place()),
            Head("Nº", number()),
            Head("Nombre", name()),
            Head("Mejor tiempo", best()),
            Head("Vuelta", best_in),
            Head("Vueltas", laps()),
        ),
        joined("\t"),
        marks(place=words("Abandono", "No salió", "No clasificado", "Descalificado")),
        make=qualifying,
    ),
    Shape(
        "qualifying_no_heads",
        "no",
        "the same without heads",
        unheaded(place(), number(), name(initial_capitals), best(), best_in, laps()),
        fixed(3),
        marks(place=words("Brøt", "Startet ikke", "Ikke klassifisert", "Diskvalifisert")),
        make=qualifying,
        heads=False,
    ),
    Shape(
        "qualifying_parts_no_heads",
        "en",
        "three parts without heads",
        unheaded(place(), number(), name(), of("team"), part(0), part(1), part(2)),
        joined("\t"),
        marks(place=SHORT),
        make=three_parts,
        heads=False,
    ),
)
