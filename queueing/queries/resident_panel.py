"""What the queue knows of one resident: her bookings and recording sessions, and where one is begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from queueing.models import Booking, RecordingSession
from registry.panels import Asker, Panel
from registry.queries import homes

TITLE: Final = "Antrean"
PERMISSION: Final = "queueing.view_booking"
RECORD: Final = "queueing.record_resident"
LEAD: Final = "queueing.lead_visit"
#: So many of her latest bookings are listed.
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One booking in the words of the desk; `when` is by the office's clock."""

    office: str
    when: str
    code: str
    state: str
    number: str
    priority: str


def panel(resident_id: int, officer: Asker) -> Panel | None:
    """Return the panel, or None for an officer who sees no bookings and where there is nothing to show or to do."""
    if not officer.has_perm(PERMISSION):
        return None
    index = homes.index_of(resident_id)
    found = Booking.objects.filter(nik_index=index, code__isnull=False) if index else Booking.objects.none()
    latest = found.select_related("slot__office", "ticket").order_by("-slot__starts_at", "-pk")[:_MOST]
    sessions = RecordingSession.objects.filter(resident=resident_id).select_related("office").order_by("-started_at")
    told = {
        "lines": [_line(booking) for booking in latest],
        "sessions": list(sessions[:_MOST]),
        "recorded_by_me": resident_id if officer.has_perm(RECORD) else None,
        "visited_by_me": resident_id if officer.has_perm(LEAD) else None,
    }
    return Panel(TITLE, "queueing/_resident_panel.html", told) if any(told.values()) else None


def _line(booking: Booking) -> BookingLine:
    assert booking.slot is not None
    ticket = getattr(booking, "ticket", None)
    office = booking.slot.office
    return BookingLine(
        office=office.name,
        when=f"{booking.slot.local_start:%d-%m-%Y %H.%M} {office.get_time_zone_display()}",
        code=booking.code or "",
        state=booking.get_state_display(),
        number=str(ticket) if ticket else "",
        priority=booking.get_priority_display() if booking.priority else "",
    )
