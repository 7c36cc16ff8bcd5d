"""Who holds a KPU invitation."""

from __future__ import annotations

import uuid

from queueing.models import Invitation


def is_invited(nik_index: uuid.UUID, election: str) -> bool:
    """Return whether that NIK was invited to the election; asked for the office itself, past any scope."""
    return Invitation.unscoped.filter(nik_index=nik_index, election=election).exists()
