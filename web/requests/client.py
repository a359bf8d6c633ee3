"""Who asks, where a server of ours stands in front."""

from ipaddress import ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address that a request came from.

    What passes it on from this very machine is the nginx of deploy/, which writes the reader's address into X-Real-IP
    whatever they sent; from anywhere else the header is what somebody claims.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    passed_on = str(request.META.get("HTTP_X_REAL_IP", "")).strip()
    try:
        return passed_on if ip_address(peer).is_loopback and ip_address(passed_on) else peer
    except ValueError:
        return peer
