"""The queue on the phone: who is served now, how many are before me, by when I must be back."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from queueing import links
from queueing.choices import TicketState
from queueing.hall_news import HallNews
from queueing.models import Office, Party
from queueing.queries.line import InLine, Line, line_of
from queueing.rules.waiting import WaitRange, leave_and_return
from queueing.views.public.linked import keep_private, of_a_party

#: How many that are being served stand on a phone, as in its template.
_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Known:
    """The line at one look, and what phones were sent of it, by its stamp; whoever has not come is sent the same."""

    line: Line
    parts: dict[str, str] = field(default_factory=dict)


_lines: Final = HallNews[Known]()


@dataclass(frozen=True, slots=True)
class Mine:
    """One number of the party, and what is ahead of it where it still waits."""

    ticket: InLine
    before: int = 0
    wait: WaitRange | None = None
    back_by: datetime.datetime | None = None


@dataclass(frozen=True)
class Numbers:
    """What a phone shows; `newcomer` is how long somebody waits who takes a number now."""

    line: Line
    mine: list[Mine]
    newcomer: WaitRange | None
    now: datetime.datetime


@require_safe
@of_a_party
def show(request: HttpRequest, party: Party) -> HttpResponse:
    """Show the whole page; its numbers are followed by `follow`, or by loading it again."""
    now = timezone.now()
    numbers = _numbers(_lately(party.office_id, now).line, party.pk, now)
    context = {"party": party, "link": links.link_of(party.pk), "stamp": _stamp(numbers), **vars(numbers)}
    return render(request, "queueing/public/line.html", context)


@require_safe
def follow(request: HttpRequest, link: str, office_id: int) -> HttpResponseBase:
    """Give the numbers alone, or nothing (304) where they are what the phone has.

    The office stands in the address, so that a phone which follows costs no query of its own.
    """
    now = timezone.now()
    try:
        party, known = links.party_of(link), _lately(office_id, now)
    except (links.TamperedLink, Office.DoesNotExist):
        return keep_private(HttpResponse(status=404))
    numbers = _numbers(known.line, party, now)
    stamp = _stamp(numbers)
    answer = get_conditional_response(request, etag=stamp) or HttpResponse(_part(known, stamp, numbers))
    answer.headers["ETag"] = stamp
    return keep_private(answer)


def _lately(office: int, now: datetime.datetime) -> Known:
    """Return the line of an office as it is, asked for once a change for all phones."""
    return _lines.get(office, lambda: Known(line_of(office, now)))


def _numbers(line: Line, party: uuid.UUID, now: datetime.datetime) -> Numbers:
    mine = [_mine(line, one, now) for one in line.of(party)]
    newcomer = None if mine else line.wait_behind(len(line.waiting))
    return Numbers(line, mine, newcomer, now)


def _part(known: Known, stamp: str, numbers: Numbers) -> str:
    """Return the numbers as they are sent to a phone, in one line."""
    part = known.parts.get(stamp)
    if part is None:
        part = " ".join(render_to_string("queueing/public/line/_numbers.html", vars(numbers)).split())
        known.parts[stamp] = part
    return part


def _stamp(numbers: Numbers) -> str:
    """Return what changes whenever the part does, in every process alike: it is made of all that stands there."""
    line = numbers.line
    shown = (
        numbers.mine,
        [(one.number, one.counter) for one in line.called[:_NAMED]],
        None if numbers.mine else (len(line.waiting), numbers.newcomer),
        line.zone,
        f"{numbers.now:%Y-%m-%d %H:%M}",
        get_language(),
    )
    return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:16]}"'


def _mine(line: Line, one: InLine, now: datetime.datetime) -> Mine:
    if one.state != TicketState.WAITING:
        return Mine(one)
    before = line.people_before(one.ticket)
    wait = line.wait_behind(before)
    return Mine(one, before, wait, leave_and_return(wait, now) if wait else None)
