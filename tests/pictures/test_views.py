"""Who may see which picture, and with which headers."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from championship.models import Season
from drivers.models import Driver, Team
from news.models import Article
from tests.accounts import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(stored):
    picture = stored(size=(500, 300))
    call_command("make_renditions", verbosity=0)
    return picture


@pytest.fixture
def article(picture):
    season = Season.objects.get_or_create(year=2021, defaults={"name": "Cup", "short_name": "WTCR"})[0]
    return Article.objects.create(
        season=season, slug="draft", title="A draft", standfirst="Soon.", body="Text.", day="2021-06-05",
        picture=picture,
    )  # fmt: skip


def addresses(picture):
    return [
        f"/pictures/{picture.file.name}",
        f"/pictures/renditions/{picture.stem}-wide-320.avif",
        f"/pictures/renditions/{picture.stem}-square-160.jpg",
    ]


def statuses(client, picture):
    return {client.get(address).status_code for address in addresses(picture)}


def test_an_articles_picture_is_out_only_while_the_article_is(client, admin_client, article, picture):
    moments = [
        (None, 404),
        (timezone.now() + timezone.timedelta(minutes=5), 404),
        (timezone.now() - timezone.timedelta(minutes=5), 200),
        (None, 404),
    ]
    for publish_at, status in moments:
        article.publish_at = publish_at
        article.save()
        assert statuses(client, picture) == {status}
        assert statuses(admin_client, picture) == {200}


def test_an_account_that_is_no_editors_sees_what_readers_see(client, django_user_model, article, picture):
    client.force_login(django_user_model.objects.create_user("reader"))
    assert statuses(client, picture) == {404}


@pytest.mark.parametrize(
    ("permissions", "of_a_draft", "of_the_library"),
    [
        ((), 404, 404),
        (("championship.add_classification", "drivers.change_driver"), 404, 404),
        (("news.view_article",), 200, 404),
        (("news.change_article",), 200, 404),
        (("pictures.view_picture",), 200, 200),
        (("pictures.change_picture",), 200, 200),
    ],
)
def test_a_draft_s_picture_is_for_who_may_see_drafts_or_the_library(
    client, article, picture, permissions, of_a_draft, of_the_library
):
    client.force_login(staff(*permissions))
    assert statuses(client, picture) == {of_a_draft}
    article.delete()
    assert statuses(client, picture) == {of_the_library}


def test_the_library_names_no_draft_to_who_may_not_see_it(client, article, picture):
    page = f"/admin/pictures/picture/{picture.pk}/"
    client.force_login(staff("pictures.change_picture", "pictures.delete_picture"))
    for address in (f"{page}change/", f"{page}delete/"):
        text = client.get(address).content.decode()
        assert "A draft" not in text
        assert "A story that is not out" in text
    client.force_login(staff("pictures.change_picture", "pictures.delete_picture", "news.view_article", name="writer"))
    for address in (f"{page}change/", f"{page}delete/"):
        text = client.get(address).content.decode()
        assert "Article A draft" in text


def test_a_portrait_and_a_teams_picture_are_out(client, picture):
    assert statuses(client, picture) == {404}
    driver = Driver.objects.create(slug="a-a", family_name="Aa", portrait=picture)
    assert statuses(client, picture) == {200}
    driver.delete()
    assert statuses(client, picture) == {404}
    Team.objects.create(slug="a-team", name="A Team", picture=picture)
    assert statuses(client, picture) == {200}


def test_a_picture_comes_with_headers_that_let_it_be_nothing_but_a_picture(client, picture):
    Driver.objects.create(slug="a-a", family_name="Aa", portrait=picture)
    types = []
    for address in addresses(picture):
        answer = client.get(address)
        types.append(answer["Content-Type"])
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Cache-Control"] == "private, max-age=600"
        assert "Vary" not in answer
        assert int(answer["Content-Length"]) == len(answer.getvalue())
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert types == ["image/jpeg", "image/avif", "image/jpeg"]


def test_what_only_editors_see_is_asked_for_anew_each_time(admin_client, picture):
    answer = admin_client.get(addresses(picture)[0])
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_a_reader_who_knows_a_withdrawn_pictures_mark_still_gets_nothing(client, article, picture):
    article.publish_at = timezone.now()
    article.save()
    mark = client.get(addresses(picture)[0])["ETag"]
    article.publish_at = None
    article.save()
    answer = client.get(addresses(picture)[0], headers={"If-None-Match": mark})
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "originals/../../db.sqlite3",
        "originals/%2e%2e/%2e%2e/db.sqlite3",
        "renditions/../originals/{name}",
        "originals/{name}/",
        "originals/{name}%00.jpg",
        "originals/{upper}",
        "{name}",
        "renditions/{stem}-wide-9999.jpg",
        "renditions/{stem}-tall-320.jpg",
    ],
)
def test_no_other_path_leads_to_a_file(admin_client, picture, path, settings):
    (settings.MEDIA_ROOT.parent / "db.sqlite3").write_text("secret")
    settings.ROOT_URLCONF = "tests.pictures.urls"
    name = picture.file.name.removeprefix("originals/")
    answer = admin_client.get("/pictures/" + path.format(name=name, upper=name.upper(), stem=picture.stem))
    assert answer.status_code == 404


def test_a_picture_whose_file_is_lost_is_not_found(client, picture, settings):
    Driver.objects.create(slug="a-a", family_name="Aa", portrait=picture)
    (settings.MEDIA_ROOT / picture.file.name).unlink()
    assert client.get(addresses(picture)[0]).status_code == 404


def test_pictures_are_only_read(client, picture):
    assert client.post(addresses(picture)[0]).status_code == 405
