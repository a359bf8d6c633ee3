"""Pages as tests compare them: what a template's lines and indentation add is left out."""

import re

# White space beside a tag, before its end, and runs of it anywhere.
_BESIDE_TAGS = re.compile(r"\s+(?=<)|(?<=>)\s+|\s+(?=>)")
_RUNS = re.compile(r"\s+")


def squeezed(html: str) -> str:
    """Markup on one line: <p>Race 1, <b>won</b> by</p> is <p>Race 1,<b>won</b>by</p>, however it is laid out."""
    return _RUNS.sub(" ", _BESIDE_TAGS.sub("", html)).strip()
