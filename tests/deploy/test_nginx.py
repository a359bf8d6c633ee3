"""deploy/nginx.conf, and what the site tells it: what was made for one reader never answers another."""

import http.client
import itertools
import re
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.http.cookie import parse_cookie

from tests.conftest import NO_NGINX
from tests.server import free_port

CONF = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")
STARTS_WITHIN = 20
# Where what nginx needs of its machine stands in the test.
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""
PROXY_PARAMS = "proxy_set_header Host $host;\nproxy_set_header X-Forwarded-Proto $scheme;\n"
# Ways to write a cookie in which Django finds the guard's.
SPELLINGS = (
    "guard=2021", " guard=2021", "guard =2021", "guard\t=2021", "\tguard=2021", "theme=dark; guard=2021",
    "theme=dark;guard=2021", "theme=dark;\tguard\t=\t2021", "theme=dark;; guard=2021", ";guard=2021", 'guard="2021"',
    "a;guard=2021", "=b;guard=2021", "guard=; guard=2021", "\x0bguard=2021", "a=b;\x0cguard =2021", "guard\xa0=2021",
)  # fmt: skip
POLL, PAGE = "/live/now/?show=board", "/2021/?v=1"


@pytest.mark.parametrize("cookie", SPELLINGS)
def test_a_cookie_in_which_the_site_finds_a_guard_is_one_for_nginx(cookie):
    pattern = re.search(r'map \$http_cookie \$has_guard {\s*default\s+0;\s*"~(.+)"\s+1;\s*}', CONF)[1]
    assert parse_cookie(cookie)["guard"] == "2021"
    assert re.search(pattern, cookie)
    assert not re.search(pattern, "theme=dark")


def test_nginx_goes_by_what_the_site_says_of_a_reader_and_keeps_each_scheme_by_itself():
    ignored = re.findall(r"proxy_ignore_headers (.+);", CONF)
    keys = re.findall(r'proxy_cache_key "(.+)";', CONF)
    assert len(ignored) == len(keys) == CONF.count("proxy_cache door;") > 0
    assert not any("X-Accel-Expires" in names for names in ignored)
    assert all(key.startswith("$scheme $request_uri") for key in keys)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [POLL, PAGE])
@pytest.mark.parametrize("defence", ["both", "what nginx sees", "what the site says"])
def test_what_is_made_for_one_reader_answers_no_other(client, tmp_path, address, defence):
    site = {own: headers_of(client, address, "guard=2021" if own else "theme=") for own in (True, False)}
    conf = CONF
    if defence == "what nginx sees":
        del site[True]["X-Accel-Expires"]
    elif defence == "what the site says":
        conf = re.sub(r"(map \$http_cookie \$\w+ {)[^}]*}", r"\1 default 0; }", conf)

    def answer(request):
        own = "guard" in parse_cookie(request.headers.get("Cookie", ""))
        return ("mine" if own else "everyone's"), site[own]

    with behind_nginx(tmp_path, conf, answer) as ask:
        for number, cookie in enumerate(SPELLINGS):
            before, after = f"{address}&n={number}", f"{address}&m={number}"
            # nginx refuses some control characters by itself.
            assert ask(before, Cookie=cookie) in ("mine", 400), cookie
            assert ask(before) == "everyone's", cookie
            if defence != "what the site says":
                assert ask(after) == "everyone's"
                assert ask(after, Cookie=cookie) in ("mine", 400), cookie


@pytest.mark.django_db
@pytest.mark.parametrize("address", [POLL, PAGE])
def test_what_is_the_same_for_everyone_is_kept(client, tmp_path, address):
    headers, numbers = headers_of(client, address), itertools.count()
    with behind_nginx(tmp_path, CONF, lambda request: (str(next(numbers)), headers)) as ask:
        # Kept for one second: on a machine that stands still for as long, the next two may be quicker.
        assert any(ask(address) == ask(address) for _attempt in range(20))


def headers_of(client, address, cookie=""):
    answer = client.get(address, headers={"Cookie": cookie} if cookie else {})
    assert answer.status_code == 200
    return {name: value for name, value in answer.headers.items() if not name.startswith("Content-")}


@contextmanager
def behind_nginx(folder, conf, answer):
    """Asks a site whose every answer is `answer(request)`, text and headers, through an nginx of its own.

    What comes back is the text, or the status where it is not 200.
    """
    if NGINX is None:
        pytest.skip(NO_NGINX)

    class Site(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            text, headers = answer(self)
            self.send_response(200)
            for name, value in ({"Content-Length": str(len(text))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        port = free_port()
        (folder / "proxy_params").write_text(PROXY_PARAMS)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, site=_here(conf, folder, port, site)))
        process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE)
        try:
            _wait_until_it_answers(process, port)
            yield lambda address, **headers: _ask(port, address, headers)
        finally:
            process.terminate()
            process.communicate(timeout=STARTS_WITHIN)
            site.shutdown()


def _here(conf, folder, port, site):
    """deploy/nginx.conf with what belongs to its machine put in the test's place, and nothing else changed."""
    # Its second server only leads from http to https.
    conf = conf[: conf.rindex("server {")]
    for pattern, here in (
        (r"listen 443 ssl;\s+http2 on;", f"listen 127.0.0.1:{port};"),
        (r"ssl_certificate(_key)? .+;", ""),
        (r"/var/cache/nginx/", f"{folder}/cache-of-"),
        (r"http://127\.0\.0\.1:8000", f"http://127.0.0.1:{site.server_address[1]}"),
        (r"/etc/nginx/proxy_params", f"{folder}/proxy_params"),
    ):
        conf, count = re.subn(pattern, here, conf)
        assert count, pattern
    return conf


def _ask(port, address, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", address)
    for name, value in headers.items():
        # As it is: http.client would refuse what a reader may send.
        connection._buffer.append(f"{name}: {value}".encode("latin-1"))
    connection.endheaders()
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return text if response.status == 200 else response.status


def _wait_until_it_answers(process, port):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read().decode()
        try:
            _ask(port, "/", {})
        except OSError:
            # A poll of the port, not a guess: it ends with the first answer.
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx did not answer.")
