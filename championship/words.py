"""The sport's words as the guide explains them, and other pages lead to.

What they say of the series is from the notes of 2021 and the season's own folder; the rest is what the words mean. A
fact that is not at hand is left out.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """name: as a sentence has it, in lower case where it has no capital of its own; pages look for it in theirs."""

    name: Promise
    meaning: Promise


# By the id of its line in the guide.
WORDS: dict[str, Word] = {
    "wildcard": Word(
        _("wildcard"),
        _(
            "A driver entered for single events and for no title. A wildcard stands in the result, scores nothing and "
            "is taken out of the order before points are given: 12th behind a wildcard in 11th scores 11th’s points."
        ),
    ),
    "pole-position": Word(
        _("pole position"),
        _("The first place on the grid. For Race 1 it goes to the tenth in Q2, for Race 2 to the fastest in Q3."),
    ),
    "drive-through": Word(
        _("drive-through"),
        _(
            "A penalty: the car has to go through the pit lane, without stopping, while the race goes on. Where there "
            "is no lap left for it, it is turned into seconds."
        ),
    ),
    "time-penalty": Word(
        _("time penalty"),
        _(
            "Seconds added to a race time. “On the road” is the order in which the cars crossed the line; in the "
            "result those seconds count."
        ),
    ),
    "grid-penalty": Word(
        _("grid penalty"),
        _("Places that a car is moved back on the grid, after the reversed order has been made."),
    ),
    "provisional": Word(
        _("provisional"),
        _("The first order of a session, published before the stewards have signed it."),
    ),
    "under-investigation": Word(
        _("under investigation"),
        _("The stewards are looking into what may change the order. When they have signed it, it is official."),
    ),
    "not-classified": Word(
        _("not classified"),
        _("At the finish, but with too little of the distance run to be given a place."),
    ),
    "countback": Word(
        _("countback"),
        _(
            "What decides between those level on points: most wins, then most second places, and so on, over the "
            "races. Still level, they share the place, and the next one is skipped."
        ),
    ),
    "homologation": Word(
        _("homologation"),
        _("The FIA’s approval, here of a circuit: the work for it has to be complete before an event is held there."),
    ),
    "balance-of-performance": Word(
        _("balance of performance"),
        _("What keeps the makes close to each other: limits on engine power, minimum weight and ride height."),
    ),
    "compensation-weight": Word(
        _("compensation weight"),
        _(
            "Weight that a make’s cars carry on top of that in the WTCR. At the first event of 2018 it was 60 kg for "
            "all of them."
        ),
    ),
    "blue-jacket": Word(
        _("blue jacket"),
        _(
            "Worn by the leader of the drivers’ title after each qualifying and each race. The leader’s car has a "
            "yellow strip on its windscreen."
        ),
    ),
}
# By the names that live orders have for them.
FLAGS: dict[str, Word] = {
    "green": Word(_("green flag"), _("The track is clear, and the session runs.")),
    "yellow": Word(_("yellow flag"), _("There is danger on the track: slow down, and do not overtake.")),
    "safety-car": Word(_("safety car"), _("The cars follow it in their order until the track is clear again.")),
    "red": Word(_("red flag"), _("The session is stopped.")),
    "chequered": Word(_("chequered flag"), _("The session is over.")),
}


def guide_id(word: str) -> str:
    """The id of a word's line in the guide: flags have "flag-" before their name."""
    return f"flag-{word}" if word in FLAGS else word
