"""Ten wrong passwords shut an account for where they came from, and for nobody else."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.test import RequestFactory, override_settings

from web.requests.client import address_of

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "somewhere", "127.0.0.1"),
        # Nobody but the server on this machine is believed.
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
    ],
)
def test_the_address_is_the_readers_where_our_own_server_says_so(peer, told, address):
    headers = {} if told is None else {"X-Real-IP": told}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)) == address


@override_settings(AXES_ENABLED=True)
def test_who_guesses_behind_nginx_shuts_out_themselves_alone(client):
    get_user_model().objects.create_superuser("editor", password="the right one")

    def sign_in(password, address):
        sent = {"username": "editor", "password": password}
        return client.post(SIGN_IN, sent, headers={"X-Real-IP": address}).status_code

    for _guess in range(10):
        sign_in("a guess", "203.0.113.7")
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.7"}
    assert sign_in("the right one", "203.0.113.7") == 429
    assert sign_in("the right one", "198.51.100.9") == 302


def test_the_supplied_server_passes_the_address_on(settings):
    """Debian's proxy_params sets X-Real-IP; every way to the application includes it."""
    conf = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert conf.count("proxy_pass ") == conf.count("include /etc/nginx/proxy_params;") > 0
