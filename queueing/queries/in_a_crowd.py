"""What every form of a crowd asks, written by hand: the ORM takes several times as long to put a question together."""

from __future__ import annotations

import uuid
from typing import Final

from queueing.models import Office, Party, RecordingSlot

_PARTY: Final = "SELECT * FROM queueing_party WHERE id = %s"
_SLOT: Final = """
SELECT office.*, slot.id AS slot, slot.day, slot.starts_at, slot.ends_at
FROM queueing_recordingslot AS slot JOIN queueing_office AS office ON office.id = slot.office_id
WHERE slot.id = %s AND office.id = %s
"""


def party(pk: uuid.UUID) -> Party:
    """Return a party.

    Raises:
        Party.DoesNotExist: there is none.
    """
    for found in Party.unscoped.raw(_PARTY, [pk]):
        return found
    raise Party.DoesNotExist


def slot(pk: int, *, office: int) -> RecordingSlot | None:
    """Return a slot with its office, None where that office has none such."""
    for its_office in Office.objects.raw(_SLOT, [pk, office]):
        row = vars(its_office)
        values = [row["slot"], its_office.pk, row["day"], row["starts_at"], row["ends_at"]]
        found = RecordingSlot.from_db("default", ["id", "office_id", "day", "starts_at", "ends_at"], values)
        found.office = its_office
        return found
    return None
