"""Points and distance of a run session, changed on race control's page: what is previewed, published and read."""

from decimal import Decimal

import pytest

from championship.models import PointsScale
from championship.publishing import publish
from championship.rules import AS_PLANNED, Counting
from championship.season.reading import load_year
from tests.accounts import staff
from tests.admin.race_control import at, forms, order, publish_previewed, sent_by, words
from tests.admin.race_control import preview as preview_order

pytestmark = pytest.mark.django_db

RAIN = "Stopped by rain"
# The first three of each title at the end of 2021, as published.
PUBLISHED = {
    "drivers": [("yann-ehrlacher", 223), ("frederic-vervisch", 195), ("jean-karl-vernay", 177)],
    "teams": [
        ("cyan-racing-lynk-and-co", 392),
        ("comtoyou-team-audi-sport", 334),
        ("cyan-performance-lynk-and-co", 308),
    ],
    "junior": [("luca-engstler", 372), ("gilles-magnus", 371), ("bence-boldizs", 250)],
    "trophy": [("gilles-magnus", 143), ("tom-coronel", 114), ("bence-boldizs", 77)],
}


def tables():
    standings = load_year(2021).standings
    return {
        title: [(row.competitor, row.points) for row in standings[title].tables[-1].rows[:3]] for title in PUBLISHED
    }


def sent(answer, **typed):
    (form,) = (form for form in forms(answer) if form.get("id") == "counting")
    once = ("do", "follows", "seen")
    return sent_by(form) | {name if name in once else f"counting-{name}": value for name, value in typed.items()}


def previewed(editor, session, **typed):
    return editor.post(at(session), sent(editor.get(at(session)), do="count-preview", **typed))


def count(editor, session, **typed):
    answer = previewed(editor, session, **{"reason": RAIN} | typed)
    return editor.post(at(session), sent(answer, do="count-publish"), follow=True)


def test_half_points_of_sochi_race_1_in_every_title(editor, race):
    assert tables() == PUBLISHED
    before = order(race)
    answer = previewed(editor, race, factor="0.5", laps="9", reason=RAIN)
    said = words(answer)
    assert "Counted back to lap 9, half points: Stopped by rain" in said
    # Every title is there, with what it loses, before anything is published.
    assert "Ehrlacher 1 223 → 217.5" in said
    assert "1 392 → 382.5" in said
    assert "Engstler 1 372 → 362" in said
    assert "Magnus 1 143 → 138" in said
    assert "Unchanged: FIA WTCR Trophy" not in said
    assert "Nobody has another place." in said
    assert race.classifications.count() == 2

    page = editor.post(at(race), sent(answer, do="count-publish"), follow=True)
    assert "Classification 3 is published as official." in words(page)
    assert order(race) == before
    third = race.classifications.get(number=3)
    assert third.counting == Counting(points_factor=Decimal("0.5"), laps_counted=9)
    assert (third.reason, third.status, third.published_by) == (RAIN, "official", "admin")
    assert "published classification 3, 22 rows, as official, counted back to lap 9, half points: Stopped by rain." in (
        words(page)
    )
    # By hand. Full points were 25-20-16-13-11-10-9-8-7-6-5-4-3-2-1, of the trophy 10-8.
    assert tables() == {
        "drivers": [
            ("yann-ehrlacher", Decimal("217.5")),  # 5th, 5.5 and not 11
            ("frederic-vervisch", 190),  # 6th, 5 and not 10
            ("jean-karl-vernay", 167),  # 2nd, 10 and not 20
        ],
        "teams": [
            ("cyan-racing-lynk-and-co", Decimal("382.5")),  # 5th and 8th, 5.5 + 4 and not 11 + 8
            ("comtoyou-team-audi-sport", 321),  # 3rd and 6th, 8 + 5 and not 16 + 10
            ("cyan-performance-lynk-and-co", Decimal("301.5")),  # 9th and 10th, 3.5 + 3 and not 7 + 6
        ],
        "junior": [
            ("luca-engstler", 362),  # 2nd of them, 10 and not 20
            ("gilles-magnus", Decimal("358.5")),  # 1st of them, 12.5 and not 25
            ("bence-boldizs", 242),  # 3rd of them, 8 and not 16
        ],
        "trophy": [
            ("gilles-magnus", 138),  # 1st of them, 5 and not 10
            ("tom-coronel", 114),  # not there
            ("bence-boldizs", 73),  # 2nd of them, 4 and not 8
        ],
    }


