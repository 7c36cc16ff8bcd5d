"""The files of a made-up regency, read back as anybody else would read them."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

RESIDENTS = 30_000

Row = dict[str, str]


@dataclass(frozen=True)
class Files:
    """What the CSV files say; nothing in here comes from the maker's memory."""

    directory: Path
    siak: list[Row]
    roll: list[Row]
    truth_roll: list[Row]
    missing: list[Row]
    findings: list[Row]
    truth: dict[str, Any]

    @property
    def residents_by_nik(self) -> dict[str, Row]:
        return {row["NIK"]: row for row in self.siak}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_all(directory: Path, code: str = "35.16") -> Files:
    return Files(
        directory=directory,
        siak=read(directory / f"siak-{code}.csv"),
        roll=read(directory / f"dpt-{code}.csv"),
        truth_roll=read(directory / f"truth-roll-{code}.csv"),
        missing=read(directory / f"truth-missing-{code}.csv"),
        findings=read(directory / f"truth-findings-{code}.csv"),
        truth=json.loads((directory / "truth.json").read_text(encoding="utf-8")),
    )


def kinds_of(row: Row) -> set[str]:
    """The kinds of error of a row of the truth."""
    return set(filter(None, row["errors"].split(";")))


def born(resident: Row) -> date:
    """The birth date of a row of the extract."""
    day, month, year = map(int, resident["TGL_LHR"].split("-"))
    return date(year, month, day)


def village_of(resident: Row) -> str:
    """The kode wilayah of a row of the extract."""
    return ".".join(resident[part] for part in ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL"))
