"""The stories as readers, their feed readers and the editors get them."""

import datetime as dt
import xml.etree.ElementTree as ElementTree

import html5lib
import pytest
import time_machine
from django.contrib.auth import get_user_model

from championship.models import Season
from drivers.models import Driver
from news.models import Article
from pictures.models import Picture
from tests.accounts import staff

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ESTORIL = "/news/2021/a-place-each-way-at-estoril/"
FIRST = "two-backmans-step-up"
LAST = "ehrlacher-champion-again"


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def headlines(client, address="/news/"):
    return [text_of(one) for one in page_of(client, address).iter("h2")]


def make_story(**fields):
    season = fields.pop("season", None) or Season.objects.get(year=2021)
    fields = {
        "title": "A story to come",
        "slug": "a-story-to-come",
        "standfirst": "It is not out yet.",
        "body": "Its secret text.",
        "day": dt.date(2021, 12, 1),
        **fields,
    }
    return Article.objects.create(season=season, **fields)


@pytest.fixture
def editor(client):
    client.force_login(staff("news.view_article"))
    return client


def test_index_has_the_stories_in_reading_order(client):
    assert headlines(client) == [
        "Two Bäckmans step up",
        "How an event pays out 60 points",
        "Five titles, one grid",
        "The female title needs three",
        "The calendar will not sit still",
        "First points on the Nordschleife",
        "A place each way at Estoril",
        "Asia is off, three new tracks are in",
        "The Bäckmans stop after four",
        "The penalty that changed the Sochi podium",
        "Ehrlacher is champion again",
    ]


def test_index_draws_the_siblings_on_blue(client):
    blue = {
        text_of(card.find(".//h2"))
        for card in page_of(client, "/news/").iter("li")
        if card.find(".//h2") is not None and card.find(".//*[@class='stripe stripe--blue']") is not None
    }
    assert {"Two Bäckmans step up", "The Bäckmans stop after four"} <= blue
    assert "The calendar will not sit still" not in blue


def test_index_opens_with_the_newest_season_and_leads_to_the_others(client):
    season = Season.objects.create(year=2022, name="FIA World Touring Car Cup", short_name="WTCR")
    make_story(season=season, title="One of 2022", publish_at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))

    page = page_of(client, "/news/")
    assert [text_of(one) for one in page.iter("h2")] == ["One of 2022"]
    tabs = page.find(".//nav[@aria-label='Seasons']")
    assert [(text_of(one), one.get("href"), one.get("aria-current")) for one in tabs.iter("a")] == [
        ("2022", "/news/", "page"),
        ("2021", "/news/?season=2021", None),
    ]
    assert headlines(client, "/news/?season=2021")[0] == "Two Bäckmans step up"


@pytest.mark.parametrize("season", ["1999", "soon", ""])
def test_index_of_a_season_without_stories_is_not_found(client, season):
    assert client.get("/news/", {"season": season}).status_code == 404


def test_index_without_stories_says_so(client):
    Article.objects.all().delete()
    page = page_of(client, "/news/")
    assert "No stories yet." in text_of(page)
    assert page.find(".//*[@class='news']") is None


def test_article_has_its_words_and_says_when_it_was_written(client):
    page = page_of(client, ESTORIL)
    head = page.find(".//header[@class='hero']")
    assert text_of(head) == (
        "Race of Portugal A place each way at Estoril Andreas Bäckman beats his sister by one place and scores his "
        "first point. In Race 2 she beats him by one. 27 June 2021 · written later from the record"
    )
    assert "1.779 seconds behind him" in text_of(page.find(".//article"))


def test_article_written_on_its_day_does_not_say_written_later(client):
    Article.objects.update(written_later=False)
    assert "written later" not in text_of(page_of(client, ESTORIL))


def test_article_has_the_first_six_of_the_table_of_its_day(client):
    page = page_of(client, ESTORIL)
    section = page.find(".//aside/section")
    assert text_of(section.find("h2")) == "The table that day"
    assert text_of(section.find("p")) == "FIA Drivers’ Title after Race 2, Race of Portugal."
    assert [[text_of(row[0]), text_of(row.find(".//a")), text_of(row[2])] for row in section.find(".//tbody")] == [
        ["1", "Jean-Karl Vernay", "61"],
        ["2", "Attila Tassi", "56"],
        ["3", "Yvan Muller", "56"],
        ["4", "Santiago Urrutia", "56"],
        ["5", "Tiago Monteiro", "52"],
        ["6", "Esteban Guerrieri", "52"],
    ]
    assert text_of(section.findall("p")[-1]) == "All 22 drivers"
    assert section.findall("p")[-1].find("a").get("href") == "/2021/standings/drivers/after/portugal/race-2/"


def test_article_of_a_day_between_events_has_the_table_of_the_event_before(client):
    section = page_of(client, "/news/2021/asia-is-off-three-new-tracks-are-in/").find(".//aside/section")
    assert "after Race 2, Race of Spain." in text_of(section.find("p"))


