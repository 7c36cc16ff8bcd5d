"""How many seats of a slot are free, as a value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SlotSeats:
    """One slot: `id` names it, `starts_at` is in UTC, `free` counts the seats that may still be given."""

    id: int
    starts_at: datetime
    free: int
