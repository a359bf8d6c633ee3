"""What a classification may be: one set of rules, which preview, publishing, season folder and database keep alike."""

import csv
import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from championship.admin.race_control.desk import read_desk
from championship.admin.race_control.orders import propose
from championship.models import Classification, EventEntry, Penalty, Result, Session
from championship.models.results import LINE_COLUMNS
from championship.publishing import PublicationRefused, publish
from championship.rules import (
    Basis,
    ClassificationStatus,
    Counting,
    DecisionKind,
    Fault,
    Finding,
    Line,
    ResultStatus,
    check,
    check_counting,
    check_head,
)
from championship.season_folder import FolderProblems, LoadRefused, dump, load, read_folder

CARS = (1, 2, 3)


def faults(*lines):
    return [(finding.fault, finding.lines) for finding in check(lines, CARS)]


def test_an_order_is_a_classification():
    lines = (
        Line(1, 1, laps=11, time_ms=1_638_961, grid=2, fastest_lap_ms=114_791, basis="two sources"),
        # Who was second is not on record.
        Line(2, 3, laps=10, gap_laps=1, grid=1),
        Line(3, None, "retired", laps=4, note="Engine\nfailure"),
    )
    assert check(lines, CARS) == []
    assert check(lines, None) == []
    assert check_head("official", "editor", "Protest upheld") == []


def test_every_fault_names_the_lines_that_it_concerns():
    assert faults() == [(Fault.NO_LINES, ())]
    assert faults(Line(1, 1), Line(9, 2)) == [(Fault.NOT_ENTERED, (1,))]
    assert check([Line(9, 1)], None) == []
    assert faults(Line(1, 1), Line(2, 2), Line(1, 3)) == [(Fault.CAR_TWICE, (0, 2))]
    assert faults(Line(1, 1), Line(2, 1), Line(3, 1)) == [(Fault.PLACE_TAKEN, (0, 1, 2))]
    assert faults(Line(1, 1, grid=4), Line(2, 2, grid=4)) == [(Fault.GRID_TAKEN, (0, 1))]
    # One car twice in its own place has no neighbour there.
    assert faults(Line(1, 1, grid=1), Line(1, 1, grid=1)) == [(Fault.CAR_TWICE, (0, 1))]
    assert faults(Line(1, 1, number=5), Line(2, 2, number=5), Line(3, 3)) == [(Fault.NUMBER_TAKEN, (0, 1))]
    assert faults(Line(1, 1, "lost")) == [(Fault.STATUS_UNKNOWN, (0,))]
    assert faults(Line(1, 1, basis="rumour")) == [(Fault.BASIS_UNKNOWN, (0,))]
    assert faults(Line(1, 1, gap_ms=5, gap_laps=1)) == [(Fault.TWO_GAPS, (0,))]
    assert faults(Line(1, 1, note="x" * 251)) == [(Fault.TOO_LONG, (0,))]
    assert faults(Line(1, 1, source="a\0b")) == [(Fault.UNWRITABLE, (0,))]
    for status in ResultStatus:
        wanted = [] if status == "classified" else [(Fault.PLACE_WITHOUT_CLASSIFICATION, (0,))]
        assert faults(Line(1, 1, status)) == wanted
        assert faults(Line(1, None, status)) == []


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("position", 1, 999),
        ("grid", 1, 999),
        ("laps", 0, 32_767),
        ("gap_laps", 1, 999),
        ("time_ms", 0, 359_999_999),
        ("gap_ms", 0, 359_999_999),
        ("fastest_lap_ms", 0, 359_999_999),
        ("number", 0, 9_999),
    ],
)
def test_a_figure_lies_within_its_limits(field, least, most):
    for figure in (least, most):
        assert check([Line(1, **{field: figure})], CARS) == []
    for figure in (least - 1, most + 1):
        assert check([Line(1, **{field: figure})], CARS) == [Finding(Fault.OUT_OF_LIMITS, (0,), field, figure)]


def test_what_is_said_of_a_classification_fits():
    assert check_head("final", "x" * 151, "x" * 251, "x" * 252) == [
        Finding(Fault.STATUS_UNKNOWN, field="status", text="final"),
        Finding(Fault.TOO_LONG, field="published_by", figure=151),
        Finding(Fault.TOO_LONG, field="reason", figure=251),
        Finding(Fault.TOO_LONG, field="reason_sv", figure=252),
    ]


