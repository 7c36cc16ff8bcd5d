"""The 309 areas of the Pilkada of 2020 filled up around the published figures, so that everything adds up exactly.

Only totals and a few areas were published. The rest is drawn by hashes of the codes: the same everywhere, on every
Python, and marked as *simulasi* by whoever shows it. That an area takes part at all is an example too, except in
the provinces that elected a governor and in Jawa Timur.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from elections.rules.apportionment import apportion
from elections.rules.national_series import (
    EAST_JAVA,
    MOJOKERTO,
    MOJOKERTO_RANK,
    MOJOKERTO_UNRECORDED,
    NATIONAL_UNRECORDED,
    NATIONAL_VOTERS,
    PARTICIPATING_REGENCIES,
    PUBLISHED_ROLLS,
)

# Sumatera Barat, Jambi, Bengkulu, Kepulauan Riau, Kalteng, Kalsel, Kaltara, Sulut, Sulteng: whole provinces voted.
GOVERNOR_ELECTED: Final = frozenset({"13", "15", "17", "21", "62", "63", "65", "71", "72"})
EAST_JAVA_REGENCIES: Final = frozenset(
    f"{EAST_JAVA}.{number}"
    for number in (
        *("01", "02", "03", "05", "06", "07", "09", "10", "12", "15", "16", "21", "23", "24", "25", "29"),
        *("72", "75", "78"),
    )
)
# Aceh and DKI Jakarta did not vote in 2020; Papua's codes have changed since.
NEVER_DRAWN: Final = frozenset({"11", "31", "91", "92", "93", "94", "95", "96"})

_PER: Final = 100_000
# Mojokerto's unrecorded are 607.5 in 100,000 of its roll: the eight better areas stay below, all others above.
_BETTER: Final = range(280, 580)
_WORSE_FROM: Final = 615


@dataclass(frozen=True, slots=True)
class Area:
    """One regency's figures: voters on the roll and those of them still unrecorded."""

    code: str
    voters: int
    unrecorded: int


def participants(regencies: Iterable[str]) -> list[str]:
    """Return the codes that take part, in order: those known to have, then drawn ones up to 309."""
    codes = set(regencies)
    known = {code for code in codes if code[:2] in GOVERNOR_ELECTED or code in EAST_JAVA_REGENCIES}
    others = {code for code in codes - known if code[:2] not in NEVER_DRAWN | {EAST_JAVA}}
    drawn = sorted(others, key=lambda code: _draw("participation", code))
    return sorted([*known, *drawn[: PARTICIPATING_REGENCIES - len(known)]])


def simulate(districts: Mapping[str, int]) -> list[Area]:
    """Give every participating regency its figures; `districts` counts the kecamatan of each, a hint at its size.

    The parts add up to the published totals of the nation and of Jawa Timur, published rolls stand as they are,
    and Kabupaten Mojokerto comes out ninth.
    """
    voters = _voters(districts)
    unrecorded = _unrecorded(voters)
    return [Area(code, voters[code], unrecorded[code]) for code in sorted(voters)]


def _voters(districts: Mapping[str, int]) -> dict[str, int]:
    rolls = {roll.code: roll.voters for roll in PUBLISHED_ROLLS}
    inside = [code for code in districts if code.startswith(f"{EAST_JAVA}.")]
    outside = [code for code in districts if code not in inside]
    known = {code: rolls[code] for code in inside if code in rolls}
    in_east_java = rolls[EAST_JAVA]
    return (
        known
        | _share(in_east_java - sum(known.values()), [code for code in inside if code not in known], districts)
        | _share(NATIONAL_VOTERS - in_east_java, outside, districts)
    )


def _share(total: int, codes: list[str], districts: Mapping[str, int]) -> dict[str, int]:
    weights = [districts[code] * (70 + _draw("roll", code) % 61) for code in codes]
    return dict(zip(codes, apportion(total, weights), strict=True))


def _unrecorded(voters: Mapping[str, int]) -> dict[str, int]:
    others = sorted(set(voters) - {MOJOKERTO}, key=lambda code: _draw("order", code))
    better, worse = others[: MOJOKERTO_RANK - 1], others[MOJOKERTO_RANK - 1 :]
    found = {MOJOKERTO: MOJOKERTO_UNRECORDED}
    found |= {code: voters[code] * _BETTER[_draw("rate", code) % len(_BETTER)] // _PER for code in better}
    least = {code: voters[code] * _WORSE_FROM // _PER + 1 for code in worse}
    left = NATIONAL_UNRECORDED - sum(found.values()) - sum(least.values())
    more = apportion(left, [voters[code] * (10 + _draw("rate", code) % 190) for code in worse])
    return found | {code: least[code] + part for code, part in zip(worse, more, strict=True)}


def _draw(purpose: str, code: str) -> int:
    return int.from_bytes(hashlib.sha256(f"pilkada-2020/{purpose}/{code}".encode()).digest()[:8])
