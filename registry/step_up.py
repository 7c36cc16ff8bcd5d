"""Shown again: a second factor not older than a few minutes, for what must not be done at a desk left open.

Guard the page on which an act is confirmed (its GET) and the act itself (its POST) with `step_up_required`. A form
that comes too late is not kept, since it may carry a NIK: she shows her factor, is led back to the page (its GET) and
sends once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def second_factor_shown_at(request: HttpRequest) -> float | None:
    """Return when this session last showed a second factor, in seconds of the epoch; None if it never did."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return max((float(record["at"]) for record in records if record["method"] == "mfa"), default=None)


def is_recent(request: HttpRequest) -> bool:
    """Return whether a second factor was shown within `STEP_UP_WITHIN`."""
    shown_at = second_factor_shown_at(request)
    return shown_at is not None and time.time() - shown_at < settings.STEP_UP_WITHIN.total_seconds()


def ask_again(request: HttpRequest, *, back: str = "") -> HttpResponseBase:
    """Lead to the page that asks for the factor, and from there back to a page that can be fetched.

    Args:
        request: the request that came too late.
        back: where to go afterwards; by default this page, or the page that holds the htmx element.
    """
    from_htmx = request.headers.get("HX-Request") == "true"
    if not back and from_htmx:
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path
    elif not back:
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    if request.method not in {"GET", "HEAD"}:
        messages.warning(request, "Belum dilakukan. Setelah konfirmasi, kirim sekali lagi.")
    where = f"{reverse('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    # htmx would follow a plain redirect into the element; this header makes it leave the page.
    return HttpResponse(headers={"HX-Redirect": where}) if from_htmx else HttpResponseRedirect(where)


def step_up_required(view: _View[_P]) -> _View[_P]:
    """Let the view run only within a few minutes of a second factor; else ask for it first."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_recent(request) else ask_again(request)

    return guarded