def test_what_a_classification_counts_by_lies_within_its_limits():
    for factor in ("0", "0.5", "1", "2", "10", "0.25"):
        assert check_counting(Counting("race", Decimal(factor), 1), ["race"]) == []
    for factor in ("-0.01", "10.01", "0.125", "NaN", "Infinity"):
        assert [finding.field for finding in check_counting(Counting(points_factor=Decimal(factor)), [])] == [
            "points_factor"
        ]
    assert [finding.field for finding in check_counting(Counting(laps_counted=0), [])] == ["laps_counted"]
    assert [finding.fault for finding in check_counting(Counting("rce"), ["race"])] == [Fault.SCALE_UNKNOWN]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"points_factor": -1}, {"points_factor": 11}, {"laps_counted": 0}, {"reason_sv": "x" * 251}],
    ids=str,
)
def test_the_database_stands_behind_what_a_classification_counts_by(wrong):
    session = Session.objects.get(event__season__year=2021, event__slug="germany", code="FP1")
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Classification.objects.create(session=session, number=1, status="official", **wrong)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Classification.Status, ClassificationStatus),
        (Result.Status, ResultStatus),
        (Result.Basis, Basis),
        (Penalty.Kind, DecisionKind),
    ],
)
def test_the_database_knows_the_same_words(choices, words):
    assert [(choice.name, choice.value) for choice in choices] == [(word.name, word.value) for word in words]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"event_entry": 0},
        {"position": 1},
        {"grid": 1},
        {"status": "retired", "position": 3},
        {"status": "lost"},
        {"basis": "rumour"},
        {"gap_ms": 5, "gap_laps": 1},
        {"note": "x" * 251},
        {"position": 0},
        {"position": 1000},
        {"grid": 0},
        {"grid": 1000},
        {"laps": 32_768},
        {"laps": -1},
        {"gap_laps": 0},
        {"gap_laps": 1000},
        {"time_ms": -1},
        {"time_ms": 360_000_000},
        {"gap_ms": 360_000_000},
        {"fastest_lap_ms": 360_000_000},
        {"number": 1},
        {"number": 10_000},
    ],
    ids=str,
)
def test_the_database_stands_behind_every_rule_of_its_table(wrong):
    """Past publishing, with a line that would do beside one that would not."""
    session = Session.objects.get(event__season__year=2021, event__slug="germany", code="FP1")
    cars = list(session.event.event_entries.values_list("pk", flat=True)[:2])
    right = [Line(cars[0], 1, grid=1, number=1), Line(cars[1], 2, grid=2, number=2)]
    wrong = wrong | ({"event_entry": cars[0]} if "event_entry" in wrong else {})
    assert check(right, cars) == []
    assert check([right[0], replace(right[1], **wrong)], cars)
    published = Classification.objects.create(session=session, number=1, status="official")

    def write(lines):
        Result.objects.bulk_create(
            Result(classification=published, **dict(zip(LINE_COLUMNS, astuple(line), strict=True))) for line in lines
        )

    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        write([right[0], replace(right[1], **wrong)])
    write(right)


# A season with one race, and one driver who is at another event alone.
DRIVERS = ("ann", "bo", "cy", "di")
ELSEWHERE = "ed"
FILES = {
    "season.toml": """
year = {year}
name = "Invented Cup"
short_name = "IC"
[scales]
race = [3, 2, 1]
[[titles]]
slug = "drivers"
name = "Drivers"
ranks = "drivers"
places = "overall"
""",
    "circuits.csv": "slug,name,locality,country,timezone,length_m,latitude,longitude\nmoor,Moor,,,UTC,,,\n",
    "teams.csv": "slug,name,short_name,country,colour\nred,Red,,,\n",
    "drivers.csv": "slug,given_name,family_name,country,born,born_basis,birthplace\n"
    + "".join(f"{driver},,{driver.title()},,,,\n" for driver in (*DRIVERS, ELSEWHERE)),
    "events.csv": "number,slug,code,name,circuit,starts_on,ends_on,status\n"
    "1,spring,SPR,Spring,moor,{year}-05-01,{year}-05-01,held\n2,autumn,AUT,Autumn,moor,{year}-09-01,{year}-09-01,held\n",
    "entries.csv": "number,driver,team,car,titles,wildcard,events\n"
    + "".join(f"{number},{driver},red,,,,spring\n" for number, driver in enumerate(DRIVERS, start=1))
    + f"9,{ELSEWHERE},red,,,,autumn\n",
    "sessions.csv": "event,code,name,kind,scale,date,time,laps_scheduled,laps_run\nspring,R,Race,race,race,,,,\n",
    "results.csv": "event,session,position,driver,status,laps,time,gap,pole,fastest_lap,note,basis,source,grid\n",
}


