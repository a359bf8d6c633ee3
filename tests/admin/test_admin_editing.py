"""What editors enter, and the sentences that they read when something does not fit."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from championship.models import Adjustment, Entry, Event, EventEntry, Penalty, PointsScale, Season, Session, Title
from drivers.models import Driver, Team
from news.models import Article
from pictures.models import Picture
from web.models import OldAddress

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def photo(size=(800, 600)):
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, "JPEG")
    return SimpleUploadedFile("photo.jpg", content.getvalue(), "image/jpeg")


def test_an_editor_adds_a_driver_with_a_career(editor, filled):
    add = page("drivers_driver_add")
    answer = editor.post(
        add,
        filled(
            editor.get(add),
            given_name="Mikel", family_name="Neu", slug="mikel-neu", country="ES", lead="A lead.",
            **{
                "career-TOTAL_FORMS": "1", "career-0-first_year": "2018", "career-0-last_year": "2019",
                "career-0-series": "TCR Europe",
            },
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    driver = Driver.objects.get(slug="mikel-neu")
    assert (driver.name, [str(line) for line in driver.career.all()]) == ("Mikel Neu", ["2018–19 TCR Europe"])


def test_a_value_that_does_not_fit_is_said_in_a_sentence_and_nothing_typed_is_lost(editor, filled, said):
    add = page("drivers_driver_add")
    answer = editor.post(
        add,
        filled(editor.get(add), given_name="Mikel", family_name="Neu", slug="mikel-neu", country="Spain"[:2],
               born_basis="sourced", lead="Typed with care."),
    )  # fmt: skip
    assert said(answer) == [
        "Say where the birth date comes from only together with the date.",
        "Write the two capital letters of the country, such as SE.",
    ]
    assert filled(answer)["lead"] == "Typed with care."
    assert not Driver.objects.filter(slug="mikel-neu").exists()


@pytest.mark.parametrize(
    ("where", "typed", "sentence"),
    [
        ("event", {"status": "cancelled"}, "A cancelled event has no number: empty the number."),
        ("event", {"number": ""}, "An event that was held needs its number."),
        ("event", {"number": "2"}, "Another event of this season has this number."),
        ("event", {"ends_on": "2021-01-01"}, "The last day comes before the first."),
        ("event", {"code": "Germany"[:3]}, "Write three capital letters, such as GER."),
        ("title", {"cars_per_session": "2"},
         "How many cars count is for a title that ranks teams, and at least 1. Empty it for drivers."),
        ("event", {"slug": "standings"}, "The season has a page of its own at standings."),
        ("event", {"number": "0"}, "Ensure this value is greater than or equal to 1."),
        ("event", {"starts_on": "2001-06-03"}, "2001-06-03 is not in the season of 2021."),
        ("session", {"date": "2021-07-03"}, "2021-07-03 is not a day of the event, 2021-06-03 to 2021-06-05."),
        ("title", {"minimum_entrants": "0"}, "Ensure this value is greater than or equal to 1."),
        ("title", {"bonus_fastest_lap": "-1"}, "Ensure this value is greater than or equal to 0."),
        ("circuit", {"length_m": "1000001"}, "Ensure this value is less than or equal to 1000000."),
        ("pointsscale", {"points": "25 10000"},
         "A place gives at most 9999.99 points, with two digits after the point."),
        ("penalty", {"position_before": "0"}, "Ensure this value is greater than or equal to 1."),
        ("adjustment", {"points": "-10000"}, "Ensure this value is greater than or equal to -9999.99."),
        ("evententry", {"number": "10000"}, "Ensure this value is less than or equal to 9999."),
        ("title", {"without_sessions": "Q3, Q2"}, "Write session codes with spaces: Q2 Q3."),
        ("circuit", {"timezone": "Lisbon"}, "Lisbon is no time zone. Write an IANA name, such as Europe/Lisbon."),
        ("circuit", {"latitude": "91"}, "A latitude lies between -90 and 90."),
        ("pointsscale", {"points": "25,20"}, "Write the points from first place on, with spaces: 25 20 16 13."),
        ("session", {"date": ""}, "A start needs the day at the circuit, too."),
        (
            "penalty",
            {"kind": "grid"},
            "Seconds belong to a time penalty or a drive-through: choose that kind, or empty them.",
        ),
        ("adjustment", {"points": "0"}, "Write how many points are given, or taken with a minus; 0 changes nothing."),
        ("evententry", {"number": "11"}, "This number is already on the event's entry list."),
    ],
)  # fmt: skip
def test_the_designs_rules_are_said_in_sentences(editor, filled, said, where, typed, sentence):
    season = Season.objects.get(year=2021)
    germany = season.events.get(slug="germany")
    Session.objects.filter(event=germany, code="R1").update(starts_at=timezone.now())
    # What no result rests on yet.
    newcomer = Entry.objects.create(
        season=season, driver=Driver.objects.create(slug="a-new", family_name="New"), team=Team.objects.first()
    )
    row = {
        "event": germany,
        "title": season.titles.get(slug="drivers"),
        "circuit": germany.circuit,
        "pointsscale": PointsScale.objects.create(season=season, slug="sprint", points="5 3"),
        "session": germany.sessions.get(code="R1"),
        "penalty": Penalty.objects.filter(seconds__isnull=False).first(),
        "adjustment": Adjustment.objects.first(),
        "evententry": EventEntry.objects.create(event=germany, entry=newcomer, number=700),
    }[where]
    change = page(f"championship_{where}_change", row.pk)
    sent = filled(editor.get(change), **typed)
    answer = editor.post(change, sent)
    assert sentence in said(answer)
    kept = filled(answer)
    assert {name: kept.get(name) for name in typed} == typed


def test_a_car_joins_an_entry_list_under_its_own_number_and_a_driver_only_once(editor, filled, said):
    season = Season.objects.get(year=2021)
    entry = Entry.objects.create(
        season=season, driver=Driver.objects.create(slug="a-new", family_name="New"), team=Team.objects.first(),
        number=77,
    )  # fmt: skip
    hungary = season.events.get(slug="hungary")
    add = page("championship_evententry_add")
    sent = filled(editor.get(f"{add}?event={hungary.pk}"), event=hungary.pk, entry=entry.pk)
    assert editor.post(add, sent).status_code == 302
    assert EventEntry.objects.get(event=hungary, entry=entry).number == 77
    assert said(editor.post(add, sent | {"number": "78"})) == ["This driver is already on the event's entry list."]


def test_a_new_entry_comes_with_its_events(editor, filled):
    season = Season.objects.get(year=2021)
    driver = Driver.objects.create(slug="a-new", family_name="New")
    hungary = season.events.get(slug="hungary")
    add = page("championship_entry_add")
    answer = editor.post(
        add,
        filled(
            editor.get(add), season=season.pk, driver=driver.pk, team=Team.objects.first().pk, number="77",
            titles=[season.titles.get(slug="trophy").pk],
            **{"event_entries-TOTAL_FORMS": "1", "event_entries-0-event": hungary.pk},
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    entry = Entry.objects.get(driver=driver)
    assert [(on.event, on.number, on.driver) for on in entry.event_entries.all()] == [(hungary, 77, driver)]
    assert [title.slug for title in entry.titles.all()] == ["trophy"]


def test_a_decision_is_offered_and_held_to_the_cars_of_its_event(editor, filled, said):
    season = Season.objects.get(year=2021)
    race = Session.objects.get(event__season=season, event__slug="hungary", code="R1")
    stranger = EventEntry.objects.filter(event__season=season, event__slug="italy").first()
    add = f"{page('championship_penalty_add')}?session={race.pk}"
    form = editor.get(add)
    offered = {choice.value for choice, _ in form.context["adminform"].form.fields["event_entry"].choices if choice}
    assert offered == set(race.event.event_entries.values_list("pk", flat=True))
    sent = filled(form, kind="time", seconds="5", event_entry=stranger.pk, reason="Contact")
    assert "The entry is not on the list of this session's event." in said(editor.post(add, sent))
    assert editor.post(add, sent | {"event_entry": min(offered)}).status_code == 302
    assert Penalty.objects.get(reason="Contact").session == race


def test_points_are_given_to_whom_the_title_ranks_and_who_was_there(editor, filled, said):
    season = Season.objects.get(year=2021)
    title = season.titles.get(slug="drivers")
    last = Session.objects.filter(event__season=season, event__status="held").order_by("event__order", "order").last()
    add = page("championship_adjustment_add")
    sent = filled(editor.get(add), title=title.pk, points="-5", after=last.pk, kind="deduction", reason="Contact")
    who = "Choose a driver or a team, as the title ranks them."
    assert who in said(editor.post(add, sent))
    assert "This title ranks drivers." in said(editor.post(add, sent | {"team": Team.objects.first().pk}))
    stranger = Driver.objects.create(slug="a-new", family_name="New")
    assert "New has no entry in WTCR 2021." in said(editor.post(add, sent | {"driver": stranger.pk}))
    other = Season.objects.create(year=2020, name="Cup", short_name="WTCR")
    elsewhere = Title.objects.create(season=other, slug="drivers", name="Drivers", ranks="drivers", places="overall")
    driver = Driver.objects.get(slug="jessica-backman")
    wrong = editor.post(add, sent | {"driver": driver.pk, "title": elsewhere.pk})
    assert "The title and the session are of different seasons." in said(wrong)
    assert editor.post(add, sent | {"driver": driver.pk}).status_code == 302
    assert str(Adjustment.objects.get(reason="Contact")) == "FIA Drivers' Title 2021: Jessica Bäckman -5.00"


def test_a_page_reads_its_rows_and_what_they_may_choose_once(editor, django_assert_num_queries):
    germany = Event.objects.get(season__year=2021, slug="germany")
    change = page("championship_event_change", germany.pk)
    editor.get(change)
    for number in range(2):
        with django_assert_num_queries(13):
            answer = editor.get(change)
        assert answer.content.count(b"sessions-0-code") > 0
        Session.objects.create(
            event=germany, code=f"X{number}", slug=f"x{number}", name="Extra", kind="practice", order=50
        )


def test_a_renamed_driver_keeps_the_old_address(editor, filled):
    driver = Driver.objects.get(slug="jessica-backman")
    change = page("drivers_driver_change", driver.pk)
    assert editor.post(change, filled(editor.get(change), slug="jessica-ny")).status_code == 302
    assert list(OldAddress.objects.values_list("old_path", "new_path")) == [
        ("/drivers/jessica-backman/", "/drivers/jessica-ny/")
    ]


def test_an_address_by_hand_stays_on_the_site(editor, said):
    add = page("web_oldaddress_add")
    sentence = "Write the address with one / before it and one after it."
    assert said(editor.post(add, {"old_path": "/alt/", "new_path": "//elsewhere.example/"})) == [sentence]
    assert said(editor.post(add, {"old_path": "alt/", "new_path": "/neu/"})) == [sentence]
    assert said(editor.post(add, {"old_path": "/alt/", "new_path": "/alt/"})) != []
    assert editor.post(add, {"old_path": "/alt/", "new_path": "/neu/"}).status_code == 302
    assert OldAddress.objects.get().new_path == "/neu/"


def test_an_article_goes_from_draft_to_plan_to_page(editor, client, filled):
    Article.objects.all().delete()
    season = Season.objects.get(year=2021)
    add = page("news_article_add")
    answer = editor.post(
        add,
        filled(
            editor.get(add), title="Two Bäckmans", slug="two-backmans", standfirst="A first.", season=season.pk,
            body="## How it began\n\nIn **Boden**. <script>alert(1)</script>", day="2021-06-05",
            drivers=[Driver.objects.get(slug="jessica-backman").pk],
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    article = Article.objects.get()
    assert [driver.slug for driver in article.drivers.all()] == ["jessica-backman"]
    preview = page("news_article_preview", article.pk)
    change = page("news_article_change", article.pk)
    listing = page("news_article_changelist")
    moments = (
        (None, "draft", preview),
        (timezone.now() + timezone.timedelta(days=1), "scheduled for", preview),
        (timezone.now() - timezone.timedelta(days=1), "published ", "/news/2021/two-backmans/"),
    )
    for moment, state, on_site in moments:
        Article.objects.update(publish_at=moment)
        assert f'<td class="field-state">{state}' in editor.get(listing).content.decode()
        assert f'<a href="{on_site}" class="viewsitelink">' in editor.get(change).content.decode()
        word = state.split()[0]
        found = {
            name: editor.get(listing, {"state": name}).context["cl"].result_count
            for name in ("draft", "scheduled", "published")
        }
        assert found == {name: int(name == word) for name in found}
    seen = editor.get(preview).content.decode()
    assert "<h2>How it began</h2>" in seen
    assert "<strong>Boden</strong>" in seen
    assert "<script>alert" not in seen
    assert client.get(preview).status_code == 302


def test_an_uploaded_picture_is_clean_and_what_is_none_is_refused_with_the_words_kept(editor, filled, said):
    add = page("pictures_picture_add")
    words = {"alt": "Jessica Bäckman at the wheel", "credit": "A. Friend", "focal_x": "30", "focal_y": "20"}
    bad = SimpleUploadedFile("photo.jpg", b"<svg onload='alert(1)'/>", "image/jpeg")
    refused = editor.post(add, filled(editor.get(add), **words, file=bad))
    assert said(refused) == [
        "This is no JPEG, PNG, WebP or AVIF picture, whatever its name says. Open it in a picture program, export it "
        "as one of these, and upload that."
    ]
    assert {name: filled(refused)[name] for name in words} == words
    assert said(editor.post(add, filled(editor.get(add), **words | {"focal_x": "101"}, file=photo()))) == [
        "Ensure this value is less than or equal to 100."
    ]
    answer = editor.post(add, filled(editor.get(add), **words, file=photo()), follow=True)
    assert "make_renditions" in answer.content.decode()
    picture = Picture.objects.get()
    assert (picture.width, picture.height, picture.focal_x) == (800, 600, 30)
    assert "photo" not in picture.file.name


def test_before_a_picture_goes_the_admin_says_who_shows_it(editor):
    picture = Picture.objects.create(file=photo(), alt="Jessica Bäckman at the wheel", credit="A. Friend")
    Driver.objects.filter(slug="jessica-backman").update(portrait=picture)
    delete = page("pictures_picture_delete", picture.pk)
    assert "Driver Jessica Bäckman shows this picture and will be without one." in editor.get(delete).content.decode()
    many = editor.post(
        page("pictures_picture_changelist"), {"action": "delete_selected", "_selected_action": [picture.pk]}
    )
    assert "Driver Jessica Bäckman shows this picture" in many.content.decode()
    assert "Driver Jessica Bäckman</a>" in editor.get(page("pictures_picture_change", picture.pk)).content.decode()
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    assert Driver.objects.get(slug="jessica-backman").portrait is None


@pytest.fixture
def elsewhere():
    """Another season with an event of its own."""
    other = Season.objects.create(year=2020, name="Cup", short_name="WTCR")
    circuit = Event.objects.first().circuit
    return Event.objects.create(
        season=other, slug="spa", code="SPA", name="Spa", circuit=circuit, starts_on="2020-05-02", ends_on="2020-05-03"
    )


@pytest.mark.parametrize(
    ("where", "held", "sentence"),
    [
        ("event", {"season"}, "This event has sessions or entries: it stays in its season."),
        ("session", {"event", "scale", "not_on_countback"},
         "This session has results, decisions or announced changes: it stays with its event."),
        ("session", {"event", "scale", "not_on_countback"},
         "A result of this session is published: its points scale stays. Race control changes it, under “Points and "
         "distance”."),
        ("pointsscale", {"season", "points"},
         "A published classification counts by this scale: its points stay. Make a new scale, and publish by it."),
        ("evententry", {"event", "entry", "number"},
         "This car has results or penalties: its event and its entry stay as they are."),
        ("evententry", {"event", "entry", "number"},
         "This car's results are published with its number: it stays. The next classification corrects it."),
        ("entry", {"season", "driver"},
         "This entry is on the list of an event: its season and driver stay as they are. Make a new entry."),
        ("title", {"season", "ranks"},
         "This title has adjustments or published places: its season and what it ranks stay as they are."),
    ],
)  # fmt: skip
def test_what_others_rest_on_stays_and_is_not_offered(editor, filled, elsewhere, where, held, sentence):
    race = Session.objects.get(event__season__year=2021, event__slug="germany", code="R1")
    car = race.event.event_entries.get(driver__slug="rob-huff")
    stranger = Entry.objects.create(season=elsewhere.season, driver=Driver.objects.first(), team=Team.objects.first())
    row, changed = {
        "event": (race.event, {"season": elsewhere.season}),
        "session": (race, {"event": elsewhere, "scale": None}),
        "pointsscale": (race.scale, {"points": "50 40"}),
        "evententry": (car, {"event": elsewhere, "entry": stranger, "number": 700}),
        "entry": (car.entry, {"driver": Driver.objects.exclude(pk=car.driver_id).first()}),
        "title": (Title.objects.get(season__year=2021, slug="drivers"), {"ranks": "teams", "cars_per_session": 1}),
    }[where]
    change = page(f"championship_{where}_change", row.pk)
    answer = editor.get(change)
    fields = answer.context["adminform"].form.fields
    assert {name for name, field in fields.items() if field.disabled} == held
    assert editor.post(change, filled(answer)).status_code == 302
    for name, value in changed.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert sentence in caught.value.messages


def test_a_season_begun_in_the_admin_is_in_preparation(editor, filled):
    add = page("championship_season_add")
    assert editor.post(add, filled(editor.get(add), year="2022", name="A cup", short_name="Cup")).status_code == 302
    assert Season.objects.get(year=2022).state == "preparation"
    assert Season.objects.get(year=2021).state == "open"


def test_what_stays_says_why_beside_the_field(editor):
    race = Session.objects.get(event__season__year=2021, event__slug="germany", code="R1")
    form = editor.get(page("championship_session_change", race.pk)).context["adminform"].form
    assert "Race control changes it, under “Points and distance”." in str(form.fields["scale"].help_text)


def test_what_nothing_rests_on_yet_can_still_be_put_right(editor, filled, elsewhere):
    title = Title.objects.create(season=elsewhere.season, slug="cup", name="Cup", ranks="teams", places="overall")
    change = page("championship_title_change", title.pk)
    assert editor.post(change, filled(editor.get(change), ranks="drivers")).status_code == 302
    title.refresh_from_db()
    assert title.ranks == "drivers"
