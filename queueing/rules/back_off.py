"""How long a notice that could not be sent waits for its next try."""

from __future__ import annotations

import datetime
from typing import Final

#: After so many tries in vain a notice is set aside as failed.
MOST_ATTEMPTS: Final = 8
_FIRST: Final = datetime.timedelta(seconds=10)
_GROWS: Final = 3


def wait_after(attempts: int, *, chance: float) -> datetime.timedelta:
    """Return the wait after so many tries: 10 s, three times as long after each, a quarter more or less by chance.

    Eight tries span about three hours, so that a gateway may be away for an afternoon's first half. The chance
    (from 0 to 1) keeps the notices of one outage from coming back in one crowd.
    """
    return _FIRST * (0.75 + chance / 2) * int(_GROWS ** (attempts - 1))


def is_worn_out(attempts: int) -> bool:
    """Return whether there were too many tries for another one."""
    return attempts >= MOST_ATTEMPTS
