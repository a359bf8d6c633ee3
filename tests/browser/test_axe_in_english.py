"""Axe on the templates in English, in both themes; axe.py says which rules are asked where, and of which pages."""

from tests.browser.axe import faults_of_kinds
from tests.browser.conftest import DESK


def test_axe_finds_nothing_on_any_page_in_english(reader, kinds):
    assert faults_of_kinds(reader, kinds, "en-gb", DESK, "light") == {}
