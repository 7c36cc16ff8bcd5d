"""Which ticket somebody means who has its code and the last figures of the NIK."""

from __future__ import annotations

import hmac
import uuid
from typing import Final

from queueing.models import Booking
from registry import sealing

_FIGURES: Final = 4
#: What is opened where nobody has the code, so that both answers cost the same.
_NOBODY: Final = uuid.UUID(int=0)


def party_of(*, code: str, figures: str) -> uuid.UUID | None:
    """Return the party of the booking with this code and NIK; None alike for a wrong code and for wrong figures."""
    found = Booking.unscoped.filter(code=code, nik_index__isnull=False).first()
    sealer = sealing.sealer()
    index = found.nik_index if found and found.nik_index else _NOBODY
    sealed = found.nik_sealed if found else sealer.seal(sealing.NIK, "0" * 16, _NOBODY)
    agrees = hmac.compare_digest(sealer.open(sealing.NIK, sealed, index)[-_FIGURES:], figures)
    return found.party_id if found and agrees else None
