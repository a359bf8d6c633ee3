"""python -m tests.championship.race_control.grid [--races N] [--show] [SHAPE ...]: the report, shape by shape.

--show prints the paper of one race of each shape instead.
"""

import argparse
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wtcr_site.settings")
django.setup()

from tests.championship.race_control.grid.grade import report, table  # noqa: E402
from tests.championship.race_control.grid.paper import put_on_paper  # noqa: E402
from tests.championship.race_control.grid.shapes import SHAPES  # noqa: E402

parser = argparse.ArgumentParser(prog="python -m tests.championship.race_control.grid", description=__doc__)
parser.add_argument("shapes", nargs="*", help="the names of shapes; all of them without any")
parser.add_argument("--races", type=int, default=20, help="how many races each")
parser.add_argument("--show", action="store_true", help="print a paper of each shape instead")
arguments = parser.parse_args()
chosen = [shape for shape in SHAPES if not arguments.shapes or shape.name in arguments.shapes]
if arguments.show:
    for shape in chosen:
        print(f"--- {shape.language} {shape.name}: {shape.what}\n{put_on_paper(shape, 3).text}\n")
else:
    print(table(report(chosen, range(1, arguments.races + 1))))
