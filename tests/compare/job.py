"""One process of a saving: makes the database that all begin with, or asks as one visitor in one state.

python -m tests.compare.job STATE VISITOR FOLDER; without arguments the database. Its surroundings are set by whoever
starts it.
"""

import logging
import sys
from pathlib import Path

import django
import time_machine


def main(arguments: list[str]) -> None:
    django.setup()
    # Errors are answers here.
    logging.disable(logging.CRITICAL)
    if arguments:
        state, visitor, folder = arguments
        visit(state, visitor, Path(folder))
    else:
        make_site()


def make_site() -> None:
    from django.core.management import call_command

    from tests.compare.states import LOADED_AT

    with time_machine.travel(LOADED_AT, tick=False):
        call_command("prepare", verbosity=0)


def visit(name: str, visitor: str, folder: Path) -> None:
    from tests.compare.answers import Saved
    from tests.compare.states import STATES
    from tests.compare.states.contents import make
    from tests.compare.visitors.editor import look_around
    from tests.compare.visitors.reader import read_all

    state = STATES[name]
    saved = Saved(folder)
    with time_machine.travel(state.at, tick=False):
        make(name, state.at)
        if visitor == "admin":
            look_around(saved)
        else:
            read_all(saved, visitor, state)
    saved.write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
