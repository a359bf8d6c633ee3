"""Whatever is sent, to whatever address, is answered: what cannot be read is refused in words and breaks nothing.

The requests are made below the test client, which would refuse to send most of them, and go the way that the server
takes: through the WSGI handler.
"""

import io
import logging
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from championship.models import Session
from tests.sample import sample
from web.requests.readable import Handler

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"
TOKEN = "y" * 32
CODECS = (
    "utf-7", "utf-16", "utf-8-sig", "latin-1", "base64", "hex", "rot13", "idna", "punycode", "zip", "bz2", "quopri",
    "uu", "undefined", "unicode_escape", "no-such-charset", "", "\xe9", "a\0b", "../x", "x" * 300,
)  # fmt: skip
PARTS = (
    b"",
    b"--x",
    b'--x\r\nContent-Disposition: form-data; name="theme"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--',
    b'--x\r\nContent-Disposition: form-data; name="a\0"; filename="b\0.jpg"\r\n\r\n\0\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name*=base64''%ff\r\n\r\nb\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name*=nope''%ff\r\n\r\nb\r\n--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\nContent-Length: abc\r\n\r\nb\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="f"; filename=".."\r\nContent-Type: a;b*=\'\'\r\n\r\nb\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data;" + b" a=b;" * 5000 + b"\r\n\r\nb\r\n--x--\r\n",
    b"\xff" * 5000,
)
BODIES = (
    b"username=%00&password=%00&next=%00&theme=%00&delay=%00&year=%00&event=%00",
    b"username=%ED%A0%80&password=%ED%A0%80&theme=%ED%A0%80&delay=%ED%A0%80&event=%ED%A0%80",
    b"delay=%C2%B2s&year=99999999999999999999&event=x&session=%C2%B2",
    b"next=http://[&theme=x",
    b"%",
    b"\xff\xfe",
    b"a=" + b"x" * 3_000_000,
    b"&".join([b"a=1"] * 6000),
)
VALUES = ("%00", "%FF", "%ED%A0%80", "%zz", "9" * 25, "-1", "%C2%B2", "%D9%A3", "%0d%0aX:1", "x" * 9000, "a%20" * 1500)
COOKIES = (
    "guard=\xff", "guard=\0", "guard=2021.\xff.x", "guard=9999", "guard==2021", "guard=\xc2\xb2s", "theme=\0",
    "sessionid=\0", 'sessionid="\\400"', "csrftoken=\xff", "messages=a:b:c", "messages=\xff", "=;=;;", "x", "\xff\xfe",
)  # fmt: skip
HOSTS = ("", "a b", "[::1", "x\0", "evil.example", "127.0.0.1:99999999", "\xfc.example", "127.0.0.1,x", "a" * 5000)
HEADERS = (
    "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_TARGET", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH",
    "HTTP_ORIGIN", "HTTP_RANGE", "HTTP_REFERER", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "REMOTE_ADDR",
)  # fmt: skip
HEADER_VALUES = ("\0", "\xff", "http://[", "http://127.0.0.1:99999999/", ";;;=", "Mon, 99 Foo 99999 99:99:99 GMT")


def kinds():
    """Every kind of request that nobody should send: its name, and what it has besides its address."""
    for charset in CODECS:
        for of in (FORM, FILES, "text/plain"):
            body = PARTS[2] if of is FILES else b"theme=dark"
            for method in ("GET", "POST"):
                content_type = f"{of}; charset={charset}"
                yield f"{method} {content_type}", {
                    "REQUEST_METHOD": method, "CONTENT_TYPE": content_type, "QUERY_STRING": "q=a%20b", "body": body,
                }  # fmt: skip
    for of in ("charset*=nope''x", "charset*=base64''%ff", "charset*0=utf; charset*1=-7", "charset", "a=b;" * 4000):
        yield of[:40], {"REQUEST_METHOD": "POST", "CONTENT_TYPE": f"{FORM}; {of}", "body": b"theme=dark"}
    for of in ("multipart/form-data", "multipart/form-data; boundary=\xe9", "multipart/form-data; boundary=", "\xe9"):
        yield of, {"REQUEST_METHOD": "POST", "CONTENT_TYPE": of, "body": PARTS[1]}
    for length in ("abc", "-1", "1e3", "\xb2", "9" * 30, "9" * 5000):
        for of in (FORM, FILES):
            yield f"length {length[:40]} {of}", {
                "REQUEST_METHOD": "POST", "CONTENT_TYPE": of, "CONTENT_LENGTH": length, "body": b"theme=dark",
            }  # fmt: skip
    for part in PARTS:
        yield f"part {part[:60]!r}", {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FILES, "body": part}
    for body in BODIES:
        signed = f"csrfmiddlewaretoken={TOKEN}&".encode() + body
        yield f"body {body[:40]!r}", {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "body": signed}
    for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE", "G\0T"):
        yield method, {"REQUEST_METHOD": method}
    for name in ("q", "v", "show", "by", "season", "first", "driver", "after", "alarm", "next"):
        for value in VALUES:
            yield f"?{name}={value[:20]}", {"QUERY_STRING": f"{name}={value}"}
    for query in ("&".join(["q=1"] * 6000), "\xff", "\0", "%ff=%ff", "=" * 20000, ";;;"):
        yield f"?{query[:20]!r}", {"QUERY_STRING": query}
    for path in (
        "\0",
        "\xff",
        "\xed\xa0\x80",
        "%",
        "//",
        "/../",
        "\r\n",
        "\xc2\xb2",
        "\xd9\xa3/",
        "9" * 30 + "/",
        "x" * 9000,
    ):
        yield f"path {path[:20]!r}", {"below": path}
    for cookie in COOKIES:
        yield f"cookie {cookie!r}", {"HTTP_COOKIE": cookie}
        yield f"cookie {cookie!r} with a form", {
            "HTTP_COOKIE": cookie, "REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "body": b"theme=dark",
        }  # fmt: skip
    for host in HOSTS:
        yield f"host {host[:20]!r}", {"HTTP_HOST": host}
        yield f"host {host[:20]!r} with a form", {
            "HTTP_HOST": host, "REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "body": b"theme=dark",
        }  # fmt: skip
    for header in HEADERS:
        for value in HEADER_VALUES:
            yield f"{header} {value!r}", {header: value, "HTTP_HX_REQUEST": "true"}


