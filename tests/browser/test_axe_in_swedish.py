"""Axe on the templates in Swedish, in both themes; axe.py says which rules are asked where, and of which pages."""

from tests.browser.axe import faults_of_kinds
from tests.browser.conftest import PHONE


def test_axe_finds_nothing_on_any_page_in_swedish(reader, kinds):
    assert faults_of_kinds(reader, kinds, "sv", PHONE, "dark") == {}
