"""How long a session lasts: fifteen minutes without use, nine hours in all; and nothing of it stays in a cache."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

_SIGNED_IN_AT: Final = "signed_in_at"
_SEEN_AT: Final = "seen_at"
#: The moment of the last use is written at most this often, in seconds, so that reading pages costs no writing.
_GRAIN: Final = 30


@receiver(user_logged_in, dispatch_uid="kependudukan.sign_in.sessions")
def start_counting(request: HttpRequest, **_: Any) -> None:
    """Note when she came in; a session without this note is over."""
    request.session[_SIGNED_IN_AT] = request.session[_SEEN_AT] = time.time()


class SessionLimits:
    """Ends a session that was left alone or has lasted a working day; keeps officers' pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the sign-in page if the session is over."""
        signed_in = request.user.is_authenticated
        if not signed_in and SESSION_KEY in request.session:
            request.session.flush()  # of an officer who was closed: it must not come back to life with her
        if signed_in:
            now = time.time()
            if _is_over(request.session, now):
                return _end(request)
            # A page that refreshes itself does not mean that somebody sits before it.
            if not _asks_by_itself(request) and now - request.session[_SEEN_AT] > _GRAIN:
                request.session[_SEEN_AT] = now
        answer = self._get_response(request)
        if signed_in or request.user.is_authenticated:
            answer["Cache-Control"] = "no-store, private"
        return answer


def _is_over(session: SessionBase, now: float) -> bool:
    signed_in_at, seen_at = session.get(_SIGNED_IN_AT, 0.0), session.get(_SEEN_AT, 0.0)
    return bool(
        now - signed_in_at >= settings.SESSION_LONGEST.total_seconds()
        or now - seen_at >= settings.SESSION_IDLE.total_seconds()
    )


def _asks_by_itself(request: HttpRequest) -> bool:
    return request.headers.get("X-Live") == "1"


def _end(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, "Sesi berakhir karena lama tidak dipakai atau sudah 9 jam. Silakan masuk lagi.")
    where = reverse("account_login")
    if _asks_by_itself(request) or request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": where, "Cache-Control": "no-store, private"})
    if request.method == "GET":
        where += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(where, headers={"Cache-Control": "no-store, private"})
