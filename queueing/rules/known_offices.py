"""Offices that are known: Kabupaten Mojokerto's main office and its three zones of 2024, as data.

The zones are those the office announced in 2024 (docs/glossary.md, kantor); its hours are the civil service's five
days with a shorter Friday, its devices are a guess. An office changes all of it in the web admin.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

_MORNING: Final = (datetime.time(8), datetime.time(12))
_AFTERNOON: Final = (datetime.time(13), datetime.time(15))
_FRIDAY: Final = (datetime.time(8), datetime.time(11))

Hours = tuple[int, datetime.time, datetime.time]

#: Weekday as ISO counts it, from when, to when.
WEEK: Final[tuple[Hours, ...]] = (
    *((day, *stretch) for day in (1, 2, 3, 4) for stretch in (_MORNING, _AFTERNOON)),
    (5, *_FRIDAY),
)


@dataclass(frozen=True)
class KnownOffice:
    """One office, ready to become a row; `served` are codes of districts."""

    name: str
    kind: str
    region: str
    address: str
    served: tuple[str, ...]
    time_zone: str = "Asia/Jakarta"
    devices: int = 2
    hours: tuple[Hours, ...] = WEEK


KNOWN_OFFICES: Final[tuple[KnownOffice, ...]] = (
    KnownOffice(
        name="Kantor Dispendukcapil",
        kind="main",
        region="35.16",
        address="Kabupaten Mojokerto",
        served=("35.16.10", "35.16.11", "35.16.12", "35.16.13", "35.16.18"),
        devices=4,
    ),
    KnownOffice(
        name="Zona Mojosari",
        kind="branch",
        region="35.16",
        address="Kecamatan Mojosari",
        served=("35.16.05", "35.16.06", "35.16.07", "35.16.08"),
    ),
    KnownOffice(
        name="Zona Gondang",
        kind="branch",
        region="35.16",
        address="Kecamatan Gondang",
        served=("35.16.01", "35.16.02", "35.16.03", "35.16.04"),
    ),
    KnownOffice(
        name="Zona Jetis",
        kind="branch",
        region="35.16",
        address="Kecamatan Jetis",
        served=("35.16.14", "35.16.15", "35.16.16", "35.16.17"),
    ),
)
"""Dlanggu stands in none of the zones that were announced; the office adds it where it belongs."""
