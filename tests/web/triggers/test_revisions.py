"""Which revisions each table raises."""

import pytest
from django.apps import apps
from django.db import connection

from championship.models import Season
from drivers.models import Driver
from news.models import Article
from pictures.models import Picture
from web.cache import revision
from web.triggers import revisions

pytestmark = pytest.mark.django_db

# Every table of the project. A new one must say here, and to its app, what of a reader's pages rests on it.
CONTENT, SEASON, LIVE, NONE = ("content",), ("content", "season"), ("live",), ()
RAISED = {
    "auth_group": NONE,
    "auth_group_permissions": NONE,
    "auth_permission": NONE,
    "auth_user": NONE,
    "auth_user_groups": NONE,
    "auth_user_user_permissions": NONE,
    "axes_accessattempt": NONE,
    "axes_accessattemptexpiration": NONE,
    "axes_accessfailurelog": NONE,
    "axes_accesslog": NONE,
    "championship_adjustment": SEASON,
    "championship_calendarchange": SEASON,
    "championship_circuit": SEASON,
    "championship_circuitlayout": SEASON,
    "championship_classification": SEASON,
    "championship_entry": SEASON,
    "championship_entry_titles": SEASON,
    "championship_event": SEASON,
    "championship_evententry": SEASON,
    "championship_liveorder": LIVE,
    "championship_pasteshape": NONE,
    "championship_penalty": SEASON,
    "championship_pointsscale": SEASON,
    "championship_publishedplace": SEASON,
    "championship_result": SEASON,
    "championship_season": SEASON,
    "championship_session": SEASON,
    "championship_teamname": SEASON,
    "championship_title": SEASON,
    "championship_titlescale": SEASON,
    "django_admin_log": NONE,
    "django_content_type": NONE,
    "django_migrations": NONE,
    "django_session": NONE,
    "drivers_careerentry": SEASON,
    "drivers_driver": SEASON,
    "drivers_team": SEASON,
    "news_article": CONTENT,
    "news_article_drivers": CONTENT,
    "news_article_events": CONTENT,
    "news_article_teams": CONTENT,
    "pictures_picture": CONTENT,
    "wtcr_site_foldedtext": NONE,
    "wtcr_site_oldaddress": CONTENT,
    "wtcr_site_revision": NONE,
}


def test_every_table_says_what_it_raises():
    assert set(RAISED) == set(connection.introspection.table_names())
    said = revisions.raised_by_table()
    assert {table: said.get(table, NONE) for table in RAISED} == RAISED


@pytest.mark.parametrize(
    ("model", "names"), [(Season, SEASON), (Driver, SEASON), (Article, CONTENT), (Picture, CONTENT)], ids=str
)
def test_a_write_raises_what_its_table_says(model, names):
    if model is Picture:
        Picture.objects.create(file="originals/a.jpg", width=400, height=200, alt="A car", credit="Somebody")
    before = revision.current()
    column = model._meta.concrete_fields[-1].name
    row = model.objects.values(column, "pk").first()
    model.objects.filter(pk=row["pk"]).update(**{column: row[column]})
    after = revision.current()
    assert {name for name in after if after[name] != before[name]} == set(names)


def test_a_model_that_an_app_does_not_have_is_refused():
    with pytest.raises(LookupError):
        revisions.register(apps.get_app_config("news"), raises=("content",), but={"Articel": ()})
