"""Writes the settings of one machine: `python -m wtcr_site.environment .env`.

Runs before Django is configured, so it imports nothing of the site.
"""

import secrets
import sys
from pathlib import Path

TEMPLATE = """\
# The settings of this machine. README.md ("Deploy") lists them all. Never commit this file.
SECRET_KEY={secret}
"""


def write(path: Path) -> None:
    """Writes `path` with a new secret, readable by its owner alone; an existing file stays as it is."""
    if path.exists():
        return
    path.touch(mode=0o600)
    path.write_text(TEMPLATE.format(secret=secrets.token_urlsafe(50)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
