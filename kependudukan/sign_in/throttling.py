"""How often somebody may try: ten passwords on one name from one address, then a page that says when to come back.

django-axes counts (docs/decisions/0009). It looks first and writes afterwards, so tries on the same pair wait for
each other here; otherwise as many as there are threads would slip through at once.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kependudukan.client_address import network_of


@contextmanager
def one_at_a_time(request: HttpRequest, username: str) -> Iterator[None]:
    """Let one try after the other be checked on this name from this address."""
    pair = f"{username}\n{network_of(request)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [pair])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [pair])


def closed(request: HttpRequest, _: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """Return the page for a pair of name and address that is closed, whether the name exists or not."""
    tries = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"), ip_address=network_of(request)
    ).order_by("-attempt_time")
    last = tries.values_list("attempt_time", flat=True).first() or timezone.now()
    until = last + settings.AXES_COOLOFF_TIME
    return too_many(request, until=until)


def too_many(request: HttpRequest, *, until: datetime.datetime | None = None) -> HttpResponse:
    """Return the page that asks to wait, with the moment where there is a known one."""
    page = render(request, "account/too_many.html", {"until": until}, status=429)
    if until is not None:
        page["Retry-After"] = str(max(1, math.ceil((until - timezone.now()).total_seconds())))
    return page