@pytest.mark.parametrize(
    ("factor", "drivers"),
    [
        # Fifth and sixth have 22 and 20; second is worth 40, more than the eleven that parted them.
        ("2", [("yann-ehrlacher", 234), ("frederic-vervisch", 205), ("jean-karl-vernay", 197)]),
        # Guerrieri, who has nothing of it, keeps 164; Vernay has 157 without the 20 of second.
        ("0", [("yann-ehrlacher", 212), ("frederic-vervisch", 185), ("esteban-guerrieri", 164)]),
    ],
)
def test_double_points_and_none_and_as_planned_again(editor, race, factor, drivers):
    count(editor, race, factor=factor)
    assert tables()["drivers"] == drivers
    count(editor, race, factor="1", reason="The stewards took it back")
    assert tables() == PUBLISHED
    assert race.classifications.get(number=4).counting == AS_PLANNED


def test_another_scale_of_the_season(editor, race):
    PointsScale.objects.create(season=race.event.season, slug="sprint", points="10 8 6", order=9)
    answer = previewed(editor, race, scale="sprint", reason=RAIN)
    assert "Another scale than planned: 10-8-6: Stopped by rain" in words(answer)
    editor.post(at(race), sent(answer, do="count-publish"))
    assert race.classifications.get(number=3).counting == Counting("sprint")
    # Fifth and sixth have nothing by it, second 8 and not 20.
    assert tables()["drivers"] == [("yann-ehrlacher", 212), ("frederic-vervisch", 185), ("jean-karl-vernay", 165)]


def test_another_order_comes_after_it_and_counts_by_the_same(editor, race):
    count(editor, race, factor="0.5", laps="9")
    answer = preview_order(editor, race, "numbers", "69 96")
    publish_previewed(editor, race, answer, reason="The order of lap 9", seen="1")
    assert order(race) == [(69, 1, "classified"), (96, 2, "classified")]
    assert race.classifications.get(number=4).counting == Counting(points_factor=Decimal("0.5"), laps_counted=9)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"factor": "0.5"}, "Say why: readers see the reason beside the classification."),
        ({"factor": "0.5", "reason": "   "}, "Say why: readers see the reason beside the classification."),
        ({"reason": RAIN}, "It counts so already, in classification 2."),
        ({"factor": "0.5", "laps": "12", "reason": RAIN}, "It ran 11 laps: write one of them, or none."),
        ({"laps": "0", "reason": RAIN}, "Ensure this value is greater than or equal to 1."),
        ({"factor": "7", "reason": RAIN}, "Select a valid choice. 7 is not one of the available choices."),
        ({"factor": "0.5", "reason": "x" * 251}, "Ensure this value has at most 250 characters (it has 251)."),
    ],
)
@pytest.mark.parametrize("do", ["count-preview", "count-publish"])
def test_what_is_refused_keeps_what_was_typed(editor, race, typed, sentence, do):
    answer = editor.post(at(race), sent(editor.get(at(race)), do=do, **typed))
    assert sentence in words(answer)
    assert sent(answer)["counting-reason"] == typed.get("reason", "")
    assert race.classifications.count() == 2


def test_only_what_was_previewed_is_published(editor, race):
    answer = previewed(editor, race, factor="0.5", reason=RAIN)
    said = words(editor.post(at(race), sent(answer, do="count-publish", factor="2")))
    assert "This is not the order that you saw in the preview." in said
    assert race.classifications.count() == 2


def test_of_two_editors_the_second_sees_what_the_first_published(editor, race):
    mine = previewed(editor, race, factor="0.5", reason=RAIN)
    theirs = previewed(editor, race, factor="0", reason="Less than two laps")
    editor.post(at(race), sent(theirs, do="count-publish"))
    answer = editor.post(at(race), sent(mine, do="count-publish"))
    said = words(answer)
    assert "Somebody else published while you were writing" in said
    assert "Less than two laps. No points." in said
    assert race.classifications.count() == 3
    # What was typed is kept, and is published after theirs once it was looked at again.
    assert (sent(answer)["counting-factor"], sent(answer)["counting-reason"]) == ("0.5", RAIN)
    editor.post(at(race), sent(answer, do="count-publish"))
    assert race.classifications.get(number=4).counting == Counting(points_factor=Decimal("0.5"))


