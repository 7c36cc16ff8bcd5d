"""The board of the waiting room: a page for a television, and the part of it that is asked for every second.

It shows numbers and counters, nobody's name, and is open to whoever has its address.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from queueing import voice
from queueing.hall_news import HallNews
from queueing.models import Office
from queueing.queries.board import Board, board_of

_parts: Final = HallNews[tuple[str, str]]()


@require_safe
def show(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show the whole page; `follow` keeps it up to date, or a reload every ten seconds without JavaScript."""
    board = _board(office_id, timezone.now())
    context = {"board": board, "office_id": office_id, "has_clips": voice.is_made()}
    return _unindexed(render(request, "queueing/board.html", context))


@require_safe
def follow(request: HttpRequest, office_id: int) -> HttpResponseBase:
    """Give the numbers alone, or nothing (304) where they are what the board has."""
    now = timezone.now()
    part, stamp = _parts.get(office_id, lambda: _part(office_id, now))
    answer = _unindexed(HttpResponse(part, headers={"ETag": stamp}))
    return get_conditional_response(request, etag=stamp, response=answer) or answer


@require_safe
def clip(_request: HttpRequest, name: str) -> FileResponse:
    """Give one recording of the voice, where it was made at the installation."""
    path = voice.path_of(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="audio/wav", headers={"Cache-Control": "max-age=86400"})


def _part(office_id: int, now: datetime.datetime) -> tuple[str, str]:
    """Return the numbers as they are sent, in one line, and their stamp: both are made once a change."""
    part = " ".join(render_to_string("queueing/board/_calls.html", {"board": _board(office_id, now)}).split())
    return part, f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'


def _board(office_id: int, now: datetime.datetime) -> Board:
    try:
        return board_of(office_id, now)
    except Office.DoesNotExist as unknown:
        raise Http404 from unknown


def _unindexed(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
