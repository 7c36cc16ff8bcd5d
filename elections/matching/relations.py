"""The columns that go in and come out, and the shape of one step."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import duckdb

from elections.matching.vocabulary import LEVELS


class Kind(Enum):
    """What a column of an input holds."""

    IDENTIFIER = "bilangan bulat"
    TEXT = "teks"
    DATE = "tanggal"


@dataclass(frozen=True)
class Column:
    """One column of an input file.

    ``allowed`` lists the values a filled cell may hold (empty: anything goes).
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = True
    allowed: tuple[str, ...] = ()


RESIDENTS = (
    Column("resident_id", Kind.IDENTIFIER),
    Column("nik"),
    Column("kk_number", required=False),
    Column("name"),
    Column("birth_place", required=False),
    Column("birth_date", Kind.DATE),
    Column("sex", allowed=("L", "P")),
    Column("marital_status", required=False, allowed=("1", "2", "3", "4")),
    Column("rt", required=False),
    Column("rw", required=False),
    Column("region_code"),
    Column("occupation_code", required=False),
    Column("residency_status", allowed=("1", "2", "3", "4", "5", "6", "7", "8", "9")),
    Column("card_status", required=False),
)
"""The registry's columns. ``address`` may be there and is not read: RT, RW and the village say more."""

ROLL = (
    Column("entry_id", Kind.IDENTIFIER),
    Column("nik"),
    Column("kk_number", required=False),
    Column("name"),
    Column("birth_place", required=False),
    Column("birth_date", Kind.DATE),
    Column("sex", allowed=("L", "P")),
    Column("marital_status", required=False, allowed=("B", "S", "P")),
    Column("rt", required=False),
    Column("rw", required=False),
    Column("region_code"),
    Column("tps_number", required=False),
)
"""The roll's columns. ``address``, ``disability_code``, ``recorded_flag`` and ``remark`` are not read."""

LEVEL_FIELDS = tuple(LEVELS)
"""The fields that are compared, in the order of their columns."""

LEVEL_COLUMNS = tuple(f"{field}_level" for field in LEVEL_FIELDS)

MATCH_COLUMNS = (
    "entry_id",
    "outcome",
    "reason",
    "resident_id",
    "candidate_id",
    "weight",
    "margin",
    "rule",
    *LEVEL_COLUMNS,
    "name_bits",
    "recorded",
)
"""``matches.parquet``, one row per row of the roll, by ``entry_id``.

``resident_id`` is set for automatic links only, ``candidate_id`` for ``REVIEW`` only; without either, everything
after ``outcome`` is blank. ``weight``, ``margin`` and ``name_bits`` are hundredths of a bit; ``name_bits`` is the
rarity of the name: with the levels it gives the weight. ``margin`` is blank where the NIK decided and no other
candidate was looked for.
``recorded`` says whether the linked resident's recording counts.
"""

FINDING_COLUMNS = ("kind", "entry_id", "resident_id", "rule", "evidence", "kpu_code")
"""``findings.parquet``, by kind, entry and resident; ``entry_id`` is blank for somebody missing from the roll."""


class Step(NamedTuple):
    """One step: ``sql`` is a query whose rows become ``table``; ``frees`` names tables no later step reads.

    A step of another engine has ``make`` instead of ``sql``: it is called with the connection and makes the table.
    """

    label: str
    table: str
    sql: str = ""
    frees: tuple[str, ...] = ()
    make: Callable[[duckdb.DuckDBPyConnection], None] | None = None
