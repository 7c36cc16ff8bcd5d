"""Where a request of the public comes from, for counting tries: a device at an address, kept as keyed indexes only.

Behind one address of a telephone company stand thousands of people, so a device is told by a cookie of ours; who sends
none shares one count with all others at that address who send none. `kependudukan` wires who reads the address:
settings.CLIENT_NETWORK names the callable.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from registry import sealing

COOKIE: Final = "perangkat"
_SALT: Final = "queueing.device"
_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Source:
    """Who is counted: one device at its address, and the address with all its devices."""

    device: uuid.UUID
    address: uuid.UUID


def source_of(request: HttpRequest) -> Source:
    """Return the source of a request."""
    network_of: Callable[[HttpRequest], str] = import_string(settings.CLIENT_NETWORK)
    network, index = network_of(request), sealing.sealer().index
    return Source(index("tally", f"device:{network}:{_device(request)}"), index("tally", f"address:{network}"))


def mark(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Give a device without a cookie one that lasts a day; it says nothing about anybody."""
    if not _device(request):
        answer.set_signed_cookie(
            COOKIE,
            secrets.token_urlsafe(12),
            salt=_SALT,
            max_age=_DAY,
            path="/antre/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _device(request: HttpRequest) -> str:
    return request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_DAY) or ""
