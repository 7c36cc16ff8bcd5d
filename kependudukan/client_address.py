"""Which address a request comes from: decided here, once, for the counting of tries and for the access log."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: What stands for a caller without an address: a socket file, or a request that no network carried.
NOWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here


def client_address(request: HttpRequest) -> str:
    """Return the address that our outermost proxy saw; without proxies of our own, the one that connected.

    What stands further left in X-Forwarded-For was written by the caller and is believed by nobody.
    """
    trusted: int = settings.TRUSTED_PROXIES
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if trusted else []
    candidates = [seen[-trusted]] if len(seen) >= trusted > 0 else []
    for candidate in [*candidates, request.META.get("REMOTE_ADDR", "")]:
        try:
            return str(ipaddress.ip_address(candidate.strip()))
        except ValueError:
            continue
    return NOWHERE


def network_of(request: HttpRequest) -> str:
    """Return the address by which tries are counted: of IPv6 the first 64 bits, since a house has all the others."""
    address = ipaddress.ip_address(client_address(request))
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
