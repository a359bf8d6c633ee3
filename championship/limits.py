"""What a figure of the sport may be at most: asked by the forms and by the season folder, which take the same."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator

from championship import rules

MOST_POINTS = Decimal("9999.99")
LARGEST_EVENT = 999
LARGEST_DOOR = rules.DOORS.most
LONGEST_CIRCUIT_M = 1_000_000

number_on_a_door = MaxValueValidator(LARGEST_DOOR)
number_of_an_event = MaxValueValidator(LARGEST_EVENT)
length_of_a_circuit = MaxValueValidator(LONGEST_CIRCUIT_M)
points_within_reason = (MinValueValidator(-MOST_POINTS), MaxValueValidator(MOST_POINTS))
