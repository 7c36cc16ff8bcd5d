"""Who is asking: every request sees the areas of its officer, and nothing where nobody is signed in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kependudukan.client_address import client_address
from registry import asking, row_security, scope
from registry.asking import Asking
from registry.models import Officer


class ScopeMiddleware:
    """Enters the officer's scope for the whole request, in the managers and in the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request inside the scope of whoever asks, under a number for the trail."""
        officer = request.user
        if not isinstance(officer, Officer):
            return self._get_response(request)
        who = Asking(uuid.uuid4().hex, client_address(request))
        with _on_behalf_of(officer, who):
            answer = self._get_response(request)
        if isinstance(answer, StreamingHttpResponse):
            # Its rows are fetched after this returns: they are asked for on the same behalf.
            answer.streaming_content = _streamed(cast("Iterable[bytes]", answer.streaming_content), officer, who)
        answer["X-Request-ID"] = who.request_id
        return answer


@contextmanager
def _on_behalf_of(officer: Officer, who: Asking) -> Iterator[None]:
    with asking.by(who), scope.of(officer), row_security.of(officer):
        yield


def _streamed(parts: Iterable[bytes], officer: Officer, who: Asking) -> Iterator[bytes]:
    with _on_behalf_of(officer, who):
        yield from parts
