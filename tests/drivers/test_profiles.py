"""Profiles that come with the site fill what is blank, and nothing else."""

import pytest
from django.core.management import CommandError, call_command

from drivers.models import CareerEntry, Driver
from drivers.profiles import ProfileProblems, load_profiles, read_profiles
from web.cache import revision

PROFILE = """\
[[driver]]
slug = "rob-huff"
lead = "A lead."
firsts = ["One", "Two"]
sibling = "thed-bjork"
career_kept_to = 2020
career_source = "https://example.org/"

[[driver.career]]
first_year = 2019
last_year = 2020
series = "WTCR"
team = "Sébastien Loeb Racing"
detail = "Third"
"""


@pytest.fixture
def profiles(tmp_path):
    (tmp_path / "profiles.toml").write_text(PROFILE)
    return tmp_path / "profiles.toml"


@pytest.fixture
def rob(db):
    Driver.objects.filter(slug="rob-huff").update(lead="")
    return Driver.objects.get(slug="rob-huff")


def test_blank_fields_and_an_empty_career_are_filled(profiles, rob):
    assert load_profiles(profiles) == 1
    rob.refresh_from_db()
    assert (rob.lead, rob.firsts, rob.sibling.slug, rob.career_kept_to) == ("A lead.", "One\nTwo", "thed-bjork", 2020)
    line = rob.career.get()
    assert (line.years, line.series, line.team, line.detail, line.source) == (
        "2019–20", "WTCR", "Sébastien Loeb Racing", "Third", "https://example.org/",
    )  # fmt: skip


def test_an_editors_words_stay(profiles, rob):
    Driver.objects.filter(pk=rob.pk).update(lead="Mine.", firsts="Mine", career_kept_to=2021)
    CareerEntry.objects.create(driver=rob, first_year=2012, last_year=2012, series="WTCC")
    load_profiles(profiles)
    rob.refresh_from_db()
    assert (rob.lead, rob.firsts, rob.career_kept_to) == ("Mine.", "Mine", 2021)
    assert [line.series for line in rob.career.all()] == ["WTCC"]


def test_where_nothing_is_blank_nothing_is_written(profiles, rob):
    load_profiles(profiles)
    before = revision.current()
    assert load_profiles(profiles) == 0
    assert revision.current() == before


def test_only_some_drivers_can_be_asked_for(profiles, rob):
    assert load_profiles(profiles, only={"thed-bjork"}) == 0


def test_everything_that_is_wrong_comes_at_once(profiles, rob):
    profiles.write_text(
        PROFILE.replace("[[driver]]", "", 1).replace("lead", "led").replace('slug = "rob-huff"', "[[driver]]\n")
        + '\n[[driver.career]]\nfirst_year = 2019\nlast_year = 2018\nseries = "WTCR"\n'
        + '\n[[driver]]\nslug = "rob-huff"\ncareer_kept_to = "2020"\nfirsts = [1]\n'
        + '\n[[driver]]\nslug = "rob-huff"\n'
        + "[other]\n"
    )
    with pytest.raises(CommandError) as caught:
        call_command("load_profiles", profiles)
    assert str(caught.value).splitlines() == [
        "profiles.toml, other: this key is not known; write [[driver]].",
        "profiles.toml, driver 1, led: this key is not known; there are slug, lead, lead_sv, firsts, firsts_sv, "
        "sibling, career_kept_to, career, career_source.",
        "profiles.toml, driver 1, slug: this key is missing.",
        "profiles.toml, driver 1, career 2: it ends before it begins.",
        "profiles.toml, driver 1, career: 2019 WTCR is there twice.",
        "profiles.toml, rob-huff, career_kept_to: '2020' is not a whole number.",
        "profiles.toml, rob-huff, firsts: this is no list of texts.",
        "profiles.toml, rob-huff: this driver is there twice.",
        "Nothing was written.",
    ]


def test_a_driver_who_is_not_there_is_named(profiles, rob):
    profiles.write_text(PROFILE.replace("thed-bjork", "nobody"))
    with pytest.raises(ProfileProblems) as caught:
        load_profiles(profiles)
    assert caught.value.problems == ["profiles.toml, rob-huff: there is no driver 'nobody'."]
    rob.refresh_from_db()
    assert rob.lead == ""


def test_the_profiles_of_the_repository_can_be_read(settings):
    assert len(read_profiles(settings.BASE_DIR / "drivers" / "profiles.toml")) == 26
