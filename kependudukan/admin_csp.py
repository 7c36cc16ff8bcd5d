"""The content policy under /admin/: what Unfold cannot do without, there and nowhere else.

Unfold's pages run on Alpine, which evaluates expressions ('unsafe-eval'), and set colours and widths in style
elements and attributes ('unsafe-inline' for styles). Scripts in the page stay forbidden there too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminPolicyMiddleware:
    """Loosens the policy of answers under /admin/ by just these two words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell django-csp what to add."""
        answer: Any = self._get_response(request)
        if request.path.startswith(reverse("admin:index")):
            answer._csp_update = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}  # noqa: SLF001
        result: HttpResponse = answer
        return result
