"""`make compare`: python -m tests.compare save FOLDER, python -m tests.compare diff BEFORE AFTER [--parsed]."""

import argparse
import sys
import time
from pathlib import Path

from tests.compare.difference import compare
from tests.compare.saving import NotARun, save
from tests.compare.states import STATES

HOW = """\
make compare SAVE=var/compare/before                                save the site as it answers now
make compare BEFORE=var/compare/before AFTER=var/compare/after      compare two runs byte for byte
make compare BEFORE=… AFTER=… PARSED=1                              compare pages as parsed: for formatted templates

A run is read from the working tree: leave the code alone until it is saved. Hashed names of static files, CSRF tokens
and versions of live pieces are folded. With --only STATE (archive, race-week, live, official, guarded, second-season)
python -m tests.compare save and diff take a part: the archive is a quarter of it."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="tests.compare", description=HOW, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    saving = commands.add_parser("save", help="save every page and file, in every state")
    saving.add_argument("folder", type=Path, help="is made anew; var/ is not in the repository")
    saving.add_argument("--only", action="append", choices=STATES, help="a state; all without it")
    differing = commands.add_parser("diff", help="compare two runs; ends with 1 where they differ")
    differing.add_argument("before", type=Path)
    differing.add_argument("after", type=Path)
    differing.add_argument("--parsed", action="store_true", help="pages by elements, attributes and text")
    differing.add_argument("--show", type=int, default=5, help="how many differences are shown (%(default)s)")
    differing.add_argument("--only", action="append", choices=STATES, help="a state; all without it")
    options = parser.parse_args()
    try:
        if options.command == "diff":
            same = compare(options.before, options.after, parsed=options.parsed, show=options.show, only=options.only)
            return 0 if same else 1
        began = time.monotonic()
        print(f"{save(options.folder, options.only)} answers in {time.monotonic() - began:.0f} s: {options.folder}")
    except NotARun as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
