"""Swedish and Norwegian sheets: the federations' result services, clubs, newspapers, spreadsheets."""

from functools import partial

from championship.rules import ResultStatus
from tests.championship.race_control.grid.columns import (
    RETIRED,
    best,
    best_in,
    family,
    gap,
    given,
    grid,
    interval,
    laps,
    marks,
    mean_speed,
    name,
    number,
    number_and_name,
    of,
    own,
    place,
    points,
    speed,
    time_or_gap,
    total,
    words,
)
from tests.championship.race_control.grid.layouts import (
    bars,
    fixed,
    joined,
    one_a_line,
    one_space,
    quoted,
    spaced_tabs,
    wiki_one_line,
)
from tests.championship.race_control.grid.notation import (
    capitals_given,
    colons,
    commas,
    dots,
    family_alone,
    given_capitals,
    laps_words,
    padded_minutes,
    shorter,
    with_hours,
    with_nation,
    without_accents,
)
from tests.championship.race_control.grid.paper import Head, Shape
from tests.championship.race_control.grid.races import Race, race

VARV = laps_words("+{} varv", "+{} varv")
RUNDER = laps_words("+{} runde", "+{} runder")
SV = words("Bröt", "Ej start", "Ej klass.", "Diskad")
SV_LONG = words("Bröt loppet", "Startade ej", "Ej klassificerad", "Diskvalificerad")
NO = words("Brutt", "Ikke startet", "Ikke klassifisert", "Diskvalifisert")
INTERNATIONAL = words("DNF", "DNS", "NC", "DSQ")


def swedish_title(race: Race) -> list[str]:
    return ["Resultatlista", f"{race.circuit}, Heat {race.title[-1]}, {race.laps} varv à {race.metres} m", ""]


def swedish_end(race: Race) -> list[str]:
    fastest = race.fastest
    return [
        "",
        f"Snabbaste varv: {fastest.name}, {colons(fastest.best or 0)}",
        "Tävlingsledare: Tord Tävling",
        "Sida 1 (1)",
    ]


def norwegian_title(race: Race) -> list[str]:
    return [f"{race.circuit} - Finale {race.title[-1]}", "Offisiell resultatliste", ""]


