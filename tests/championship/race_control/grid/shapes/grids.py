"""Starting grids, and orders in which a place is no place of the whole."""

from tests.championship.race_control.grid.columns import (
    best,
    laps,
    marks,
    name,
    number,
    of,
    place,
    place_in_class,
)
from tests.championship.race_control.grid.layouts import (
    fixed,
    joined,
)
from tests.championship.race_control.grid.notation import (
    given_capitals,
)
from tests.championship.race_control.grid.paper import Head, Shape
from tests.championship.race_control.grid.races import Car, Race, qualifying


def grid_only(race: Race) -> list[Car]:
    """Those who start: all that have a place."""
    return [car for car in race.cars if car.place is not None]


SHAPES = (
    Shape(
        "grid_one_a_line",
        "en",
        "A starting grid: place, number, driver, the time of qualifying.",
        (
            Head("Grid", place(), ">"),
            Head("No", number(), ">"),
            Head("Driver", name(given_capitals)),
            Head("Car", of("model")),
            Head("Time", best(), ">"),
        ),
        fixed(3),
        marks(),
        make=qualifying,
        order=grid_only,
        before=lambda race: [race.circuit, "STARTING GRID", ""],
        is_grid=True,
    ),
    Shape(
        "grid_two_abreast",
        "en",
        "A starting grid with two cars on a line, heads above each half.",
        (
            Head("Pos", place(), ">"),
            Head("No", number(), ">"),
            Head("Driver", name(given_capitals)),
            Head("Time", best(), ">"),
        ),
        fixed(4),
        marks(),
        make=qualifying,
        order=grid_only,
        abreast=2,
        before=lambda race: [race.circuit, "STARTING GRID", ""],
        is_grid=True,
    ),
    Shape(
        "grid_two_abreast_tabs",
        "sv",
        "En startuppställning with two cars on a line, copied as tabs, no heads.",
        (
            Head("", place()),
            Head("", number()),
            Head("", name()),
            Head("", best()),
        ),
        joined("\t"),
        marks(),
        make=qualifying,
        order=grid_only,
        abreast=2,
        heads=False,
        is_grid=True,
    ),
    Shape(
        "class_places_alone",
        "en",
        "Classes one after another, each with places from 1 and heads of its own: there are two firsts.",
        (
            Head("Pos", place_in_class(is_place=True)),
            Head("No", number()),
            Head("Driver", name()),
            Head("Class", of("category")),
            Head("Best lap", best()),
            Head("Laps", laps()),
        ),
        joined("\t"),
        marks(),
        make=qualifying,
        order=lambda race: sorted(grid_only(race), key=lambda car: (car.category, car.place)),
        group=lambda car: f"Class {car.category}",
        heads_in_groups=True,
    ),
)
