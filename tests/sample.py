"""How much of a heavy check is done: a sample in the suite, all of it where WHOLE is set (make pastes, hostile)."""

import os


def sample(of: int, whole: int) -> int:
    """How many examples to try: `of`, or `whole` of them."""
    return whole if os.environ.get("WHOLE") else of
