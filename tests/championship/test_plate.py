"""Door plates: what stands on them, and what is pressed into its width."""

import pytest

from championship.charts.plate import plate


@pytest.mark.parametrize(
    ("number", "name", "size", "width"),
    [(68, "Ehrlacher", 80, ""), (8, "", 88, ""), (100, "Muller", 66, 84), (111, "", 66, 84)],
)
def test_a_number_of_three_digits_is_pressed_into_the_field(number, name, size, width):
    figures = plate(number, "#1fb6e0", name).figures
    assert (figures.text, figures.size, figures.width) == (str(number), size, width)


def test_a_long_name_is_pressed_into_its_bar_and_a_short_one_is_not():
    assert plate(26, "#0a4a8f", "Bäckman").name == "BÄCKMAN"
    assert plate(26, "#0a4a8f", "Bäckman").name_width == ""
    assert plate(1, "#0a4a8f", "Ceccon-Magnusson").name_width == 104


def test_a_number_that_is_not_known_is_not_made_up():
    assert plate(None, "#0a4a8f", "Fulín").figures is None


def test_without_a_name_the_field_is_as_high_as_the_plate():
    assert plate(8, "#0a4a8f").field_height > plate(8, "#0a4a8f", "Engstler").field_height
