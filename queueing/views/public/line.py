"""The queue on the phone: who is served now, how many are before me, by when I must be back."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from queueing import links
from queueing.choices import TicketState
from queueing.hall_news import HallNews
from queueing.models import Office, Party
from queueing.queries.line import InLine, Line, line_of
from queueing.rules.waiting import WaitRange, leave_and_return
from queueing.views.public.linked import keep_private, of_a_party

_lines: Final = HallNews[Line]()


@dataclass(frozen=True, slots=True)
class Mine:
    """One number of the party, and what is ahead of it where it still waits."""

    ticket: InLine
    before: int = 0
    wait: WaitRange | None = None
    back_by: datetime.datetime | None = None


@require_safe
@of_a_party
def show(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the whole page; its numbers are followed by `follow`, or by loading it again."""
    now = timezone.now()
    numbers = _numbers(_lately(party.office_id, now), party.pk, now)
    context = {"party": party, "link": links.link_of(party.pk), "stamp": _stamp(_part(numbers)), **numbers}
    return render(request, "queueing/public/line.html", context)


@require_safe
def follow(request: HttpRequest, link: str, office_id: int) -> HttpResponseBase:
    """Give the numbers alone, or nothing (304) where they are what the phone has.

    The office stands in the address, so that a phone which follows costs no query of its own.
    """
    now = timezone.now()
    try:
        part = _part(_numbers(_lately(office_id, now), links.party_of(link), now))
    except (links.TamperedLink, Office.DoesNotExist):
        return keep_private(HttpResponse(status=404))
    answer = keep_private(HttpResponse(part, headers={"ETag": _stamp(part)}))
    return get_conditional_response(request, etag=_stamp(part), response=answer) or answer


def _lately(office: int, now: datetime.datetime) -> Line:
    """Return the line of an office as it is, asked for once a change for all phones."""
    return _lines.get(office, lambda: line_of(office, now))


def _numbers(line: Line, party: uuid.UUID, now: datetime.datetime) -> dict[str, object]:
    """Return what the phone shows."""
    mine = [_mine(line, one, now) for one in line.of(party)]
    newcomer = None if mine else line.wait_behind(len(line.waiting))
    return {"line": line, "mine": mine, "newcomer": newcomer, "now": now}


def _part(numbers: dict[str, object]) -> str:
    """Return the numbers as they are sent to a phone, in one line."""
    return " ".join(render_to_string("queueing/public/line/_numbers.html", numbers).split())


def _mine(line: Line, one: InLine, now: datetime.datetime) -> Mine:
    if one.state != TicketState.WAITING:
        return Mine(one)
    before = line.people_before(one.ticket)
    wait = line.wait_behind(before)
    return Mine(one, before, wait, leave_and_return(wait, now) if wait else None)


def _stamp(part: str) -> str:
    return f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'
