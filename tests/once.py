"""What the processes of one run of the suite make once, for all of them."""

import fcntl
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# Names the folder that they share, in the environment that they inherit.
FOLDER = "TESTS_RUN_FOLDER"


def begin(config: pytest.Config) -> None:
    """Makes the folder in the process that starts the others, and takes it away when that one ends."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="door-to-door-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(FOLDER)))


def once[T](name: str, make: Callable[[Path], T]) -> T:
    """What `make` returns, called with a folder of its own in the process that asks first; the others wait for it."""
    folder = Path(os.environ[FOLDER]) / name
    folder.mkdir(exist_ok=True)
    made = folder / "made.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_bytes(pickle.dumps(make(folder)))
    return pickle.loads(made.read_bytes())
