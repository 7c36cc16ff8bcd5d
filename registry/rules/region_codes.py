"""Kode wilayah PP.KK.CC.DDDD of Kemendagri: split, level, kind and parent.

KK 01-69 is a kabupaten and 71-99 a kota; DDDD 1xxx is a kelurahan, 2xxx a desa, 3xxx a desa adat. BPS numbers
its regions by another system: the two are never mixed. The nation has no code of this kind.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How deep a region lies."""

    NATION = "nation"
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


class Kind(StrEnum):
    """What the law calls a region."""

    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    DESA = "desa"
    DESA_ADAT = "desa_adat"


_LEVELS = (Level.NATION, Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE)
_VILLAGE_KINDS = {"1": Kind.KELURAHAN, "2": Kind.DESA, "3": Kind.DESA_ADAT}
_WIDTHS = (2, 2, 2, 4)
_DOTTED = re.compile(r"([0-9]{2})(?:\.([0-9]{2})(?:\.([0-9]{2})(?:\.([0-9]{4}))?)?)?")
_UNDOTTED = re.compile(r"([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})([0-9]{4})?)?)?")


class NotARegionCode(ValueError):
    """A text that is no kode wilayah; the message says in Indonesian what was found and expected."""

    def __init__(self, found: str) -> None:
        super().__init__(f"“{found}” bukan kode wilayah. Bentuknya 35, 35.16, 35.16.08, atau 35.16.08.2001.")
        self.found = found


@dataclass(frozen=True, slots=True)
class RegionCode:
    """A kode wilayah in its one to four parts, each with its leading zeros."""

    parts: tuple[str, ...]

    @property
    def dotted(self) -> str:
        """The form that is stored and shown: 35.16.08.2001."""
        return ".".join(self.parts)

    @property
    def undotted(self) -> str:
        """The form without dots, as a NIK begins: 351608."""
        return "".join(self.parts)

    @property
    def level(self) -> Level:
        """Province, regency, district or village."""
        return _LEVELS[len(self.parts)]

    @property
    def kind(self) -> Kind:
        """What the law calls it."""
        if self.level is Level.REGENCY:
            return Kind.KABUPATEN if int(self.parts[1]) <= 69 else Kind.KOTA
        if self.level is Level.VILLAGE:
            return _VILLAGE_KINDS[self.parts[3][0]]
        return Kind.PROVINSI if self.level is Level.PROVINCE else Kind.KECAMATAN

    @property
    def parent(self) -> "RegionCode | None":
        """The region around it; None for a province, whose parent is the nation."""
        return RegionCode(self.parts[:-1]) if len(self.parts) > 1 else None

    @property
    def ancestors(self) -> tuple["RegionCode", ...]:
        """The regions around it, from the province down to its parent."""
        return tuple(RegionCode(self.parts[:depth]) for depth in range(1, len(self.parts)))

    def contains(self, other: "RegionCode") -> bool:
        """Whether the other region is this one or lies in it."""
        return other.parts[: len(self.parts)] == self.parts

    def __str__(self) -> str:
        return self.dotted


def split(text: str) -> RegionCode:
    """Read a code, dotted or undotted throughout; raise NotARegionCode for anything else."""
    found = _DOTTED.fullmatch(text.strip()) or _UNDOTTED.fullmatch(text.strip())
    if found is None:
        raise NotARegionCode(text)
    return _valid(tuple(part for part in found.groups() if part), found=text)


def join(*parts: str) -> RegionCode:
    """Put a code together from one to four columns (province, regency, district, village).

    Leading zeros that a spreadsheet dropped are put back: ("35", "16", "8", "2001") is 35.16.08.2001.
    """
    found = ".".join(parts)
    if not 1 <= len(parts) <= 4:
        raise NotARegionCode(found)
    padded = tuple(part.strip().zfill(width) for part, width in zip(parts, _WIDTHS, strict=False))
    if not _DOTTED.fullmatch(".".join(padded)):
        raise NotARegionCode(found)
    return _valid(padded, found=found)


def regency_of(code: str) -> str:
    """The regency around a dotted district or village code; the code itself where it is one."""
    return code[:5]


def district_of(code: str) -> str:
    """The district around a dotted village code; the code itself where it is one."""
    return code[:8]


def _valid(parts: tuple[str, ...], *, found: str) -> RegionCode:
    """Refuse numbers that no region can have: zeros, regency 70, a village number beyond 3xxx."""
    if any(not part.strip("0") for part in parts):
        raise NotARegionCode(found)
    if len(parts) > 1 and parts[1] == "70":
        raise NotARegionCode(found)
    if len(parts) > 3 and parts[3][0] not in _VILLAGE_KINDS:
        raise NotARegionCode(found)
    return RegionCode(parts)
