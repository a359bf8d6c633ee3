"""The season of 2021 as a record, read once: nothing of race control's arithmetic needs a database."""

import pytest

from championship.race_control.starters import starters_of
from championship.season.reading import load_year


@pytest.fixture(scope="session")
def season(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return load_year(2021)


@pytest.fixture(scope="session")
def sochi(season):
    """Race 1 of Sochi: third on the road became sixth."""
    return season.session("russia", "R1")


@pytest.fixture(scope="session")
def cars(season, sochi):
    """The cars of Sochi by their drivers' family names."""
    return {starter.family_name: starter for starter in starters_of(season, sochi.event)}


@pytest.fixture(scope="session")
def starters(cars):
    return tuple(cars.values())
