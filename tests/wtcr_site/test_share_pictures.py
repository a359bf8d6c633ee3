"""The pictures that shared links show."""

import io
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image, ImageChops

from championship.share import cards
from drivers.models import Driver
from news.models import Article
from tests.accounts import staff
from tests.wtcr_site.sitemap import SITE
from web.drawing import HEIGHT, MARGIN, NARROWEST, Drawing, fit, text_length

PICTURES = [
    "/share.png",
    "/2021/russia.png",
    "/2021/macau.png",
    "/2021/standings/female.png",
    "/2021/standings/junior/after/germany/race-2.png",
    "/drivers/jessica-backman.png",
    "/drivers/compare/andreas-backman/jessica-backman.png",
    "/news/2021/two-backmans-step-up.png",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_is_drawn_once(client, address, monkeypatch, django_assert_num_queries):
    first = client.get(address)
    monkeypatch.setattr(Drawing, "png", lambda self: pytest.fail("drawn again"))
    # Neither parameters nor headers make another picture.
    asked = [{}, {"season": "2021"}, {"q": "x", "page": "7"}, {"season": "1999"}]
    for parameters in asked:
        with django_assert_num_queries(1):
            again = client.get(address, parameters, headers={"HX-Request": "true", "HX-Target": "standings-table"})
        assert again.content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    # It is compressed as it is.
    assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/drivers/rob-huff.png", "/drivers/compare/rob-huff/yvan-muller.png"])
def test_a_picture_asked_for_with_a_parameter_first_is_the_same(client, address):
    odd = client.get(address, {"season": "1999"}).content
    cache.clear()
    assert client.get(address).content == odd


@pytest.mark.django_db
def test_a_picture_shows_what_was_changed(client):
    before = client.get("/drivers/rob-huff.png").content
    Driver.objects.filter(slug="rob-huff").update(family_name="Hough")
    after = client.get("/drivers/rob-huff.png")
    assert after.headers["Content-Type"] == "image/png"
    assert after.content != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/2021/atlantis.png",
        "/1999/russia.png",
        "/2021/standings/nobody.png",
        "/2021/standings/drivers/after/russia/race-9.png",
        "/drivers/nobody.png",
        "/drivers/compare/rob-huff/nobody.png",
        "/news/2021/nothing.png",
    ],
)
def test_what_is_not_there_has_no_picture(client, address, monkeypatch):
    monkeypatch.setattr(Drawing, "__init__", lambda *_: pytest.fail("drawn for nothing"))
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_story_that_is_not_out_has_no_picture(client):
    Article.objects.filter(slug="two-backmans-step-up").update(publish_at=timezone.now() + timedelta(days=1))
    client.force_login(staff("news.view_article"))
    assert client.get("/news/2021/two-backmans-step-up.png").status_code == 404
    page = client.get("/news/2021/two-backmans-step-up/").content.decode()
    assert f'<meta property="og:image" content="{SITE}/share.png">' in page
    assert "NewsArticle" not in page


@pytest.mark.django_db
def test_an_old_address_leads_to_the_picture_too(client):
    driver = Driver.objects.get(slug="rob-huff")
    driver.slug = "robert-huff"
    driver.save()
    response = client.get("/drivers/rob-huff.png")
    assert (response.status_code, response.url) == (301, "/drivers/robert-huff.png")


NAMES = [
    "Ida",
    "Jean-Christophe Maximilian von Hohenzollern-Sigmaringen und zu Wittgenstein-Berleburg",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "W" * 120,
    "ő" * 80,
    "日本 Сочи 1",
    "",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("box", "sizes"), [((700, 240), (124, 64)), ((330, 0), (38, 22)), ((800, 330), (104, 40))])
def test_text_never_leaves_its_box(name, box, sizes):
    fitted = fit(name, box, sizes)
    assert sizes[1] <= fitted.size <= sizes[0]
    assert all(text_length(line, fitted.size, fitted.cut) <= box[0] for line in fitted.lines)
    assert len(fitted.lines) == 1 or len(fitted.lines) * fitted.size * 1.12 <= box[1]
    told = "".join(fitted.lines).replace(" ", "")
    whole = name.replace(" ", "")
    assert told == whole or (told.endswith("…") and whole.startswith(told[:-1]) and fitted.cut == NARROWEST)


@pytest.mark.parametrize("name", NAMES[1:4])
def test_a_long_headline_stays_above_the_foot_and_left_of_the_stripe(name):
    day = date(2021, 6, 5)
    plain, full = (
        Image.open(io.BytesIO(cards.story_picture(*texts, day, False))).convert("RGB")
        for texts in (("", ""), (name, name))
    )
    # The palette may move a shade; what is written is far from the ground.
    changed = ImageChops.difference(plain, full).convert("L").point(lambda value: 255 * (value > 40)).getbbox()
    assert changed[0] >= MARGIN - 2
    assert changed[2] <= MARGIN + 902
    assert changed[3] <= HEIGHT - 66