def test_article_with_a_table_on_record_so_far_does_not_rank(client):
    story = Article.objects.get(slug="a-place-each-way-at-estoril")
    story.table = story.season.titles.get(slug="trophy")
    story.save()
    section = page_of(client, ESTORIL).find(".//aside/section")
    assert "on record so far, listed and not ranked" in text_of(section.find("p"))
    assert [text_of(one) for one in section.iter("th") if one.get("scope") == "col"] == ["Driver", "Points"]


def test_article_before_the_first_session_has_no_table(client):
    story = Article.objects.get(slug=FIRST)
    story.table = story.season.titles.get(slug="drivers")
    story.save()
    page = page_of(client, f"/news/2021/{FIRST}/")
    assert page.find(".//table") is None
    assert "In this story" in text_of(page)


def test_article_names_who_and_what_is_in_it(client):
    page = page_of(client, ESTORIL)
    links = [(text_of(one), one.get("href")) for one in page.findall(".//aside/section")[1].iter("a")]
    assert links == [
        ("Andreas Bäckman", "/drivers/andreas-backman/"),
        ("Jessica Bäckman", "/drivers/jessica-backman/"),
        ("Yann Ehrlacher", "/drivers/yann-ehrlacher/"),
        ("Attila Tassi", "/drivers/attila-tassi/"),
        ("Jean-Karl Vernay", "/drivers/jean-karl-vernay/"),
        ("Target Competition", "/teams/target-competition/"),
        ("Race of Portugal", "/2021/portugal/"),
    ]


def test_article_names_a_driver_without_an_entry_in_its_season(client):
    driver = Driver.objects.create(slug="ada-gast", given_name="Ada", family_name="Gast")
    Article.objects.get(slug=FIRST).drivers.add(driver)
    links = {one.get("href"): text_of(one) for one in page_of(client, f"/news/2021/{FIRST}/").iter("a")}
    assert links["/drivers/ada-gast/"] == "Ada Gast"


def test_sources_are_folded_and_only_addresses_of_the_web_are_links(client):
    Article.objects.filter(slug=FIRST).update(
        sources="https://www.example.org/a/story/\nA programme of 2021, page 4\njavascript:alert(1)\nhttp://[broken"
    )
    fold = page_of(client, f"/news/2021/{FIRST}/").find(".//details[@class='fold']")
    assert text_of(fold.find("summary")) == "Sources (4)"
    assert [text_of(one) for one in fold.iter("li")] == [
        "example.org/a/story",
        "A programme of 2021, page 4",
        "javascript:alert(1)",
        "http://[broken",
    ]
    assert [one.get("href") for one in fold.iter("a")] == ["https://www.example.org/a/story/"]


def test_a_picture_stands_in_place_of_the_stripe_with_its_credit(client):
    (picture,) = Picture.objects.bulk_create(
        [Picture(file="originals/a.jpg", width=900, height=600, alt="Both cars at Estoril", credit="A. Photographer")]
    )
    assert page_of(client, ESTORIL).find(".//*[@class='stripe stripe--blue']") is not None
    Article.objects.filter(slug="a-place-each-way-at-estoril").update(picture=picture)
    page = page_of(client, ESTORIL)
    figure = page.find(".//figure")
    assert figure.find(".//img").get("alt") == "Both cars at Estoril"
    assert text_of(figure.find("figcaption")) == "A. Photographer"
    assert page.find(".//*[@class='stripe stripe--blue']") is None
    card = next(one for one in page_of(client, "/news/").iter("li") if "at Estoril" in text_of(one))
    assert card.find(".//img") is not None


def test_correction_stands_under_the_text_as_it_was_typed(client):
    Article.objects.filter(slug=FIRST).update(correction="The first version had <b>1.8</b> seconds.")
    note = page_of(client, f"/news/2021/{FIRST}/").find(".//article/div[@class='notice']")
    assert text_of(note) == "Correction The first version had <b>1.8</b> seconds."


def test_stories_lead_to_the_one_before_and_the_next(client):
    def neighbours(slug):
        pager = page_of(client, f"/news/2021/{slug}/").find(".//nav[@class='pager']")
        return [(one.get("rel"), one.get("href"), text_of(one)) for one in pager.iter("a")]

    assert neighbours(FIRST) == [("next", "/news/2021/how-an-event-works/", "How an event pays out 60 points")]
    # Two of one day: the order of reading decides.
    assert neighbours("five-titles-one-grid") == [
        ("prev", "/news/2021/how-an-event-works/", "How an event pays out 60 points"),
        ("next", "/news/2021/the-female-title-needs-three/", "The female title needs three"),
    ]
    assert neighbours(LAST) == [
        ("prev", "/news/2021/the-penalty-that-changed-the-sochi-podium/", "The penalty that changed the Sochi podium"),
        (None, "/news/", "All stories"),
    ]


def test_next_story_passes_over_drafts_and_other_seasons(client):
    make_story(day=dt.date(2021, 4, 20))
    season = Season.objects.create(year=2022, name="FIA World Touring Car Cup", short_name="WTCR")
    make_story(season=season, day=dt.date(2021, 4, 20), publish_at=dt.datetime(2021, 4, 20, tzinfo=dt.UTC))
    links = [
        one.get("href") for one in page_of(client, f"/news/2021/{FIRST}/").find(".//nav[@class='pager']").iter("a")
    ]
    assert links == ["/news/2021/how-an-event-works/"]


