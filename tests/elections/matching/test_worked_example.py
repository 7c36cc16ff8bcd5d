"""The README's ten rows, read out of the README: what it promises is what happens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import elections.matching
from elections.matching.explaining import Basis, accounts, decisive, explain
from elections.matching.terminal import waterfall
from tests.elections.matching.conftest import Result, Run

EXPLAINED = 6
"""The row that the README takes apart."""

README = Path(elections.matching.__file__).with_name("README.md")
AT_HOME = {"rt": "003", "rw": "002", "region_code": "35.16.08.2001", "birth_place": "MOJOKERTO"}


def table(first_column: str) -> list[dict[str, str]]:
    """The README's table whose header starts with ``first_column``."""
    lines = README.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines[start : lines.index("", start)] if line
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def plain(row: dict[str, str]) -> dict[str, object]:
    """The columns that both inputs share."""
    return {
        "nik": row["NIK"],
        "kk_number": row["KK"],
        "name": row["name"],
        "birth_date": date.fromisoformat(row["born"]),
        "sex": row["sex"],
        "marital_status": row["married"],
        **AT_HOME,
    }


@pytest.fixture
def worked(run: Run) -> Result:
    """The README's example, compared."""
    residents = [
        plain(row)
        | {
            "resident_id": int(row["id"]),
            "occupation_code": "15",
            "residency_status": row["status"],
            "card_status": row["card"],
        }
        for row in table("id")
    ]
    roll = [plain(row) | {"entry_id": int(row["row"]), "tps_number": "001"} for row in table("row")]
    return run(pa.Table.from_pylist(residents), pa.Table.from_pylist(roll))


@pytest.mark.parametrize("row", table("row"), ids=lambda row: f"row_{row['row']}")
def test_each_row_of_the_example_becomes_what_the_readme_says(worked: Result, row: dict[str, str]) -> None:
    match = worked.matches[int(row["row"])]
    assert match["outcome"] == row["outcome"]
    assert match["resident_id"] == (int(row["resident"]) if row["resident"] else None)
    assert worked.kinds(int(row["row"])) == set(filter(None, row["findings"].split(", ")))


def test_the_readme_shows_a_rows_waterfall_and_sentences_as_they_are(worked: Result) -> None:
    basis = Basis.from_summary(json.loads(worked.comparison.summary.read_text(encoding="utf-8")))
    match = worked.matches[EXPLAINED]
    shown = README.read_text(encoding="utf-8")
    for told in (waterfall(decisive(accounts(match, basis.weights))), "\n".join(explain(match, basis)) + "\n"):
        assert f"```text\n{told}```" in shown, f"the README should show:\n{told}"