ADDRESSES = (
    "/", "/sv/2021/germany/", "/2021/standings/drivers/", "/drivers/compare/", "/news/", "/live/", "/live/now/",
    "/search/", "/theme/", "/guard/", "/live/delay/", "/drivers.csv", "/2021/calendar.ics", "/robots.txt",
    f"/pictures/originals/{'a' * 32}.jpg", "/no/such/page/", "/static/css/no-such.css", "/admin/login/",
)  # fmt: skip
EDITORS_ADDRESSES = (
    "/admin/", "/admin/news/article/", "/admin/news/article/add/", "/admin/password_change/",
    "/admin/championship/session/{session}/race-control/", "/admin/r/1/1/", "/admin/jsi18n/",
)  # fmt: skip


class Sender:
    """Sends to the handler what is given, as a server would hand it on."""

    def __init__(self, cookies=""):
        self.handler, self.cookies = Handler(), f"csrftoken={TOKEN}; {cookies}"

    def send(self, address, body=b"", below="", **environ):
        environ = {"CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1"} | environ
        environ |= {
            "PATH_INFO": address + below,
            "HTTP_COOKIE": f"{environ.get('HTTP_COOKIE', 'a=b')}; {self.cookies}",
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        told = []
        answer = self.handler(environ, lambda status, headers: told.append((int(status[:3]), dict(headers))))
        text = b"".join(answer).decode(errors="replace")
        answer.close()
        ((status, headers),) = told
        return status, headers, text


@pytest.fixture(autouse=True)
def _quiet():
    """Each refusal is a line of log, with all that was sent; and the end of a request is not the test's."""
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


@pytest.fixture
def reader():
    return Sender()


@pytest.fixture
def editor(admin_client):
    return Sender("; ".join(f"{name}={morsel.value}" for name, morsel in admin_client.cookies.items()))


def broken(sender, address, requests):
    """What was not answered as it should be: nothing that is sent is the site's fault."""
    found = []
    for name, request in requests:
        try:
            status = sender.send(address, **request)[0]
        except Exception as error:
            status = repr(error)[:100]
        if not isinstance(status, int) or status >= 500:
            found.append((status, name))
    return found


# Each address is sent every eighth of them, each another eighth; with `make hostile` all.
EVERY = sample(8, 1)


@pytest.mark.parametrize("turn", range(len(ADDRESSES)))
def test_nothing_that_a_reader_sends_breaks_the_site(reader, turn):
    assert broken(reader, ADDRESSES[turn], list(kinds())[turn % EVERY :: EVERY]) == []


@pytest.mark.parametrize("turn", range(len(EDITORS_ADDRESSES)))
def test_nothing_that_an_editor_sends_breaks_the_admin(editor, turn):
    address = EDITORS_ADDRESSES[turn].format(session=Session.objects.latest("pk").pk)
    every = sample(4 * len(EDITORS_ADDRESSES), 1)
    assert broken(editor, address, list(kinds())[turn % every :: every]) == []


@pytest.mark.parametrize("address", ["/", "/no/such/page/", "/theme/", "/admin/login/", "/admin/", "/live/now/"])
@pytest.mark.parametrize("charset", ["utf-7", "base64", "rot13", "idna", "punycode", "zip", "no-such-charset"])
@pytest.mark.parametrize("of", [FORM, FILES])
def test_another_charset_than_the_site_s_is_refused_in_words(reader, address, charset, of):
    for method in ("GET", "POST"):
        status, headers, text = reader.send(
            address, b"theme=dark", REQUEST_METHOD=method, CONTENT_TYPE=f"{of}; charset={charset}"
        )
        assert status == 415
        assert headers["Content-Type"].startswith("text/plain")
        assert "UTF-8" in text
        assert "Traceback" not in text


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "us-ascii"])
def test_utf_8_is_read_however_it_is_spelt(reader, charset):
    status, _headers, _text = reader.send(
        "/theme/", b"theme=dark", REQUEST_METHOD="POST", CONTENT_TYPE=f"{FORM}; charset={charset}"
    )
    assert status == 302


def test_a_refusal_speaks_the_language_of_the_address(reader):
    sentences = {reader.send(address, CONTENT_TYPE=f"{FORM}; charset=utf-7")[2] for address in ("/2021/", "/sv/2021/")}
    assert len(sentences) == 2


def test_what_the_site_makes_of_an_unreadable_form_is_a_sentence(reader):
    status, headers, text = reader.send("/theme/", PARTS[1], REQUEST_METHOD="POST", CONTENT_TYPE="multipart/form-data")
    assert status == 400
    assert headers["Content-Type"].startswith("text/plain")
    assert text.strip().endswith(".")
