"""Readers with a spoiler guard, and the season as they see it."""

import html
import re

from django.test import Client

from championship.season.reading import load_year
from web.moments import AsOf

START = "2021"
GERMANY = "2021.germany.race-1"
SPAIN = "2021.spain.race-2"
HUNGARY = "2021.hungary.race-1"
END = "2021.russia.race-2"


def reader(guard: str = "", theme: str = "") -> Client:
    client = Client()
    if guard:
        client.cookies["guard"] = guard
    if theme:
        client.cookies["theme"] = theme
    return client


def text(client: Client, address: str) -> str:
    return words_of(client.get(address).content.decode())


def words_of(page: str) -> str:
    """Everything of a page that is read: its text, and what stands in attributes that are read out or previewed."""
    spoken = re.findall(r'(?:aria-label|title|alt|content)="([^"]*)"', page)
    words = html.unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *spoken]))
    # A moment that machines read may end in any figures: that of the last change of a story is the test's own.
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+", " ", words)


def season_as_of(guard: str):
    return load_year(2021, AsOf.parse(guard))
