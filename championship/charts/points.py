"""What a driver took from a weekend, as one bar: a piece for qualifying and for each race."""

from collections.abc import Iterable
from decimal import Decimal

from championship.season.parts import SessionView

# A race more than the tones has the last one.
TONES = 4


def most_points(columns: Iterable[tuple[str, list[SessionView]]]) -> Decimal:
    """What one who wins all that gives points takes from the weekend by the sessions' scales."""
    scales = [session.scale for _name, sessions in columns for session in sessions]
    return sum((scale[0] for scale in scales if scale), Decimal(0))


def points_bar(points: Iterable[Decimal | None], most: Decimal) -> list[tuple[int, str, str]]:
    """The pieces of a bar as tone, where it begins and how long it is, in percent of `most`; none where no points are.

    Points that were taken away shorten no piece; a bar ends at the edge, whatever counted double.
    """
    pieces = []
    start = Decimal(0)
    for tone, part in enumerate(points, start=1):
        if part and part > 0 and most and start < most:
            length = min(part, most - start)
            pieces.append((min(tone, TONES), f"{start / most * 100:.2f}", f"{length / most * 100:.2f}"))
            start += length
    return pieces
