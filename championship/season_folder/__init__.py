"""The season folder: the exchange format of a season, read and written.

`read_folder` knows nothing of a database: it turns a folder into frozen rows, or gives everything that is wrong with
it at once. `load` brings such rows into the database, `dump` writes a season of the database as a folder.
"""

from championship.season_folder.changes import LoadRefused
from championship.season_folder.dump import dump
from championship.season_folder.load import Loaded, load
from championship.season_folder.problems import FolderProblems, Problem
from championship.season_folder.read import read_folder
from championship.season_folder.rows import SeasonFolder

__all__ = ["FolderProblems", "LoadRefused", "Loaded", "Problem", "SeasonFolder", "dump", "load", "read_folder"]
