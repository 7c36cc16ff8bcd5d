"""Who is asking: every request sees the areas of its officer, and nothing where nobody is signed in."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from registry import asking, scope
from registry.asking import Asking
from registry.models import Officer


class ScopeMiddleware:
    """Enters the officer's scope for the whole request; scoped managers answer only inside it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the scope of whoever asks, under a number for the trail."""
        if not isinstance(request.user, Officer):
            return self._get_response(request)
        who = Asking(uuid.uuid4().hex, request.META.get("REMOTE_ADDR") or None)
        with asking.by(who), scope.of(request.user):
            answer = self._get_response(request)
        answer["X-Request-ID"] = who.request_id
        return answer
