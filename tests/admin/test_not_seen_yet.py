"""What readers do not see yet has no link to a page that is not there."""

import pytest
from django.urls import reverse

from championship.models import Circuit, Entry, Event, Season, Session, Title
from drivers.models import Driver, Team

pytestmark = pytest.mark.django_db

NOT_YET = "Readers do not see it yet"


@pytest.fixture
def newcomers():
    """A season in preparation, and one row of each kind that only it has."""
    season = Season.objects.create(year=2022, name="2022", short_name="2022", state=Season.State.PREPARATION)
    ring = Circuit.objects.create(slug="ring", name="Ring", country="SE", timezone="Europe/Stockholm")
    event = Event.objects.create(
        season=season, slug="sweden", name="Race of Sweden", code="SWE", circuit=ring, starts_on="2022-06-01",
        ends_on="2022-06-02", order=1,
    )  # fmt: skip
    session = Session.objects.create(event=event, code="R1", slug="race-1", name="Race 1", kind="race", order=1)
    title = Title.objects.create(season=season, slug="drivers", name="Drivers", ranks="drivers", places="overall")
    driver = Driver.objects.create(slug="new", given_name="New", family_name="Name", country="SE")
    team = Team.objects.create(slug="new", name="New", country="SE")
    Entry.objects.create(season=season, driver=driver, team=team, car="Car TCR", number=98)
    return season, ring, event, session, title, driver, team


def page(editor, row) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return editor.get(reverse(name, args=[row.pk])).content.decode()


def test_a_page_says_so_until_the_season_is_opened(editor, client, newcomers):
    for row in newcomers:
        assert client.get(row.get_absolute_url()).status_code == 404, row
        assert NOT_YET in page(editor, row), row
        assert "viewsitelink" not in page(editor, row), row
    Season.objects.filter(year=2022).update(state=Season.State.OPEN)
    for row in newcomers:
        assert client.get(row.get_absolute_url()).status_code == 200, row
        assert "viewsitelink" in page(editor, row), row
        assert NOT_YET not in page(editor, row), row


def test_a_season_opened_by_hand_is_on_the_home_page_at_once(editor, client, filled, newcomers):
    season = newcomers[0]
    # Kept, and asked for again by a reader who has it.
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    form = reverse("admin:championship_season_change", args=[season.pk])
    assert editor.post(form, filled(editor.get(form), state=Season.State.OPEN)).status_code == 302
    answer = client.get("/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.context["season"].year) == (200, 2022)
