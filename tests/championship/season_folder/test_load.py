"""A season folder into the database, its provisional orders worked out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship import scoring
from championship.models import (
    Classification,
    Entry,
    Result,
    Season,
    Session,
    Title,
)
from championship.season.reading import load_year
from championship.season_folder import load, read_folder
from championship.season_folder.history import histories
from tests.championship.folders import add_line, change_row, replace_text
from tests.championship.season_folder.loaded import order_of, session
from tests.published import forget_seasons

pytestmark = pytest.mark.django_db


def test_the_season_of_2021_is_all_there():
    season = Season.objects.get(year=2021)
    assert season.events.count() == 12
    assert Session.objects.filter(event__season=season).count() == 54
    current = Classification.objects.current().filter(session__event__season=season)
    assert Result.objects.filter(classification__in=current).count() == 550
    assert list(
        Entry.objects.filter(driver__slug="nicola-baldan").values_list("wildcard", "event_entries__event__slug")
    ) == [
        (True, "hungary"),
        (False, "italy"),
    ]


def test_local_times_become_utc():
    assert session("portugal", "R1").starts_at == datetime(2021, 6, 27, 11, 15, tzinfo=UTC)
    assert session("russia", "R1").starts_at == datetime(2021, 11, 28, 9, 15, tzinfo=UTC)
    assert (session("germany", "R1").starts_at, session("germany", "R1").date) == (None, date(2021, 6, 5))


def test_rules_keep_their_words_and_exact_points(club):
    trophy = Title.objects.get(season__year=2030, slug="trophy")
    assert trophy.other_names == "Gentlemen's Cup; Silver Cup"
    assert trophy.own_scales
    assert [(own.kind, own.scale.slug) for own in trophy.own_scale_rows.all()] == [("race", "trophy")]
    drivers = Title.objects.get(season__year=2030, slug="drivers")
    assert (drivers.best_scores, drivers.bonus_fastest_lap, drivers.bonus_fastest_qualifier) == (3, 1, None)
    assert drivers.season.scales.get(slug="race").points == "25 18 12.5 8 5 2.5"


def test_pole_is_the_first_place_on_the_grid(club):
    on_grid = Result.objects.filter(classification__session=session("summer", "R", 2030), grid__isnull=False)
    assert dict(on_grid.values_list("event_entry__driver__slug", "grid")) == {
        "emil-novak": 1, "bruno-falk": 2, "cem-aydin": 3, "ada-lindqvist": 4,
    }  # fmt: skip


def test_states_follow_from_results_and_events(begun):
    change_row(begun, "sessions.csv", {"event": "finale", "code": "R"}, name="Final Race")
    replace_text(begun, "sessions.csv", "laps_run\n", "laps_run,state\n")
    text = (begun / "sessions.csv").read_text().splitlines()
    text[1:] = [f"{line},{'cancelled' if line.startswith('finale,Q') else ''}" for line in text[1:]]
    (begun / "sessions.csv").write_text("\n".join(text) + "\n")
    load(read_folder(begun))
    states = {
        f"{one.event.slug}/{one.slug}": one.state
        for one in Session.objects.filter(event__season__year=2030).select_related("event")
    }
    assert states == {
        "spring/qualifying": "finished", "spring/race": "finished",
        "summer/qualifying": "finished", "summer/race": "finished",
        "autumn/qualifying": "postponed", "autumn/race": "postponed",
        "finale/qualifying": "cancelled", "finale/final-race": "scheduled",
    }  # fmt: skip


def test_a_small_season_scores_as_worked_out_by_hand(club):
    tables = {slug: standings.tables[-1] for slug, standings in scoring.score(load_year(2030).inputs).items()}
    assert [(row.position, row.competitor, row.points) for row in tables["drivers"].rows] == [
        (1, "cem-aydin", Decimal("79")),
        (2, "farid-haddad", Decimal("71.5")),
        (3, "bruno-falk", Decimal("69")),
        (4, "ada-lindqvist", Decimal("55.5")),
        (5, "dario-ricci", Decimal("13")),
        (5, "emil-novak", Decimal("13")),
    ]
    assert [(row.competitor, row.points) for row in tables["teams"].rows] == [
        ("old-harbour", Decimal("108.5")),
        ("northern-light", Decimal("91.5")),
        ("westwind", Decimal("12")),
    ]


def test_the_provisional_order_is_worked_out_where_the_record_allows():
    with_two = Classification.objects.filter(number=2, session__event__season__year=2021)
    assert sorted(with_two.values_list("session__event__slug", "session__code")) == [
        ("germany", "R1"), ("hungary", "R2"), ("italy", "R1"), ("russia", "R1"), ("russia", "R2"), ("spain", "R2"),
    ]  # fmt: skip
    assert set(with_two.values_list("status", "published_at")) == {("official", None)}
    assert (
        not Classification.objects.filter(number=1, status="provisional")
        .exclude(session__in=with_two.values("session"))
        .exists()
    )


def test_the_podium_of_sochi_before_and_after_the_penalty():
    provisional, official = session("russia", "R1").classifications.order_by("number")
    assert (provisional.status, provisional.reason) == ("provisional", "")
    assert official.reason == "Penalty: Frédéric Vervisch, 5 seconds, from 3rd to 6th."
    assert order_of("russia", "R1", 1)[:7] == [
        (1, "mikel-azcona"), (2, "jean-karl-vernay"), (3, "frederic-vervisch"), (4, "gilles-magnus"),
        (5, "nathanael-berthon"), (6, "yann-ehrlacher"), (7, "attila-tassi"),
    ]  # fmt: skip
    assert order_of("russia", "R1", 2)[2:6] == [
        (3, "gilles-magnus"), (4, "nathanael-berthon"), (5, "yann-ehrlacher"), (6, "frederic-vervisch"),
    ]  # fmt: skip
    # The place that is not on record stays a gap, and nobody in the provisional order has a time.
    assert order_of("russia", "R1", 1)[-1] == order_of("russia", "R1", 2)[-1] == (17, "bence-boldizs")
    assert set(provisional.results.values_list("time_ms", "gap_ms", "gap_laps", "basis")) == {
        (None, None, None, "derived")
    }
    assert set(provisional.results.values_list("source", flat=True)) == {
        "https://www.p300.it/wtcr-gp-russia-2021-vervisch-perde-il-podio-di-gara-1/"
    }


def test_several_penalties_are_put_back_from_the_front_on(club):
    (club / "penalties.csv").write_text(
        "event,session,driver,kind,seconds,places,position_before,position_after,source\n"
        "spring,R,farid-haddad,time,10,,2,6,https://example.org/a\n"
        "spring,R,ada-lindqvist,grid,,3,,,\n"
        "spring,R,emil-novak,places,,4,1,5,https://example.org/b\n"
    )
    forget_seasons(year=2030)
    load(read_folder(club))
    assert order_of("spring", "R", 1, 2030) == [
        (1, "emil-novak"), (2, "farid-haddad"), (3, "ada-lindqvist"), (4, "bruno-falk"), (5, "cem-aydin"),
        (6, "dario-ricci"),
    ]  # fmt: skip
    assert session("spring", "R", 2030).classifications.get(number=2).reason == (
        "Penalties: Farid Haddad, 10 seconds, from 2nd to 6th; Emil Novák, 4 places, from 1st to 5th."
    )


def test_a_driver_with_two_penalties_has_no_one_place_on_the_road(club):
    (club / "penalties.csv").write_text(
        "event,session,driver,kind,seconds,places,position_before,position_after,source\n"
        "spring,R,emil-novak,places,,2,1,3,https://example.org/a\n"
        "spring,R,emil-novak,places,,2,2,5,https://example.org/b\n"
    )
    assert [one.status for one in histories(read_folder(club))["spring", "R"]] == ["official"]


def test_loading_takes_the_same_queries_however_long_the_season(club):
    forget_seasons(year=2030)
    folder = read_folder(club)
    with CaptureQueriesContext(connection) as few:
        load(folder)
    forget_seasons(year=2030)
    for number in range(5, 40):
        slug = f"extra-{number}"
        add_line(club, "events.csv", f"{number},{slug},X{chr(65 + number // 26)}{chr(65 + number % 26)},Extra,"
                 "north-quay,2030-11-01,2030-11-02,held")  # fmt: skip
        add_line(club, "sessions.csv", f"{slug},R,Race,race,race,,,,")
        add_line(club, "results.csv", f"{slug},R,1,cem-aydin,classified,,,,,,,,,,")
    folder = read_folder(club)
    with CaptureQueriesContext(connection) as many:
        load(folder)
    assert len(many) == len(few)
