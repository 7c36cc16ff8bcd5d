"""The receipts of numbers that were just given, and the form's memory of whom it is about, in the officer's session."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from queueing import links
from queueing.models import Office, Ticket
from queueing.paper.qr import Drawing, drawing_of
from queueing.queries.line import Line, line_of
from queueing.rules.notice_words import short_name
from queueing.rules.waiting import WaitRange
from registry import sealing

_ASKED: Final = "front_desk_asked"
#: So many forms of a desk may be open at once, in as many windows.
_KEPT: Final = 12


@dataclass(frozen=True, slots=True)
class Receipt:
    """One number as it is printed: initials, who is before her, how long that takes, and the way to the live queue."""

    ticket: Ticket
    name: str
    before: int | None
    wait: WaitRange | None
    drawing: Drawing | None


def receipts_of(tickets: Sequence[Ticket], office: Office, at: Any) -> list[Receipt]:  # noqa: ANN401 - a moment
    """Return the receipts of numbers of today, in their order; three queries, however many."""
    if not tickets:
        return []
    line = line_of(office.pk, at)
    drawings: dict[uuid.UUID, Drawing] = {}
    return [_receipt(ticket, line, drawings) for ticket in tickets]


def _receipt(ticket: Ticket, line: Line, drawings: dict[uuid.UUID, Drawing]) -> Receipt:
    waiting = [one.ticket for one in line.waiting]
    before = waiting.index(ticket.pk) if ticket.pk in waiting else None
    party = ticket.booking.party_id if ticket.booking else None
    if party and party not in drawings:
        drawings[party] = drawing_of(links.address_of(party))
    return Receipt(
        ticket=ticket,
        name=short_name(ticket.name) if ticket.name else "",
        before=before,
        wait=line.wait_behind(before) if before is not None else None,
        drawing=drawings[party] if party else None,
    )


def remember(session: SessionBase, nik: str) -> uuid.UUID:
    """Keep whom a form is about, sealed, under the form's new key; the page carries the key alone."""
    key, sealer = uuid.uuid4(), sealing.sealer()
    sealed = base64.b64encode(sealer.seal(sealing.NIK, nik, key)).decode() if nik else ""
    asked = dict(session.get(_ASKED, {}))
    asked[str(key)] = sealed
    session[_ASKED] = dict(list(asked.items())[-_KEPT:])
    return key


def recall(session: SessionBase, key: uuid.UUID) -> str | None:
    """Return the NIK that a form is about, blank where it has none; None for a form that this desk did not open."""
    sealed = session.get(_ASKED, {}).get(str(key))
    if sealed is None:
        return None
    return sealing.sealer().open(sealing.NIK, base64.b64decode(sealed), key) if sealed else ""
