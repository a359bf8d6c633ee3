"""What pages call an event: its label, and the place that follows "in" in a sentence."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation

from championship.models import Circuit, Event
from championship.season.reading import load_year
from tests.championship.folders import CLUB
from web.moments import AsOf

pytestmark = pytest.mark.django_db


def where(year, **known):
    return {event.slug: event.where for event in load_year(year, **known).events}


@pytest.fixture
def club():
    call_command("load_season", str(CLUB), verbosity=0)


def test_an_event_is_in_the_country_that_it_is_named_for():
    said = where(2021)
    assert (said["germany"], said["czech-republic"], said["macau"]) == ("Germany", "the Czech Republic", "Macau")
    labels = {event.slug: event.short_name for event in load_year(2021).events}
    assert (labels["germany"], labels["czech-republic"]) == ("Germany", "Czech Republic")


def test_in_swedish_by_the_catalogue():
    with translation.override("sv"):
        said = where(2021)
    assert (said["germany"], said["czech-republic"], said["spain"]) == ("Tyskland", "Tjeckien", "Spanien")


def test_one_that_is_named_for_no_place_is_in_its_town_and_two_there_have_words_of_their_own(club):
    assert where(2030) == {
        "spring": "Inventham (Spring Race)",
        "summer": "Inventholm (Summer Race)",
        "autumn": "Inventholm (Autumn Race)",
        "finale": "Inventham (Finale)",
    }
    Event.objects.filter(season__year=2030, slug="finale").update(circuit=Circuit.objects.get(slug="sochi"))
    said = where(2030)
    assert (said["spring"], said["finale"]) == ("Inventham", "Sochi")


def test_without_a_town_it_is_at_the_circuit(club):
    Circuit.objects.filter(slug="north-quay").update(locality="")
    assert where(2030)["summer"] == "North Quay (Summer Race)"


def test_two_of_one_name_differ_by_their_towns_and_then_by_their_days(club):
    Event.objects.filter(season__year=2030).exclude(slug="summer").update(name="Race of Sweden")
    said = where(2030)
    assert (said["spring"], said["autumn"]) == ("Sweden (6 April)", "Sweden (7 September)")
    Event.objects.filter(season__year=2030, slug="finale").update(name="Finale")
    said = where(2030)
    assert (said["spring"], said["autumn"]) == ("Sweden (Inventham)", "Sweden (Inventholm)")
    assert (said["summer"], said["finale"]) == ("Inventholm", "Inventham")
    # Of one name and one day the code is what is left.
    Event.objects.filter(season__year=2030, slug__in=("spring", "finale")).update(
        name="Race of Sweden", starts_on=date(2030, 4, 6)
    )
    assert where(2030)["spring"] == "Sweden (SPR)"


def test_with_a_guard_it_is_the_calendar_of_then(club):
    then = AsOf.parse("2030.spring.race")
    Event.objects.filter(season__year=2030, slug="autumn").update(circuit=Circuit.objects.get(slug="sochi"))
    assert where(2030, as_of=then)["summer"] == "Inventholm"
    assert where(2021, as_of=AsOf.parse("2021.germany.race-1"))["germany"] == "Germany"
