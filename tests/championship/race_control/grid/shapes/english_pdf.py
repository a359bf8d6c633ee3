"""English PDFs: British, Australian and international timing."""

from championship.rules import ResultStatus
from tests.championship.race_control.grid.columns import (
    RETIRED,
    best,
    best_at,
    best_in,
    gap,
    interval,
    laps,
    marks,
    mean_speed,
    name,
    number,
    of,
    place,
    place_in_class,
    speed,
    time_or_gap,
    total,
    words,
)
from tests.championship.race_control.grid.layouts import fixed, one_a_line, one_space, spaced_tabs
from tests.championship.race_control.grid.notation import (
    all_capitals,
    colons,
    four_decimals,
    given_capitals,
    initial_family,
    laps_words,
    long_minutes,
    padded_minutes,
    with_minutes,
    with_nation,
)
from tests.championship.race_control.grid.paper import Head, Shape
from tests.championship.race_control.grid.races import Car, Race

SHORT = words("DNF", "DNS", "NC", "DSQ")
HEADINGS = words("NOT CLASSIFIED", "DID NOT START", "NOT CLASSIFIED", "DISQUALIFIED")
AS_NOT_CLASSIFIED = {RETIRED: ResultStatus.NOT_CLASSIFIED}


def british_title(race: Race) -> list[str]:
    return [
        f"{race.circuit} - Invented Touring Car Cup",
        f"{race.title.upper()} - {race.laps} Laps - CLASSIFICATION",
        "",
    ]


def british_end(race: Race) -> list[str]:
    fastest = race.fastest
    return [
        "",
        "FASTEST LAP",
        f"{fastest.number or ''} {fastest.name} {colons(fastest.best or 0)} {race.speed(fastest.best or 1)} mph",
        "Weather / Track: Dry / Dry",
        "Start: 14:05:12   Finish: 14:37:04",
        "These results are provisional until the end of judicial and technical matters.",
        "Page 1 of 1",
    ]


def page_end(_race: Race) -> list[str]:
    return ["", "Timekeeper: T. Keeper    Clerk of the Course: C. Course", "Page 1 of 2", ""]


def by_class(race: Race) -> list[Car]:
    """The classes one after another, in each its own order; who has no place comes last."""
    classes = list(dict.fromkeys(car.category for car in race.cars))
    placed = [car for car in race.cars if car.place is not None]
    return [
        *sorted(placed, key=lambda car: (classes.index(car.category), car.place)),
        *(car for car in race.cars if car.place is None),
    ]


def class_heading(car: Car) -> str:
    return f"CLASS {car.category}" if car.place is not None else "NOT CLASSIFIED"


BRITISH = (
    Head("POS", place(), ">"),
    Head("NO", number(), ">"),
    Head("CL", of("category")),
    Head("PIC", place_in_class(), ">"),
    Head("NAME", name(given_capitals)),
    Head("ENTRY", of("model")),
    Head("LAPS", laps(none=""), ">"),
    Head("TIME", total(), ">"),
    Head("GAP", gap(down=laps_words("{} Lap", "{} Laps")), ">"),
    Head("DIFF", interval(down=laps_words("{} Lap", "{} Laps")), ">"),
    Head("MPH", mean_speed(2), ">"),
    Head("BEST", best(), ">"),
    Head("ON", best_in, ">"),
)

ORBITS = (
    Head("Pos", place()),
    Head("No.", number()),
    Head("Name", name()),
    Head("Class", of("category")),
    Head("Laps", laps()),
    Head("Total Tm", total(long_minutes)),
    Head("Diff", gap(down=laps_words("{} Lap", "{} Laps"))),
    Head("Gap", interval(down=laps_words("{} Lap", "{} Laps"))),
    Head("Best Tm", best()),
    Head("In Lap", best_in),
    Head("Best Speed", speed(3)),
)

