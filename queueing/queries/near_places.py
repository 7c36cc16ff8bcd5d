"""The places nearest to what a form holds or held: at its own office, or in the priority lane of the main one."""

from __future__ import annotations

import datetime

from queueing.choices import Lane
from queueing.models import Party
from queueing.queries import availability
from queueing.queries.availability import OfficeAhead
from queueing.rules.day_offer import SlotRoom
from queueing.rules.surplus import nearest


def near(party: Party, at: datetime.datetime) -> list[SlotRoom]:
    """Return the three slots of the form's office nearest to its own that have room for all of it, its own first."""
    office = availability.office(party.office_id, at)
    return _nearest(office, party, party.lane, at) if office else []


def first_in_line(party: Party, at: datetime.datetime) -> tuple[OfficeAhead | None, list[SlotRoom]]:
    """Return the main office of the form's regency, and its nearest three slots with priority seats for all of it."""
    regency = availability.regency(party.area, at)
    main = next((office for office in regency.offices if office.is_main), None) if regency else None
    return main, _nearest(main, party, Lane.PRIORITY, at) if main else []


def _nearest(office: OfficeAhead, party: Party, lane: str, at: datetime.datetime) -> list[SlotRoom]:
    wished = party.slot.starts_at if party.slot else at
    slots = {slot.id: slot for day in office.slots.values() for slot in day if slot.starts_at > at}
    rooms = (slot.seats(lane) for slot in slots.values())
    zone = party.office.time_zone
    return [slots[id_] for id_ in nearest(wished, rooms, party.persons, zone=zone)]
