from decimal import Decimal

import pytest
from django.template import engines

from championship.formats import points_phrase


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("0", "0 points"),
        ("1", "1 point"),
        ("1.0", "1 point"),
        ("0.5", "0.5 points"),
        ("1.5", "1.5 points"),
        ("71.50", "71.5 points"),
        ("223", "223 points"),
        ("-1", "−1 point"),
    ],
)
def test_points_in_words_are_plural_unless_they_are_one(points, text):
    assert points_phrase(Decimal(points)) == text


def test_templates_write_points_the_same_way():
    template = engines["django"].from_string("{% load sport %}{{ points|in_points }}")
    assert template.render({"points": Decimal("12.5")}) == "12.5 points"
