"""publish(): the one door through which a classification becomes current."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from championship.models import Classification, Entry, EventEntry, PointsScale, Result, Session
from championship.publishing import Publication, PublicationRefused, publish, publish_history
from championship.rules import AS_PLANNED, Counting, Line
from drivers.models import Driver, Team
from web.cache import revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    """A race with one classification, on which the stewards may think again."""
    return Session.objects.get(event__season__year=2021, event__slug="germany", code="R2")


@pytest.fixture
def cars():
    """The cars of Germany by their drivers."""
    entries = EventEntry.objects.filter(event__season__year=2021, event__slug="germany")
    return dict(entries.values_list("driver__slug", "pk"))


def refusal(session, lines, status="official"):
    before = revision.current()
    with pytest.raises(PublicationRefused) as caught:
        publish(session, lines, status=status)
    assert revision.current() == before
    return caught.value.sentences


def test_the_next_classification_is_published(race, cars):
    at = datetime(2021, 6, 5, 18, 0, tzinfo=UTC)
    lines = [
        Line(cars["rob-huff"], 1, laps=3, time_ms=1_600_000, grid=2),
        Line(cars["thed-bjork"], 2, laps=3, gap_ms=412, fastest_lap_ms=530_000, basis="two sources", source="FIA"),
        Line(cars["yvan-muller"], 3, laps=2, gap_laps=1),
        Line(cars["tom-coronel"], status="disqualified", note="Under the least weight"),
    ]
    published = publish(race, iter(lines), status="official", by="editor", reason="Protest upheld", at=at)
    assert (published.number, published.status, published.published_by, published.reason, published.published_at) == (
        2, "official", "editor", "Protest upheld", at,
    )  # fmt: skip
    assert race.classifications.current().get() == published
    fields = ("order", "event_entry", "position", "status", "laps", "time_ms", "gap_ms", "gap_laps", "grid")
    assert list(published.results.values_list(*fields)) == [
        (1, cars["rob-huff"], 1, "classified", 3, 1_600_000, None, None, 2),
        (2, cars["thed-bjork"], 2, "classified", 3, None, 412, None, None),
        (3, cars["yvan-muller"], 3, "classified", 2, None, None, 1, None),
        (4, cars["tom-coronel"], None, "disqualified", None, None, None, None, None),
    ]
    # What was published before stands as it was.
    assert race.classifications.get(number=1).results.count() == 22


def test_without_a_moment_it_is_published_now(race, cars):
    before = datetime.now(UTC)
    published = publish(race, [Line(cars["rob-huff"], 1)], status="provisional")
    assert before <= published.published_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("state", "after"),
    [("scheduled", "finished"), ("postponed", "finished"), ("finished", "finished"), ("live", "live")],
)
def test_the_session_is_finished_unless_it_is_live(race, cars, state, after):
    Session.objects.filter(pk=race.pk).update(state=state)
    publish(race, [Line(cars["rob-huff"], 1)], status="provisional")
    assert race.state == after
    race.refresh_from_db()
    assert race.state == after


def test_a_cancelled_session_has_no_new_result(race, cars):
    """It would be finished, and readers told that it ran."""
    Session.objects.filter(pk=race.pk).update(state="cancelled")
    sentence = "Race of Germany 2021: Race 2 is cancelled; schedule it again first."
    assert refusal(race, [Line(cars["rob-huff"], 1)]) == [sentence]
    race.refresh_from_db()
    assert (race.state, race.classifications.count()) == ("cancelled", 1)


def test_everything_that_is_wrong_is_said_at_once(race, cars):
    elsewhere = EventEntry.objects.get(event__slug="russia", driver__slug="kirill-ladygin").pk
    lines = [
        Line(cars["rob-huff"], 1),
        Line(cars["thed-bjork"], 1),
        Line(cars["rob-huff"], 3),
        Line(cars["yvan-muller"], 4, status="retired"),
        Line(cars["tom-coronel"], 0),
        Line(cars["jordi-gene"], 5, status="lost"),
        Line(elsewhere, 6),
    ]
    assert refusal(race, lines, status="final") == [
        "“final” is no status of a classification: provisional, under-investigation, official.",
        f"Entry {elsewhere} is not on the event's entry list.",
        "Rob Huff is in it twice.",
        "Yvan Muller has place 4 and is retired.",
        "Tom Coronel has place 0; places count from 1.",
        "“lost” is no status of a car: classified, not-classified, retired, did-not-start, disqualified, excluded, "
        "not-on-record.",
        "Place 1 has more than one car: Rob Huff, Thed Björk.",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gap_ms": 400, "gap_laps": 1}, "has a gap in time and one in laps; one of the two is the gap."),
        ({"grid": 0}, "has place 0 on the grid; places count from 1."),
        ({"position": 1000}, "has 1000 as place; 999 is the most."),
        ({"grid": 1000}, "has 1000 as place on the grid; 999 is the most."),
        ({"laps": -1}, "has -1 as laps; it cannot be below 0."),
        ({"time_ms": -1}, "has -1 as time; it cannot be below 0."),
        ({"fastest_lap_ms": 2**31}, "has 2147483648 as fastest lap; 359999999 is the most."),
        ({"gap_laps": 0}, "has 0 as gap in laps; it cannot be below 1."),
        ({"source": "a\0b"}, "has a source with a sign that cannot be written, U+0000."),
        (
            {"basis": "rumour"},
            "rests on “rumour”, which is none of two sources, one source, derived, doubtful, not on record.",
        ),
        ({"note": "x" * 251}, "has a note of 251 characters; 250 are the most."),
    ],
)
def test_what_a_result_cannot_hold_is_said_in_a_sentence(race, cars, wrong, sentence):
    assert refusal(race, [Line(cars["rob-huff"], **wrong)]) == [f"Rob Huff {sentence}"]


def test_one_place_on_the_grid_has_one_car(race, cars):
    lines = [Line(cars["rob-huff"], 1, grid=1), Line(cars["thed-bjork"], 2, grid=1)]
    assert refusal(race, lines) == ["Place 1 on the grid has more than one car: Rob Huff, Thed Björk."]


def test_who_published_and_why_fit_their_columns(race, cars):
    with pytest.raises(PublicationRefused) as caught:
        publish(race, [Line(cars["rob-huff"], 1)], status="official", by="x" * 151, reason="x" * 251)
    assert caught.value.sentences == [
        "Who published it has 151 characters; 150 are the most.",
        "The reason has 251 characters; 250 are the most.",
    ]


def test_a_classification_has_lines(race):
    assert refusal(race, []) == ["A classification needs at least one line."]


def test_a_publication_is_whole_or_not_at_all(race, cars, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Result.objects, "bulk_create", fail)
    before = revision.current()
    with pytest.raises(RuntimeError):
        publish(race, [Line(cars["rob-huff"], 1)], status="official")
    assert race.classifications.count() == 1
    assert revision.current() == before


def test_a_publication_takes_the_same_queries_for_one_car_and_for_all(race, cars):
    with CaptureQueriesContext(connection) as one:
        publish(race, [Line(cars["rob-huff"], 1)], status="official")
    with CaptureQueriesContext(connection) as all_cars:
        publish(race, [Line(pk, place) for place, pk in enumerate(cars.values(), start=1)], status="official")
    assert len(one) == len(all_cars)


def test_what_was_published_elsewhere_is_recorded_whole(cars):
    practice = Session.objects.select_related("event").get(event__season__year=2021, event__slug="germany", code="FP1")
    at = datetime(2021, 6, 3, 12, 0, tzinfo=UTC)
    publish_history(
        {
            practice: [
                Publication(1, "provisional", (Line(cars["rob-huff"], 1),), at, "timing"),
                Publication(3, "official", (Line(cars["thed-bjork"], 1),)),
            ]
        }
    )
    assert list(practice.classifications.order_by("number").values_list("number", "published_at", "published_by")) == [
        (1, at, "timing"),
        (3, None, ""),
    ]
    with pytest.raises(PublicationRefused) as caught:
        publish_history({practice: [Publication(4, "official", ())]})
    assert caught.value.sentences == ["germany/FP1, classification 4: A classification needs at least one line."]


def test_what_is_published_is_never_edited(race):
    classification = race.classifications.get()
    classification.status = "provisional"
    result = classification.results.first()
    result.position = 22
    before = list(Result.objects.values_list()), list(Classification.objects.values_list())
    for change in (
        classification.save,
        result.save,
        # By the back door of a new object with the old one's number.
        Classification(pk=classification.pk, session=race, number=1, status="provisional").save,
        lambda: race.classifications.update(status="provisional"),
        lambda: classification.results.update(note="Changed"),
        lambda: Result.objects.bulk_update([result], ["position"]),
        lambda: race.classifications.update(points_factor=2),
        lambda: race.classifications.update(scale=None),
        lambda: race.classifications.update(laps_counted=2),
        lambda: classification.results.update(number=700),
        lambda: connection.cursor().execute("UPDATE championship_result SET laps = 1"),
        lambda: connection.cursor().execute("UPDATE championship_classification SET reason = 'Changed'"),
    ):
        with pytest.raises(IntegrityError, match="Publish the next classification"), transaction.atomic():
            change()
    assert (list(Result.objects.values_list()), list(Classification.objects.values_list())) == before


def test_what_a_published_classification_counts_by_stays_in_other_tables_too(race):
    car = EventEntry.objects.get(event=race.event, driver__slug="rob-huff")
    scale, other = race.scale, PointsScale.objects.create(season=race.event.season, slug="sprint", points="5 3 1")
    entry = Entry.objects.create(
        season=race.event.season,
        driver=Driver.objects.create(slug="a-new", family_name="New"),
        team=Team.objects.first(),
    )
    newcomer = EventEntry.objects.create(event=race.event, entry=entry, number=700)
    practice = race.event.sessions.get(code="FP1")
    for change in (
        lambda: Session.objects.filter(pk=race.pk).update(scale=other),
        lambda: Session.objects.filter(pk=race.pk).update(scale=None),
        lambda: EventEntry.objects.filter(pk=car.pk).update(number=701),
        lambda: EventEntry.objects.filter(pk=car.pk).update(number=None),
        lambda: PointsScale.objects.filter(pk=scale.pk).update(points="30 20"),
        lambda: connection.cursor().execute(f"UPDATE championship_session SET scale_id = NULL WHERE id = {race.pk}"),
    ):
        with pytest.raises(IntegrityError, match="A published classification rests on this"), transaction.atomic():
            change()
    # The rest of these rows, and the rows that no result rests on, are an editor's to change.
    Session.objects.filter(pk=race.pk).update(name="The race", laps_run=3)
    PointsScale.objects.filter(pk=scale.pk).update(order=9)
    PointsScale.objects.filter(pk=other.pk).update(points="6 3 1")
    Session.objects.filter(pk=practice.pk).update(scale=other)
    EventEntry.objects.filter(pk=newcomer.pk).update(number=702)


def test_a_classification_keeps_what_it_counts_by(race, cars):
    lines = [Line(cars["rob-huff"], 1), Line(cars["thed-bjork"], 2, number=711)]
    first = publish(race, lines, status="official")
    assert (first.scale, first.points_factor, first.laps_counted, first.counting) == (race.scale, 1, None, AS_PLANNED)
    numbers = dict(EventEntry.objects.filter(event=race.event).values_list("pk", "number"))
    assert list(first.results.values_list("number", flat=True)) == [numbers[cars["rob-huff"]], 711]
    PointsScale.objects.create(season=race.event.season, slug="sprint", points="5 3 1")
    half = Counting("sprint", Decimal("0.5"), 2)
    second = publish(race, lines, status="official", counting=half, reason="Stopped", reason_sv="Avbrutet")
    assert (second.scale.slug, second.counting, second.reason_sv) == ("sprint", half, "Avbrutet")
    # The next one goes on from it, with the number that was put right.
    third = publish(race, [Line(cars["thed-bjork"], 1), Line(cars["rob-huff"], 2)], status="official")
    assert third.counting == half
    assert list(third.results.values_list("number", flat=True)) == [711, numbers[cars["rob-huff"]]]
    assert publish(race, lines, status="official", counting=AS_PLANNED).counting == AS_PLANNED


@pytest.mark.parametrize(
    ("counting", "sentence"),
    [
        (Counting("sprint"), "The season has no scale “sprint”."),
        (Counting(points_factor=Decimal("10.01")),
         "Points cannot be multiplied by 10.01: 0 to 10, with two digits after the point."),
        (Counting(points_factor=Decimal("0.125")),
         "Points cannot be multiplied by 0.125: 0 to 10, with two digits after the point."),
        (Counting(points_factor=Decimal("NaN")),
         "Points cannot be multiplied by NaN: 0 to 10, with two digits after the point."),
        (Counting(laps_counted=0), "A race cannot be counted back to lap 0: it is 1 to 32767."),
    ],
)  # fmt: skip
def test_what_no_classification_counts_by_is_said_in_a_sentence(race, cars, counting, sentence):
    before = revision.current()
    with pytest.raises(PublicationRefused) as caught:
        publish(race, [Line(cars["rob-huff"], 1)], status="official", counting=counting)
    assert caught.value.sentences == [sentence]
    assert revision.current() == before


def test_one_number_is_on_one_car(race, cars):
    taken = EventEntry.objects.get(pk=cars["rob-huff"]).number
    lines = [Line(cars["rob-huff"], 1), Line(cars["thed-bjork"], 2, number=taken)]
    assert refusal(race, lines) == [f"The number {taken} is on more than one car: Rob Huff, Thed Björk."]
