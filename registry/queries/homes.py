"""Where one resident lives, by the keyed index of her NIK; and that index of a resident who is known."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from registry.models import Resident
from registry.rules.region_codes import regency_of


@dataclass(frozen=True, slots=True)
class Home:
    """A resident by id, and the code of the village where she lives."""

    resident_id: int
    village: str

    @property
    def regency(self) -> str:
        """The code of the regency around the village."""
        return regency_of(self.village)


def home_of(nik_index: uuid.UUID) -> Home | None:
    """Return the home of whoever has that NIK; asked for the office itself, past any scope."""
    found = Resident.unscoped.filter(nik_index=nik_index).values_list("pk", "region_id").first()
    return Home(*found) if found else None


def index_of(resident_id: int) -> uuid.UUID | None:
    """Return the keyed index of a resident's NIK, within the scope of whoever asks; None for nobody there."""
    return Resident.objects.filter(pk=resident_id).values_list("nik_index", flat=True).first()
