"""Where the processor's time of a hold and of a confirmation goes: the same pages in this process, under cProfile."""

from __future__ import annotations

import cProfile
import io
import logging
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from benchmarks._processes import cpu_seconds
from benchmarks.booking import places, web
from benchmarks.booking.clients import SECRET, Request
from benchmarks.booking.places import Shape
from benchmarks.booking.postmaster import postmaster
from benchmarks.matching.report import table
from queueing.models import RecordingSlot

FORMS: Final = 400
#: Whose code a function is, by a part of its file's path or its own name; the first that fits.
_PARTS: Final = (
    ("driver, to and from the server", ("psycopg2",)),
    ("Django: rows and statements", ("/django/db/",)),
    ("Django: forms, pages, addresses", ("/django/forms/", "/django/template/", "/django/urls/")),
    ("Django and others: requests", ("/django/", "/allauth/", "/axes/", "/csp/", "/whitenoise/", "/django_htmx/")),
    ("keys and seals", ("/cryptography/", "_hashlib", "hmac", "openssl")),
    ("ours", ("/queueing/", "/registry/", "/kependudukan/")),
)
_PYTHON: Final = "Python itself"

Application = Any  # what WSGI calls; its types say no more


def measure() -> None:
    """Print what both cost, then whose code that goes to."""
    settings.FORMS_A_MINUTE = web.FORMS_A_MINUTE
    logging.disable(logging.WARNING)
    application, server = get_wsgi_application(), postmaster()
    office = places.set_out(Shape("profile", 1, 3 * FORMS))
    slot = RecordingSlot.objects.get()
    costs: dict[str, list[str]] = {}
    parts: dict[str, dict[str, float]] = {}
    for is_warm in (False, True):
        for name in ("hold", "confirm"):
            forms = [web.hold_request(office, slot) for _ in range(FORMS)]
            requests = forms if name == "hold" else [web.confirm_request(party) for party in web.prepare()]
            if is_warm:
                parts[name] = _profiled(application, requests)
            else:
                costs[name] = _costs(application, requests, server)
    print(f"\nOne process, one request at a time, load {os.getloadavg()[0]:.1f}: milliseconds of a processor each\n")
    print(table(("what", "web", "server", "clock"), [(name, *cells) for name, cells in costs.items()]))
    print("\nWhose code the web process spends that in (shares, from cProfile by the processor's clock)\n")
    names = [name for name, _ in _PARTS] + [_PYTHON]
    rows = [(name, *(f"{found[name] / sum(found.values()):.0%}" for found in parts.values())) for name in names]
    print(table(("part", *parts), rows), flush=True)


def _costs(application: Application, requests: Sequence[Request], server: int) -> list[str]:
    """Return milliseconds a request of this process, of the server's, and by the clock; the first tenth warms up."""
    warm = len(requests) // 10
    for request in requests[:warm]:
        _ask(application, request)
    count, before = len(requests) - warm, (time.process_time(), cpu_seconds(server), time.perf_counter())
    for request in requests[warm:]:
        _ask(application, request)
    after = time.process_time(), cpu_seconds(server), time.perf_counter()
    return [f"{1000 * (end - begun) / count:.2f}" for begun, end in zip(before, after, strict=True)]


def _profiled(application: Application, requests: Sequence[Request]) -> dict[str, float]:
    """Return seconds by whose code they were spent in."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for request in requests:
        _ask(application, request)
    profile.disable()
    spent: dict[str, float] = defaultdict(float)
    figures: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in figures.items():
        part = _part_of(function)
        # What is built in is spent by whoever calls it.
        whose = {caller: figure[2] for caller, figure in callers.items()} if part == _PYTHON else {}
        for caller, seconds in (whose or {function: own}).items():
            spent[_part_of(caller)] += seconds
    return spent


def _part_of(function: tuple[str, int, str]) -> str:
    place = f"{function[0]} {function[2]}"
    return next((name for name, words in _PARTS if any(word in place for word in words)), _PYTHON)


def _ask(application: Application, request: Request) -> None:
    """Send a form straight to the application.

    Raises:
        SystemExit: it was answered otherwise than by leading on.
    """
    body = urlencode({**(request.fields or {}), "csrfmiddlewaretoken": SECRET}).encode()
    said: list[str] = []
    answer = application(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": request.path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": f"csrftoken={SECRET}",
            "REMOTE_ADDR": next(_ADDRESSES),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        },
        lambda status, *_: said.append(status),
    )
    b"".join(answer)
    answer.close()
    if not said[0].startswith("302"):
        raise SystemExit(f"{request.path.split('/')[1]}: answered {said[0]}")


_ADDRESSES: Final = (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in range(1, 1 << 24))
