"""What sets the public's pages apart: they speak Indonesian or English, and the first knows nobody at all.

Elsewhere the system speaks Indonesian, and what a browser prefers is asked nowhere: many telephones here are set to
English by whoever sold them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: Pages that stand while PostgreSQL is down: an officer's cookie is not looked at, so nobody's session is read.
WITHOUT_SESSION: Final = frozenset({"/", "/bahasa/"})
#: The board shows the same to everybody, every second: nobody's session is read for it either.
BOARD: Final = "/papan/"
#: Where the other pages of the public begin.
BEGINNINGS: Final = ("/antre/", "/tiket/")


def is_public(path: str) -> bool:
    """Return whether a page speaks two languages."""
    return path in WITHOUT_SESSION or path.startswith(BEGINNINGS)


class PublicPages:
    """Stands before the sessions: answers the public in the language that was chosen, and forgets who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.path_info in WITHOUT_SESSION or request.path_info.startswith(BOARD):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if not is_public(request.path_info):
            return self._get_response(request)
        language = _chosen(request)
        with translation.override(language):
            answer = self._get_response(request)
        answer.headers.setdefault("Content-Language", language)
        return answer


def languages(request: HttpRequest) -> dict[str, Any]:
    """Give the public's pages the language that they may be switched to (a context processor)."""
    if not is_public(request.path_info):
        return {}
    other = next((code, name) for code, name in settings.LANGUAGES if code != translation.get_language())
    return {"other_language": {"code": other[0], "name": other[1]}}


def _chosen(request: HttpRequest) -> str:
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
