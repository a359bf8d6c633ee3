"""How much of a heavy check is done: a sample in the suite, all of it where WHOLE is set (make pastes, hostile)."""

import os


def sample[T](of: T, whole: T) -> T:
    """What to try: `of`, or the `whole` of it."""
    return whole if os.environ.get("WHOLE") else of
