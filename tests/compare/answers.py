"""What the site answered, as a run keeps it: without what is new every time, one file an answer, and an index."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

HOST = "door.example"
SITE_URL = f"http://{HOST}"
INDEX = "index.json"
# What the release, the process or the machine decides, and no view.
NOT_COMPARED = ("Content-Length", "Date", "ETag", "Set-Cookie")
SECRET_COOKIES = ("csrftoken", "sessionid")
TEXTS = ("text/", "application/json", "application/xml", "application/atom+xml", "application/manifest", "image/svg")
FOLDED = (
    # tables.3f2a9c0d1e2f.css is tables.css.
    (re.compile(rb"\.[0-9a-f]{12}(?=\.[a-z0-9]{2,11}\b)"), b""),
    # The version of a live piece rests on the revisions, which are random.
    (re.compile(rb"(?<=[?&;]v=)[0-9a-f]{16}"), b"*"),
    (re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+'), b"*"),
)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by their names, those of cookies included; `content` is whole, a stream read to its end."""

    status: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer's line in the index: its body is in `file`, and has the SHA-1 `digest`."""

    status: int
    headers: dict[str, str]
    file: str
    digest: str

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


def fold(content: bytes) -> bytes:
    """The text with what is new every time written as if it were not."""
    for pattern, instead in FOLDED:
        content = pattern.sub(instead, content)
    return content


def fold_address(address: str) -> str:
    return fold(address.encode()).decode()


def answer_of(response: HttpResponse | StreamingHttpResponse) -> Answer:
    """What a test client's response says, as it was sent."""
    content = b"".join(response)
    headers = {name: value for name, value in response.headers.items() if name not in NOT_COMPARED}
    if response.streaming:
        # When the file was written.
        headers.pop("Last-Modified", None)
    if etag := response.headers.get("ETag"):
        headers["ETag"] = "weak" if etag.startswith("W/") else "strong"
    for name, cookie in response.cookies.items():
        value = "*" if name in SECRET_COOKIES else cookie.coded_value
        settings = [f"{setting}={said}" for setting, said in sorted(cookie.items()) if said]
        headers[f"Set-Cookie {name}"] = "; ".join([value, *settings])
    return Answer(response.status_code, headers, content)


class Saved:
    """The folder that one visitor's answers go to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: dict[str, Entry] = {}
        folder.mkdir(parents=True)

    def add(self, name: str, answer: Answer) -> None:
        """Keeps an answer under the address that was asked for, and how."""
        headers = {header: fold_address(value) for header, value in sorted(answer.headers.items())}
        is_text = headers.get("Content-Type", "").startswith(TEXTS) and "Content-Encoding" not in headers
        content = fold(answer.content) if is_text else answer.content
        file = file_name(name)
        (self.folder / file).write_bytes(content)
        self.index[name] = Entry(answer.status, headers, file, hashlib.sha1(content).hexdigest())

    def write_index(self) -> None:
        lines = {name: asdict(entry) for name, entry in sorted(self.index.items())}
        (self.folder / INDEX).write_text(json.dumps(lines, indent=1, ensure_ascii=False), encoding="utf-8")


def read_index(folder: Path) -> Mapping[str, Entry]:
    """The answers of one visitor by the address that was asked for."""
    lines = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return {name: Entry(**line) for name, line in lines.items()}


def file_name(name: str) -> str:
    """A file's name that says the address: +2021+results+?show=points for /2021/results/?show=points."""
    written = quote(name.replace("/", "+"), safe="+?=&[] ,:;()")
    if len(written) > LONGEST_NAME:
        written = f"{written[:LONGEST_NAME]}~{hashlib.sha1(name.encode()).hexdigest()[:8]}"
    return written
