"""How long each kind of record is kept, as data. What the source does not say is an assumption, and says so.

Counsel must confirm every period before the first purge in earnest (docs/privacy.md). The two periods of books that
are only written at their end stand in the database's triggers as well, so that no purge can take younger rows;
a test holds both together.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

_YEAR: Final = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: how long, counted from what, and why.

    Attributes:
        keep: how long a record is kept.
        counted_from: the moment from which it is counted.
        source: the rule it follows, or that it is an assumption.
    """

    keep: datetime.timedelta
    counted_from: str
    source: str


HELD_ROWS: Final = Period(
    datetime.timedelta(days=180),
    "the end of the batch",
    "assumption: half a year is enough to mend a file (UU 27/2022 art. 16: no longer than the purpose needs; check)",
)
INTAKE_CHANGES: Final = Period(
    2 * _YEAR,
    "the end of the batch",
    "assumption: after two years a file is corrected by a newer one, never withdrawn; the batch stays",
)
ACCESS_LOG: Final = Period(
    5 * _YEAR + datetime.timedelta(days=2),  # two leap days at most
    "the moment of the entry",
    "assumption: five years, longer than the limitation of the offences it may prove (UU 27/2022 art. 31; check)",
)
HISTORY: Final = Period(
    5 * _YEAR + datetime.timedelta(days=2),
    "the moment of the change",
    "assumption: as long as the access log, which it belongs to",
)
EXPORT_REQUESTS: Final = Period(5 * _YEAR, "the moment of asking", "assumption: as long as the access log")
ALARMS: Final = Period(5 * _YEAR, "the last time it was raised", "assumption: as long as the access log")
TRAIL_CHECKS: Final = Period(_YEAR, "the moment of the check", "assumption: a year of nightly checks")
SESSIONS: Final = Period(datetime.timedelta(0), "the end of the session", "a session that is over serves nothing")