def write_folder(path: Path, year: int, lines: Sequence[Line] = (), drivers: Mapping[int, str] | None = None) -> Path:
    """The season's folder, with the lines as its author would write them down, whatever they are."""
    path.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (path / name).write_text(text.format(year=year))
    if drivers is not None:
        history = "event,session,number,status,published_at,published_by,reason\nspring,R,1,official,,,\n"
        (path / "classifications.csv").write_text(history)
        with (path / "results.csv").open("a", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(_row(line, drivers) for line in lines)
    return path


def _row(line: Line, drivers: Mapping[int, str]) -> list[object]:
    in_time = [] if line.gap_ms is None else [f"+{_time(line.gap_ms)}"]
    in_laps = [] if line.gap_laps is None else [f"+{line.gap_laps} lap{'' if line.gap_laps == 1 else 's'}"]
    return [
        "spring", "R", line.position, drivers[line.event_entry], line.status, line.laps, _time(line.time_ms),
        " ".join(in_time + in_laps), "", _time(line.fastest_lap_ms), line.note, line.basis, line.source, line.grid,
    ]  # fmt: skip


def _time(ms: int | None) -> str:
    if ms is None:
        return ""
    clock = datetime.timedelta(milliseconds=abs(ms))
    hours, rest = divmod(clock, datetime.timedelta(hours=1))
    minutes, rest = divmod(rest, datetime.timedelta(minutes=1))
    written = f"{hours}:{minutes:02}:" if hours else f"{minutes}:" if minutes else ""
    return f"{'-' if ms < 0 else ''}{written}{rest.seconds:0{2 if written else 1}}.{rest.microseconds // 1000:03}"


SPOILT = {
    "event_entry": [*range(len(DRIVERS) + 1)],
    "position": [None, -1, 0, 1, 2, 3, 999, 1000],
    "status": [*ResultStatus, "lost", ""],
    "laps": [None, -1, 0, 11, 32_767, 32_768],
    "time_ms": [None, -1, 0, 1_638_961, 359_999_999, 360_000_000, 2**31],
    "gap_ms": [None, -1, 0, 412, 359_999_999, 360_000_000],
    "gap_laps": [None, -1, 0, 1, 2, 999, 1000],
    "grid": [None, -1, 0, 1, 2, 3, 999, 1000],
    "fastest_lap_ms": [None, -1, 0, 114_791, 359_999_999, 360_000_000],
    "note": ["", "Engine", "Engine\nfailure", "a\x07b", "\x85", "\xa0", "x" * 250, "x" * 251],
    "basis": ["", *Basis, "rumour"],
    "source": ["", "A programme", "a\x00b", "x" * 5_000],
}


@st.composite
def orders(draw) -> list[dict[str, Any]]:
    """Orders that may be, and the same with one or two things changed; cars by their index among the drivers."""
    cars = draw(st.permutations(range(len(DRIVERS))))[: draw(st.integers(0, len(DRIVERS)))]
    places = draw(st.permutations([1, 2, 3, 4]))
    lines = [{"event_entry": car, "position": place} for place, car in enumerate(cars, start=1)]
    for line, grid in zip(lines, places, strict=False):
        if draw(st.booleans()):
            line |= {"position": None, "status": draw(st.sampled_from(list(ResultStatus)))}
        line["grid"] = draw(st.sampled_from([None, grid]))
    for _time_over in range(draw(st.integers(0, 2)) if lines else 0):
        field = draw(st.sampled_from(list(SPOILT)))
        draw(st.sampled_from(lines))[field] = draw(st.sampled_from(SPOILT[field]))
    return lines


@pytest.mark.django_db
def test_what_may_be_published_is_published_and_loaded(tmp_path):
    """Offered by the preview, taken by publishing, loaded from a folder: all three or none. And what was published is
    dumped and loaded again."""
    load(read_folder(write_folder(tmp_path / "2031", 2031)))
    race = Session.objects.get(event__season__year=2031)
    desk = read_desk(race.pk)
    of_drivers = dict(
        EventEntry.objects.filter(event__season__year=2031).values_list("driver__slug", "pk"),
    )
    cars = [of_drivers[driver] for driver in (*DRIVERS, ELSEWHERE)]
    drivers = {car: driver for driver, car in of_drivers.items()}
    outcomes = Counter()

    def may(do: Callable[[], object]) -> bool:
        """Whether it can be done; it is undone again."""
        try:
            with transaction.atomic():
                do()
                transaction.set_rollback(True)
        except (PublicationRefused, FolderProblems, LoadRefused):
            return False
        return True

    def publish_dump_load(lines: list[Line]) -> None:
        publish(race, lines, status="official")
        dump(2031, tmp_path / "dumped")
        again = load(read_folder(tmp_path / "dumped"))
        assert again.rows == 0

    @settings(max_examples=80)
    @given(orders())
    def agree(order: list[dict[str, Any]]) -> None:
        lines = [Line(**line | {"event_entry": cars[line["event_entry"]]}) for line in order]
        offered = not propose(desk, lines).is_refused
        published = may(lambda: publish_dump_load(lines))
        loaded = may(lambda: load(read_folder(write_folder(tmp_path / "2032", 2032, lines, drivers))))
        assert (offered, published, loaded) == (offered,) * 3
        outcomes[offered] += 1

    agree()
    # Either would agree with itself if nothing, or everything, were refused.
    assert min(outcomes[True], outcomes[False]) > 10


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Classification.Status, ClassificationStatus),
        (Result.Status, ResultStatus),
        (Result.Basis, Basis),
        (Penalty.Kind, DecisionKind),
    ],
)
def test_the_choices_of_the_models_are_the_words_of_the_rules(choices, words):
    """Django's choices add the labels, which the pure rules cannot have, and no word."""
    assert choices.values == [word.value for word in words]
