"""Each page's title, description and the one address to keep."""

import pytest

from championship.models import Season
from drivers.models import Driver, Team
from tests.wtcr_site.heads import SITE, by_canonical, meta, title


def test_titles_and_descriptions_are_of_a_length_that_is_shown(pages):
    wrong = []
    for page in by_canonical(pages).values():
        if not 4 <= len(title(page)) <= 80 or not 50 <= len(meta(page, "description")) <= 200:
            wrong.append((page.address, title(page), meta(page, "description")))
    assert wrong == []


def test_no_two_pages_describe_themselves_alike(pages):
    described = {}
    for page in by_canonical(pages).values():
        described.setdefault(meta(page, "description"), []).append(page.address)
    assert {text: same for text, same in described.items() if len(same) > 1} == {}
    assert len(described) > 150


def test_a_canonical_address_is_whole_and_names_a_page_that_names_itself(pages, client, db):
    canonical = {page.canonical for page in pages.values()}
    for address in canonical:
        assert address.startswith(SITE + "/"), address
        assert "?" not in address, address
        path = address.removeprefix(SITE)
        page = pages[path].html if path in pages else client.get(path).content.decode()
        assert f'<link rel="canonical" href="{address}">' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/2021/", "/"),
        ("/2021/results/?show=points&utm_source=x", "/2021/results/"),
        ("/2021/standings/drivers/?why=rob-huff", "/2021/standings/drivers/"),
        ("/2021/standings/drivers/after/russia/race-2/", "/2021/standings/drivers/"),
        ("/2021/standings/drivers/after/russia/race-1/", "/2021/standings/drivers/after/russia/race-1/"),
        ("/drivers/rob-huff/?season=2021", "/drivers/rob-huff/"),
        ("/news/?season=2021", "/news/"),
        ("/search/?q=backman", "/search/"),
    ],
)
def test_parameters_that_make_no_other_page_are_left_out(client, address, canonical):
    assert f'<link rel="canonical" href="{SITE}{canonical}">' in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/drivers/", "/drivers/rob-huff/", "/teams/", "/teams/zengo-motorsport/"])
def test_another_season_is_another_page(client, path):
    driver, team = Driver.objects.get(slug="rob-huff"), Team.objects.get(slug="zengo-motorsport")
    season = Season.objects.create(year=2022, name="Next", short_name="N")
    season.entries.create(driver=driver, team=team, number=1)
    assert f'href="{SITE}{path}?season=2021">' in client.get(path, {"season": 2021}).content.decode()
    assert f'<link rel="canonical" href="{SITE}{path}">' in client.get(path, {"season": 2022}).content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_no_address_to_share(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "</h1>" in page
    assert "canonical" not in page
    assert "og:" not in page