@pytest.mark.parametrize("publish_at", [None, dt.datetime(2100, 1, 1, tzinfo=dt.UTC)])
def test_what_is_not_out_is_nowhere(client, publish_at):
    make_story(publish_at=publish_at)
    assert client.get("/news/2021/a-story-to-come/").status_code == 404
    for address in ("/news/", "/news/atom.xml", f"/news/2021/{LAST}/"):
        assert "A story to come" not in client.get(address).content.decode(), address


@pytest.mark.parametrize("address", ["/news/", "/news/atom.xml", f"/news/2021/{LAST}/"])
def test_a_scheduled_story_appears_on_time_on_pages_that_were_kept(client, address):
    moment = dt.datetime(2026, 11, 30, 18, tzinfo=dt.UTC)
    with time_machine.travel(moment - dt.timedelta(minutes=5), tick=False) as clock:
        make_story(publish_at=moment)
        assert "A story to come" not in client.get(address).content.decode()
        assert client.get("/news/2021/a-story-to-come/").status_code == 404
        clock.move_to(moment + dt.timedelta(seconds=1))
        assert "A story to come" in client.get(address).content.decode()
        assert client.get("/news/2021/a-story-to-come/").status_code == 200


def test_editors_see_a_draft_at_its_address_and_nobody_after_them(editor):
    make_story()
    response = editor.get("/news/2021/a-story-to-come/")
    text = response.content.decode()
    assert "Its secret text." in text
    assert "Only editors see this page. It is a draft." in text
    assert "no-store" in response["Cache-Control"]
    editor.logout()
    assert editor.get("/news/2021/a-story-to-come/").status_code == 404


def test_editors_see_when_a_scheduled_story_comes_out(editor):
    make_story(publish_at=dt.datetime(2100, 5, 1, 18, 30, tzinfo=dt.UTC))
    assert "It comes out on 1 May 2100, 18:30 UTC." in editor.get("/news/2021/a-story-to-come/").content.decode()


@pytest.mark.parametrize("permission", ["news.view_article", "news.change_article"])
def test_who_may_view_or_change_stories_sees_a_draft(client, permission):
    make_story()
    client.force_login(staff(permission))
    assert client.get("/news/2021/a-story-to-come/").status_code == 200


@pytest.mark.parametrize("publish_at", [None, dt.datetime(2100, 5, 1, tzinfo=dt.UTC)])
@pytest.mark.parametrize("account", ["reader", "staff", "race control"])
def test_an_account_without_that_right_sees_no_draft(client, publish_at, account):
    make_story(publish_at=publish_at)
    accounts = {
        "reader": lambda: get_user_model().objects.create_user("reader"),
        "staff": staff,
        "race control": lambda: staff("championship.add_classification", "championship.change_session"),
    }
    client.force_login(accounts[account]())
    response = client.get("/news/2021/a-story-to-come/")
    assert response.status_code == 404
    assert "Its secret text." not in response.content.decode()
    assert "A story to come" not in client.get("/admin/", follow=True).content.decode()


def test_a_renamed_story_keeps_its_old_address(client):
    story = Article.objects.get(slug=FIRST)
    story.slug = "the-backmans-step-up"
    story.save()
    response = client.get(f"/news/2021/{FIRST}/")
    assert (response.status_code, response["Location"]) == (301, "/news/2021/the-backmans-step-up/")


def test_feed_has_the_published_stories_whole_with_the_latest_first(client, settings):
    settings.SITE_URL = "https://cup.example"
    Article.objects.filter(slug=FIRST).update(publish_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    response = client.get("/news/atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)

    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 11
    published = [one.findtext(f"{ATOM}published") for one in entries]
    assert published == sorted(published, reverse=True)
    story = next(one for one in entries if one.findtext(f"{ATOM}title") == "A place each way at Estoril")
    assert story.find(f"{ATOM}link").get("href") == "https://cup.example" + ESTORIL
    assert story.findtext(f"{ATOM}summary").startswith("Andreas Bäckman beats his sister")
    assert 'href="/drivers/andreas-backman/"' in story.findtext(f"{ATOM}content")
    # So that the addresses in the text lead to the site.
    assert feed.get("{http://www.w3.org/XML/1998/namespace}base") == "https://cup.example/"


def test_feed_keeps_a_story_s_identity_and_tells_when_it_changed(client):
    def entry(title):
        feed = ElementTree.fromstring(client.get("/news/atom.xml").content)
        return next(one for one in feed.findall(f"{ATOM}entry") if one.findtext(f"{ATOM}title") == title)

    before = entry("Two Bäckmans step up")
    story = Article.objects.get(slug=FIRST)
    story.slug, story.title = "the-backmans", "The Bäckmans step up"
    story.save()
    after = entry("The Bäckmans step up")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}updated") > before.findtext(f"{ATOM}updated")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")
