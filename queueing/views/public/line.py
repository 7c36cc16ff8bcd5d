"""The queue on the phone: who is served now, how many are before me, by when I must be back."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from queueing import links
from queueing.choices import TicketState
from queueing.models import Party
from queueing.queries import line as lines
from queueing.queries.kept import Kept
from queueing.queries.line import InLine
from queueing.rules.waiting import WaitRange, leave_and_return
from queueing.views.public.linked import keep_private, of_a_party


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
    numbers = _numbers(party, timezone.now())
    context = {"party": party, "link": links.link_of(party.pk), "stamp": _stamp(_part(numbers)), **numbers}
    return render(request, "queueing/public/line.html", context)


@require_safe
def follow(request: HttpRequest, link: str) -> HttpResponseBase:
    """Give the numbers alone, or nothing (304) where they are what the phone has; no query while others ask as well."""
    now = timezone.now()
    try:
        party = _parties.get(links.party_of(link), now)
    except (links.TamperedLink, Party.DoesNotExist):
        return keep_private(HttpResponse(status=404))
    part = _part(_numbers(party, now))
    answer = keep_private(HttpResponse(part, headers={"ETag": _stamp(part)}))
    return get_conditional_response(request, etag=_stamp(part), response=answer) or answer


def _numbers(party: Party, now: datetime.datetime) -> dict[str, object]:
    """Return what the phone shows, from the line as of the last seconds."""
    today = now.astimezone(ZoneInfo(party.office.time_zone)).date()
    line = lines.lately.get((party.office_id, today), now)
    mine = [_mine(line, one, now) for one in line.of(party.pk)]
    return {
        "line": line,
        "mine": mine,
        "newcomer": None if mine else line.wait_behind(len(line.waiting)),
        "is_today": party.slot is not None and party.slot.day == today,
        "zone": party.office.time_zone,
        "now": now,
    }


def _part(numbers: dict[str, object]) -> str:
    """Return the numbers as they are sent to a phone, in one line."""
    return " ".join(render_to_string("queueing/public/line/_numbers.html", numbers).split())


def _mine(line: lines.Line, one: InLine, now: datetime.datetime) -> Mine:
    if one.state != TicketState.WAITING:
        return Mine(one)
    before = line.people_before(one.ticket)
    wait = line.wait_behind(before)
    return Mine(one, before, wait, leave_and_return(wait, now) if wait else None)


def _stamp(part: str) -> str:
    return f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'


def _ask_for(party: uuid.UUID, _at: datetime.datetime) -> Party:
    return Party.unscoped.select_related("office", "slot").get(pk=party)


#: Where and when parties are expected, for phones that ask every fifteen seconds.
_parties: Final = Kept[uuid.UUID, Party](_ask_for, good_for=datetime.timedelta(seconds=30))
