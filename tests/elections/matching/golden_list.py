"""Reads the golden lists: hand-made residents and rows of a roll with what a careful clerk would decide."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa

from elections.matching.relations import RESIDENTS, ROLL, Column, Kind
from tests.elections.matching.conftest import Result

FOLDER = Path(__file__).with_name("golden")

USUAL = {"birth_place": "MOJOKERTO", "occupation_code": "15", "residency_status": "1", "card_status": "CARD_ISSUED"}
"""What a column holds that a file leaves out because all of its rows are alike."""


@dataclass(frozen=True)
class GoldenRow:
    """One row of a roll with its expectation. Each ``|`` in a cell stands between answers that are all right."""

    trouble: str
    entry_id: int
    outcomes: tuple[str, ...]
    residents: frozenset[int | None]
    findings: tuple[frozenset[str], ...]
    open: str
    why: str

    def __str__(self) -> str:
        return f"{self.trouble}-{self.entry_id}"

    def faults_of(self, result: Result) -> list[str]:
        """What differs from the expectation, in words; nothing when it holds."""
        match = result.matches[self.entry_id]
        told = []
        if match["outcome"] not in self.outcomes:
            told.append(f"{match['outcome']} instead of {'|'.join(self.outcomes)}")
        if match["outcome"] == "REVIEW":
            found, allowed = match["candidate_id"], self.residents or {match["candidate_id"]}
        else:
            found, allowed = match["resident_id"], self.residents or {None}
        if found not in allowed and not (found is None and match["outcome"] == "NOT_FOUND"):
            told.append(f"resident {found}")
        kinds = frozenset(result.kinds(self.entry_id))
        if kinds not in self.findings:
            told.append(f"findings {sorted(kinds)}")
        return told


@dataclass(frozen=True)
class GoldenList:
    """One trouble: the two inputs and the expectations of all rows, and of residents whom the roll leaves out."""

    residents: tuple[dict[str, str], ...]
    roll: tuple[dict[str, str], ...]
    rows: tuple[GoldenRow, ...]
    missing: dict[int, bool]

    def residents_table(self) -> pa.Table:
        return as_table(self.residents, RESIDENTS)

    def roll_table(self) -> pa.Table:
        return as_table(self.roll, ROLL)


def troubles() -> list[str]:
    """The names of the lists."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@cache
def golden_list(trouble: str) -> GoldenList:
    """One list as it stands in its folder."""
    residents, roll = (cells_of(FOLDER / trouble / name) for name in ("residents.csv", "roll.csv"))
    missing = {int(row["resident_id"]): row["expected_missing"] for row in residents if row.get("expected_missing")}
    return GoldenList(
        residents,
        roll,
        tuple(_expected(trouble, row) for row in roll),
        {resident: {"yes": True, "no": False}[word] for resident, word in missing.items()},
    )


def cells_of(path: Path) -> tuple[dict[str, str], ...]:
    """A CSV whose columns are lined up with blanks; only those blanks are taken off a cell."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [[_plain(cell) for cell in row] for row in csv.reader(lines, skipinitialspace=True)]
    return tuple(dict(zip(rows[0], row, strict=True)) for row in rows[1:])


def _plain(cell: str) -> str:
    """A cell without the blanks around it; what cannot be seen in a file is written as ``\\u00a0``."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda seen: chr(int(seen[1], 16)), cell.strip(" "))


def _expected(trouble: str, row: dict[str, str]) -> GoldenRow:
    return GoldenRow(
        trouble,
        int(row["entry_id"]),
        tuple(row["expected_outcome"].split("|")),
        frozenset(int(number) for number in row["expected_resident"].split("|") if number),
        tuple(frozenset(kinds.split()) for kinds in row["expected_findings"].split("|")),
        row.get("open", ""),
        row["why"],
    )


def as_table(rows: tuple[dict[str, str], ...], columns: tuple[Column, ...]) -> pa.Table:
    """The columns that the matching reads, with their types; a blank cell is unknown."""
    names = [column for column in columns if column.name in rows[0] or column.name in USUAL]
    return pa.Table.from_pydict(
        {
            column.name: pa.array(
                [_value(column, row.get(column.name, USUAL.get(column.name, ""))) for row in rows], _type(column)
            )
            for column in names
        }
    )


def _value(column: Column, cell: str) -> int | str | date | None:
    if column.kind is Kind.TEXT or not cell:
        return cell or None
    return int(cell) if column.kind is Kind.IDENTIFIER else date.fromisoformat(cell)


def _type(column: Column) -> pa.DataType:
    return {Kind.IDENTIFIER: pa.int64(), Kind.TEXT: pa.string(), Kind.DATE: pa.date32()}[column.kind]