SHAPES = (
    Shape(
        "british_pdf",
        "en",
        "A British club's PDF, columns kept, the others under a heading, footers.",
        BRITISH,
        fixed(),
        marks(heading=HEADINGS, means=AS_NOT_CLASSIFIED),
        before=british_title,
        after=british_end,
    ),
    Shape(
        "british_two_pages",
        "en",
        "The same over two pages, heads and title again on the second, status in the place.",
        BRITISH,
        fixed(),
        marks(place=words("DNF", "DNS", "NC", "DQ")),
        before=british_title,
        page_end=page_end,
        every=14,
    ),
    Shape(
        "british_on_lap_in_brackets",
        "en",
        "A club's sheet: Fastest lap (on) as 1:33.447 (8), retired with their reason as the place.",
        (
            Head("Pos", place(), ">"),
            Head("No", number(), ">"),
            Head("Driver", name()),
            Head("Car", of("model")),
            Head("Laps", laps(), ">"),
            Head("Race time", total(unplaced=False), ">"),
            Head("Behind", gap(down=laps_words("{} lap", "{} laps")), ">"),
            Head("Fastest lap (on)", best(form="{} ({lap})"), ">"),
            Head("Mph", speed(2), ">"),
        ),
        fixed(3),
        marks(place=words("RET", "DNS", "N/C", "EXC")),
        before=british_title,
    ),
    Shape(
        "orbits_pdf",
        "en",
        "An Orbits PDF, columns kept, not classified under a heading, fastest lap in its footer.",
        (*ORBITS[:2], Head("Name", name(all_capitals)), *ORBITS[3:]),
        fixed(),
        marks(
            heading=words("Not classified", "Not classified", "Not classified", "Disqualified"),
            place=words("DNF", "DNS", "", "DSQ"),
        ),
        before=lambda race: ["Invented Cup", f"{race.circuit} {race.metres} m", f"{race.title} started at 14:05:12"],
        after=lambda race: ["", "Margin of Victory", "Orbits", "www.example.com", "Licensed to: Invented Timing"],
    ),
    Shape(
        "speedhive_page",
        "en",
        "A result page copied: tabs, laps and total, marks for the fastest lap.",
        (
            Head("Pos", place()),
            Head("#", number()),
            Head("Name", name()),
            Head("Laps", laps()),
            Head("Total Time", total(padded_minutes)),
            Head("Diff", gap(sign="+", down=laps_words("+{} Lap", "+{} Laps"))),
            Head("Best", best(padded_minutes, fastest=" *")),
            Head("Best lap", best_in),
        ),
        spaced_tabs,
        marks(place=SHORT),
    ),
    Shape(
        "alkamel_pdf",
        "en",
        "Al Kamel's PDF: total, gap, the lap of the best time before it, kph, not classified under a heading.",
        (
            Head("", place(), ">"),
            Head("No", number(), ">"),
            Head("Driver", name(with_nation(given_capitals))),
            Head("Team", of("team")),
            Head("Car", of("model")),
            Head("Laps", laps(), ">"),
            Head("Total Time", total(), ">"),
            Head("Gap", gap(down=laps_words("{} Lap", "{} Laps")), ">"),
            Head("Kph", mean_speed(1), ">"),
            Head("Best Time", best(), ">"),
            Head("Lap", best_in, ">"),
        ),
        fixed(3, 2),
        marks(
            heading=words("Not classified", "Not started", "Not classified", "Disqualified"), means=AS_NOT_CLASSIFIED
        ),
        before=lambda race: ["INVENTED CUP", race.circuit.upper(), "Race Provisional Classification", ""],
        after=lambda race: ["", f"Fastest Lap: {race.fastest.name} {colons(race.fastest.best or 0)}", "Page 1 / 1"],
    ),
    Shape(
        "natsoft_pdf",
        "en",
        "An Australian PDF: four decimals, the fastest lap's number before it, the status as the place.",
        (
            Head("Pos", place(), ">"),
            Head("Car", number(), ">"),
            Head("Driver", name()),
            Head("Competitor/Team", of("team")),
            Head("Vehicle", of("model")),
            Head("CL", of("category")),
            Head("Laps", laps(none=""), ">"),
            Head("Race.Time", total(four_decimals(colons), unplaced=False), ">"),
            Head("Fastest Lap", best(four_decimals(with_minutes)), ">"),
            Head("On Lap", best_in, ">"),
        ),
        fixed(2),
        marks(place=words("DNF", "DNS", "NC", "DSQ")),
        before=lambda race: [f"{race.title} - {race.circuit}  Length {race.metres} metres", ""],
        after=lambda race: ["", "Fastest Lap Av.Speed Is 139.955kph", "* Indicates Fastest Lap of The Race"],
    ),
    Shape(
        "one_cell_a_line",
        "en",
        "A PDF whose cells came out one a line, blank ones gone: place, number, driver, laps, time.",
        (
            Head("Pos", place()),
            Head("No", number("#{}")),
            Head("Driver", name(given_capitals)),
            Head("Laps", laps()),
            Head("Time", time_or_gap()),
        ),
        one_a_line(),
        marks(place=SHORT, time=words("Retired", "Not started", "Not classified", "Disqualified")),
    ),
    Shape(
        "class_order",
        "en",
        "Classes one after another under headings, each car with its overall place and that in class.",
        (
            Head("O/A", place(), ">"),
            Head("PIC", place_in_class(), ">"),
            Head("No", number(), ">"),
            Head("Driver", name()),
            Head("Laps", laps(), ">"),
            Head("Time", total(unplaced=False), ">"),
            Head("Best", best(), ">"),
        ),
        fixed(),
        marks(place=SHORT),
        order=by_class,
        group=class_heading,
    ),
    Shape(
        "one_space_totals",
        "en",
        "A PDF whose columns fell together: place, number, name, car, laps, total, gap, best lap.",
        (
            Head("Pos", place()),
            Head("No", number()),
            Head("Driver", name()),
            Head("Car", of("model")),
            Head("Laps", laps()),
            Head("Time", total(lapped=False, unplaced=False)),
            Head("Gap", gap(down=laps_words("{} Lap", "{} Laps"))),
            Head("Best", best()),
        ),
        one_space,
        marks(place=SHORT),
        before=british_title,
    ),
    Shape(
        "one_space_no_heads",
        "en",
        "Columns fallen together without heads, gaps with a plus, the status behind the laps.",
        (
            Head("", place()),
            Head("", number()),
            Head("", name(initial_family)),
            Head("", laps()),
            Head("", time_or_gap(down=laps_words("+{} lap", "+{} laps"))),
        ),
        one_space,
        marks(time=words("DNF", "DNS", "NC", "DSQ")),
        heads=False,
    ),
    Shape(
        "dashes_and_times_of_day",
        "en",
        "Long races in hours, best lap with its lap and time of day, dashes in blank cells.",
        (
            Head("Pos.", place("{}."), ">"),
            Head("Start No.", number(), ">"),
            Head("Driver", name(given_capitals)),
            Head("Cl.", of("category")),
            Head("Laps", laps(), ">"),
            Head("Total time", total(none="-"), ">"),
            Head("Gap 1st", gap(leader="-", unplaced="-"), ">"),
            Head("Gap prev.", interval(leader="-"), ">"),
            Head("Fastest", best(none="-"), ">"),
            Head("Lap", best_in, ">"),
            Head("At", best_at, ">"),
        ),
        fixed(2),
        marks(place=words("DNF", "DNS", "NCL", "DSQ")),
    ),
)
