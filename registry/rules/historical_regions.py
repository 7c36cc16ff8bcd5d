"""Regency codes that Papua's division in 2022 replaced; people's NIKs and old rolls still carry them.

Until 25 July 2022 the province 91 held every regency of Papua, and until 8 December 2022 the province 92 those
around Sorong. Sources: UU 14, 15, 16 and 29 of 2022; Permendagri 72/2019 for the old codes.
"""

from __future__ import annotations

import datetime
from typing import Final, NamedTuple

PAPUA_DIVIDED: Final = datetime.date(2022, 7, 25)
SOUTH_WEST_PAPUA_MADE: Final = datetime.date(2022, 12, 8)


class HistoricalRegion(NamedTuple):
    """A code that is no longer in force, and the day from which it was not."""

    code: str
    name: str
    valid_to: datetime.date


HISTORICAL_REGIONS: Final = (
    HistoricalRegion("91.01", "Kabupaten Merauke", PAPUA_DIVIDED),
    HistoricalRegion("91.02", "Kabupaten Jayawijaya", PAPUA_DIVIDED),
    HistoricalRegion("91.04", "Kabupaten Nabire", PAPUA_DIVIDED),
    HistoricalRegion("91.07", "Kabupaten Puncak Jaya", PAPUA_DIVIDED),
    HistoricalRegion("91.08", "Kabupaten Paniai", PAPUA_DIVIDED),
    HistoricalRegion("91.09", "Kabupaten Mimika", PAPUA_DIVIDED),
    HistoricalRegion("91.12", "Kabupaten Pegunungan Bintang", PAPUA_DIVIDED),
    HistoricalRegion("91.13", "Kabupaten Yahukimo", PAPUA_DIVIDED),
    HistoricalRegion("91.14", "Kabupaten Tolikara", PAPUA_DIVIDED),
    HistoricalRegion("91.16", "Kabupaten Boven Digoel", PAPUA_DIVIDED),
    HistoricalRegion("91.17", "Kabupaten Mappi", PAPUA_DIVIDED),
    HistoricalRegion("91.18", "Kabupaten Asmat", PAPUA_DIVIDED),
    HistoricalRegion("91.21", "Kabupaten Mamberamo Tengah", PAPUA_DIVIDED),
    HistoricalRegion("91.22", "Kabupaten Yalimo", PAPUA_DIVIDED),
    HistoricalRegion("91.23", "Kabupaten Lanny Jaya", PAPUA_DIVIDED),
    HistoricalRegion("91.24", "Kabupaten Nduga", PAPUA_DIVIDED),
    HistoricalRegion("91.25", "Kabupaten Puncak", PAPUA_DIVIDED),
    HistoricalRegion("91.26", "Kabupaten Dogiyai", PAPUA_DIVIDED),
    HistoricalRegion("91.27", "Kabupaten Intan Jaya", PAPUA_DIVIDED),
    HistoricalRegion("91.28", "Kabupaten Deiyai", PAPUA_DIVIDED),
    HistoricalRegion("92.01", "Kabupaten Sorong", SOUTH_WEST_PAPUA_MADE),
    HistoricalRegion("92.04", "Kabupaten Sorong Selatan", SOUTH_WEST_PAPUA_MADE),
    HistoricalRegion("92.05", "Kabupaten Raja Ampat", SOUTH_WEST_PAPUA_MADE),
    HistoricalRegion("92.09", "Kabupaten Tambrauw", SOUTH_WEST_PAPUA_MADE),
    HistoricalRegion("92.10", "Kabupaten Maybrat", SOUTH_WEST_PAPUA_MADE),
    HistoricalRegion("92.71", "Kota Sorong", SOUTH_WEST_PAPUA_MADE),
)

#: Provinces younger than the rest: their codes were not in force before.
PROVINCE_IN_FORCE_FROM: Final = {
    "93": PAPUA_DIVIDED,
    "94": PAPUA_DIVIDED,
    "95": PAPUA_DIVIDED,
    "96": SOUTH_WEST_PAPUA_MADE,
}
