"""Who is asking: every request sees the areas of its officer, and nothing where nobody is signed in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kependudukan.client_address import client_address
from registry import asking, row_security, scope
from registry.actions import alarms
from registry.actions.access import DailyLimitReached
from registry.asking import Asking
from registry.models import Officer, history


class ScopeMiddleware:
    """Enters the officer's scope for the whole request, in the managers and in the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request inside the scope of whoever asks, under a number for the trail."""
        officer, who = request.user, Asking(uuid.uuid4().hex, client_address(request))
        if not isinstance(officer, Officer):
            with asking.by(who):  # what the public is told is written down, too
                return self._get_response(request)
        changes = history.asked_by(officer=officer.pk, request_id=who.request_id)
        with _on_behalf_of(officer, who), changes:
            answer = self._get_response(request)
        if isinstance(answer, StreamingHttpResponse):
            # Its rows are fetched after this returns: they are asked for on the same behalf.
            answer.streaming_content = _streamed(cast("Iterable[bytes]", answer.streaming_content), officer, who)
        answer["X-Request-ID"] = who.request_id
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Refuse the page of an officer at her daily limit; raise the alarm, now that what she asked for is undone."""
        if not isinstance(exception, DailyLimitReached):
            return None
        reached = exception
        alarms.sound(kind=reached.kind, officer=reached.officer, at=reached.at, detail=f"batas {reached.limit}")
        answer = render(request, "registry/trail/daily_limit.html", {"limit": reached.limit}, status=403)
        answer["Cache-Control"] = "no-store"
        return answer


@contextmanager
def _on_behalf_of(officer: Officer, who: Asking) -> Iterator[None]:
    with asking.by(who), scope.of(officer), row_security.of(officer):
        yield


def _streamed(parts: Iterable[bytes], officer: Officer, who: Asking) -> Iterator[bytes]:
    with _on_behalf_of(officer, who):
        yield from parts
