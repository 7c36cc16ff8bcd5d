"""Who is asking: every request sees the areas of its officer, and nothing where nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from registry import scope
from registry.models import Officer


class ScopeMiddleware:
    """Enters the officer's scope for the whole request; scoped managers answer only inside it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the scope of whoever asks."""
        if not isinstance(request.user, Officer):
            return self._get_response(request)
        with scope.of(request.user):
            return self._get_response(request)