SHAPES = (
    Shape(
        "swedish_csv",
        "sv",
        "A Swedish CSV file: decimal commas between semicolons, laps down with a minus, the status under Diff.",
        (
            Head("Plac", place()),
            Head("Nr", number()),
            Head("Namn", name()),
            Head("Klubb", of("team")),
            Head("Klass", of("category")),
            Head("Varv", laps()),
            Head("Tid", total(commas(colons))),
            Head("Diff", gap(commas(colons), sign="+", down=laps_words("-{} v", "-{} v"))),
        ),
        joined(";"),
        marks(gap=SV),
    ),
    Shape(
        "swedish_pdf",
        "sv",
        "A federation's PDF, columns kept, title and footers, who broke off under a heading.",
        (
            Head("Plac.", place(), ">"),
            Head("Startnr", number(), ">"),
            Head("Förare", name(given_capitals)),
            Head("Klubb", of("team")),
            Head("Bil", of("model")),
            Head("Varv", laps(), ">"),
            Head("Total tid", total(), ">"),
            Head("Efter", gap(sign="+", down=VARV), ">"),
            Head("Bästa varv", best(), ">"),
            Head("På varv", best_in, ">"),
        ),
        fixed(),
        marks(heading=words("Brutit", "Ej startande", "Ej klassificerade", "Diskvalificerade")),
        before=swedish_title,
        after=swedish_end,
    ),
    Shape(
        "swedish_one_space",
        "sv",
        "Columns fallen together: Varv and Tid stand side by side.",
        (
            Head("Plac", place()),
            Head("Nr", number()),
            Head("Förare", name()),
            Head("Varv", laps()),
            Head("Tid", time_or_gap(commas(colons), down=VARV)),
        ),
        one_space,
        marks(place=SV),
    ),
    Shape(
        "swedish_one_space_best",
        "sv",
        "The same with Bästa varv and its lap behind, and a title.",
        (
            Head("Pl", place()),
            Head("Nr", number()),
            Head("Förare", name()),
            Head("Varv", laps()),
            Head("Tid", total(unplaced=False)),
            Head("Bästa varv", best()),
            Head("Varv nr", best_in),
        ),
        one_space,
        marks(place=INTERNATIONAL),
        before=swedish_title,
    ),
    Shape(
        "swedish_orbits",
        "sv",
        "A timekeeper's Swedish export: Totaltid, Diff to first, Intervall to the car ahead, Bästa tid, I varv.",
        (
            Head("Pos", place()),
            Head("Nr", number()),
            Head("Namn", name()),
            Head("Klass", of("category")),
            Head("Varv", laps()),
            Head("Totaltid", total(padded_minutes)),
            Head("Diff", gap(padded_minutes, down=laps_words("{} varv", "{} varv"))),
            Head("Intervall", interval(padded_minutes, down=laps_words("{} varv", "{} varv"))),
            Head("Bästa tid", best(padded_minutes)),
            Head("I varv", best_in),
            Head("Bästa hastighet", speed(3)),
        ),
        quoted(","),
        marks(place=INTERNATIONAL),
    ),
    Shape(
        "swedish_tabs",
        "sv",
        "A club's page copied: Förnamn and Efternamn apart, Utesluten and bröt in a column of remarks.",
        (
            Head("Placering", place()),
            Head("Startnummer", number()),
            Head("Förnamn", given),
            Head("Efternamn", family),
            Head("Team", of("team")),
            Head("Antal varv", laps()),
            Head("Sluttid", total(commas(with_hours), unplaced=False)),
            Head("Snabbaste varv", best(commas(colons))),
            Head("Anmärkning", own),
        ),
        joined("\t"),
        marks(own=words("bröt", "startade inte", "ej klassad", "Utesluten")),
    ),
    Shape(
        "swedish_newspaper",
        "sv",
        "A newspaper's list: 1) Ann Winner, team, 31.08,657; no numbers, gaps without a plus.",
        (
            Head("", place("{})")),
            Head("", name()),
            Head("", of("team")),
            Head("", time_or_gap(dots, sign="+", down=VARV)),
        ),
        joined(";"),
        marks(place=words("Bröt:", "Startade ej:", "Ej klassad:", "Diskad:")),
        heads=False,
    ),
    Shape(
        "swedish_wiki",
        "sv",
        "A Swedish wiki's text: Plac., Nr, Förare, Stall, Varv, Tid, Startpos., Poäng.",
        (
            Head("Plac.", place()),
            Head("Nr", number()),
            Head("Förare", name(lambda car: f"{{{{flagga|{car.nation}}}}} [[{car.name}]]")),
            Head("Stall", of("team")),
            Head("Varv", laps()),
            Head("Tid/Bröt", time_or_gap(commas(colons), down=VARV)),
            Head("Startpos.", grid),
            Head("Poäng", points()),
        ),
        wiki_one_line,
        marks(
            place=words("Bröt", "DNS", "EK", "DSK"),
            time=words("{reason}", "Startade inte", "Ej klassificerad", "Diskvalificerad"),
        ),
    ),
    Shape(
        "swedish_bars",
        "sv",
        "A table between bars: family names alone, hundredths, a unit line under the heads.",
        (
            Head("Plats", place()),
            Head("Nr", number()),
            Head("Namn", name(family_alone)),
            Head("Varv", laps(), unit="st"),
            Head("Tid", time_or_gap(shorter(colons, 2), down=VARV), unit="min:s"),
            Head("Bästa", best(shorter(colons, 2)), unit="min:s"),
        ),
        bars,
        marks(place=SV_LONG),
        make=partial(race, step=10),
    ),
    Shape(
        "swedish_number_with_name",
        "sv",
        "A spreadsheet with number and name in one cell, totals only, laps behind.",
        (
            Head("Plac", place("{}.")),
            Head("Förare", number_and_name("#{} {}")),
            Head("Bil", of("model")),
            Head("Tid", total(shorter(commas(colons), 2), unplaced=False)),
            Head("Varv", laps()),
            Head("Medelhastighet", mean_speed(), unit=""),
        ),
        joined("\t"),
        marks(place=SV),
        make=partial(race, step=10),
    ),
    Shape(
        "swedish_one_cell_a_line",
        "sv",
        "One cell a line, blank ones gone.",
        (
            Head("Plac", place()),
            Head("Nr", number()),
            Head("Namn", name()),
            Head("Klubb", of("team")),
            Head("Varv", laps()),
            Head("Tid", time_or_gap(down=VARV)),
        ),
        one_a_line(),
        marks(place=SV, time=SV),
    ),
    Shape(
        "norwegian_csv",
        "no",
        "A Norwegian CSV file: Plass, Startnr, Fører, Runder, Tid, Differanse, Beste runde.",
        (
            Head("Plass", place()),
            Head("Startnr", number()),
            Head("Fører", name()),
            Head("Klubb", of("team")),
            Head("Runder", laps()),
            Head("Tid", total(commas(colons), unplaced=False)),
            Head("Differanse", gap(commas(colons), sign="+", down=RUNDER)),
            Head("Beste runde", best(commas(colons))),
            Head("I runde", best_in),
            Head("Status", own),
        ),
        joined(";"),
        marks(own=NO),
    ),
    Shape(
        "norwegian_pdf",
        "no",
        "A federation's PDF: Sluttid, Etter leder, Etter forrige, who broke off under a heading.",
        (
            Head("Pl.", place(), ">"),
            Head("Nr.", number(), ">"),
            Head("Navn", name(with_nation(capitals_given))),
            Head("Bil", of("model")),
            Head("Runder", laps(), ">"),
            Head("Totaltid", total(), ">"),
            Head("Etter leder", gap(down=laps_words("{} runde", "{} runder")), ">"),
            Head("Etter forrige", interval(down=laps_words("{} runde", "{} runder")), ">"),
            Head("Beste rundetid", best(), ">"),
        ),
        fixed(),
        marks(heading=words("Brutt", "Ikke startet", "Ikke klassifisert", "Diskvalifisert")),
        before=norwegian_title,
        after=lambda race: ["", f"Raskeste runde: {race.fastest.name}", "Side 1 av 1"],
    ),
    Shape(
        "norwegian_one_space",
        "no",
        "Columns fallen together: Runder and Tid side by side, no accents.",
        (
            Head("Plass", place()),
            Head("Nr", number()),
            Head("Fører", name(without_accents(given_capitals))),
            Head("Runder", laps()),
            Head("Tid", time_or_gap(down=RUNDER)),
        ),
        one_space,
        marks(place=words("Brutt", "DNS", "IK", "DSQ")),
    ),
    Shape(
        "norwegian_tabs",
        "no",
        "A result page copied: Plassering, Startnummer, the status in the time's cell.",
        (
            Head("Plassering", place()),
            Head("Startnummer", number()),
            Head("Navn", name()),
            Head("Klasse", of("category")),
            Head("Bil", of("model")),
            Head("Ant. runder", laps()),
            Head("Tid / diff", time_or_gap(down=RUNDER)),
            Head("Raskeste runde", best(fastest="*")),
            Head("Poeng", points()),
        ),
        spaced_tabs,
        marks(time=words("Brøt", "Startet ikke", "Ikke klassifisert", "Diskvalifisert")),
    ),
    Shape(
        "norwegian_not_classified",
        "no",
        "All without a place under one heading, no word of why.",
        (
            Head("Pos", place(), ">"),
            Head("Startnr", number(), ">"),
            Head("Fører", name()),
            Head("Team", of("team")),
            Head("Runder", laps(), ">"),
            Head("Tid", total(unplaced=False), ">"),
            Head("Diff", gap(sign="+", down=RUNDER), ">"),
        ),
        fixed(3),
        marks(
            heading=words("Ikke klassifisert", "Ikke startet", "Ikke klassifisert", "Diskvalifisert"),
            means={RETIRED: ResultStatus.NOT_CLASSIFIED},
        ),
    ),
)