def test_a_session_without_a_classification_has_nothing_to_count(editor, new_race):
    assert not [form for form in forms(editor.get(at(new_race))) if form.get("id") == "counting"]
    editor.post(
        at(new_race), {"do": "count-publish", "follows": "0", "counting-factor": "0.5", "counting-reason": RAIN}
    )
    assert not new_race.classifications.exists()


def test_it_takes_the_permission_to_publish(client, race):
    client.force_login(staff("championship.add_penalty", "championship.change_session", name="steward"))
    assert client.get(at(race)).status_code == 403
    assert client.post(at(race), {"do": "count-publish"}).status_code == 403
    client.force_login(staff("championship.add_classification", name="publisher"))
    count(client, race, factor="0.5")
    assert race.classifications.get(number=3).published_by == "publisher"


def test_readers_see_by_what_it_counts_and_why(editor, client, race):
    address, why = "/2021/russia/race-1/", "/2021/standings/drivers/after/russia/race-1/why/mikel-azcona/"
    for plain in (address, f"/sv{address}"):
        assert "Half points" not in words(client.get(plain))
        assert "Halva poäng" not in words(client.get(plain))
    count(editor, race, factor="0.5", laps="9")
    # The reason is that of the classification since which it counts so.
    publish(race, lines_of(race), status="official", reason="A note was missing")
    assert "Counted back to lap 9, half points: Stopped by rain." in words(client.get(address))
    assert "Räknat tillbaka till varv 9, halva poäng: Stopped by rain." in words(client.get(f"/sv{address}"))
    # The places that the second classification changed moved full points then, and do so still.
    assert "Vervisch 3 6 −6" in words(client.get(address))
    assert "Half points: 12.5 points instead of 25." in words(client.get(why))
    assert "Halva poäng: 12,5 poäng i stället för 25." in words(client.get(f"/sv{why}"))
    rows = client.get("/2021/russia/race-1.json").json()["rows"]
    assert [(row["points"], row["points_factor"], row["laps_counted"]) for row in rows[:2]] == [
        (12.5, 0.5, 9),
        (10, 0.5, 9),
    ]
    assert b"Counted back to lap 9, half points." in client.get("/2021/results.xml").content


def test_a_reason_in_swedish_is_read_on_the_swedish_pages(editor, client, race):
    count(editor, race, factor="0.5", reason_sv="Stoppat av regn & <b>hagel</b>")
    address = "/2021/russia/race-1/"
    assert "Half points: Stopped by rain." in words(client.get(address))
    assert "Halva poäng: Stoppat av regn & <b>hagel</b>." in words(client.get(f"/sv{address}"))
    assert race.classifications.get(number=3).reason_sv == "Stoppat av regn & <b>hagel</b>"


@pytest.mark.parametrize(("title", "name"), [("drivers", "mikel-azcona"), ("teams", "comtoyou-team-audi-sport")])
def test_a_race_without_points_is_named_among_the_reasons(editor, client, race, title, name):
    why = f"/2021/standings/{title}/after/russia/race-2/why/{name}/"
    count(editor, race, factor="0", reason="Less than <two> laps", reason_sv="Under två varv")
    publish(race, lines_of(race), status="official", reason="A note was missing")
    said = words(client.get(why))
    assert "st, no points" in said if title == "drivers" else "Vervisch 6th, no points" in said
    assert "No points: Less than <two> laps." in said
    assert "Inga poäng: Under två varv." in words(client.get(f"/sv{why}"))
    rows = client.get(f"{why.rstrip('/')}.json").json()["rows"]
    assert {row["points"] for row in rows if (row["event"], row["session"]) == ("russia", "R1")} == {0}


def lines_of(race):
    current = race.classifications.order_by("number").last()
    return next(iter(current.results.all().lines().values()))
