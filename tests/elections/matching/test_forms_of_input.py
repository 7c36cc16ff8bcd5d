"""Whatever form an input has, the same people give the same result."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.elections.matching.conftest import Run
from tests.elections.matching.crowd import row_of
from tests.elections.matching.people import person

PEOPLE = [
    person(1),
    person(2, name="KARTIKA SARI", sex="P", birth_date=date(1970, 2, 23), nik="3516086302700002"),
    person(3, name="HASAN", birth_date=date(1950, 4, 5), nik="3516080504500003"),
]
RESIDENTS = pa.Table.from_pylist([someone.__dict__ for someone in PEOPLE])
COLUMNS = ["entry_id", "nik", "name", "birth_date", "sex", "region_code"]


def cells(separator: str = ",", *, dates: tuple[str, ...] = ("%Y-%m-%d",) * 3) -> list[str]:
    """The roll of all three as lines; each row may write its date in its own way."""
    rows = [row_of(someone.resident_id, someone) for someone in PEOPLE]
    lines = [
        separator.join(str(row[name]) if name != "birth_date" else f"{row[name]:{how}}" for name in COLUMNS)
        for row, how in zip(rows, dates, strict=True)
    ]
    return [separator.join(COLUMNS), *lines]


def linked(run: Run, roll: Path) -> dict[int, int]:
    """Whom each row was linked to by NIK and person, without a difference."""
    result = run(RESIDENTS, roll)
    return {entry: match["resident_id"] for entry, match in result.matches.items() if match["outcome"] == "MATCHED"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(("before", "end", "after"), [("", "\n", ""), ("\ufeff", "\r\n", "\r\n\r\n"), ("", "\r", "\r")])
def test_a_csv_is_read_as_offices_save_it(
    run: Run, tmp_path: Path, separator: str, before: str, end: str, after: str
) -> None:
    path = tmp_path / "dpt.csv"
    path.write_bytes((before + end.join([*cells(separator), separator * 5]) + end + after).encode())
    assert linked(run, path) == {1: 1, 2: 2, 3: 3}


@pytest.mark.parametrize(
    "dates",
    [
        ("%Y-%m-%d", "%d-%m-%Y", "%d|%m|%Y"),
        ("%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"),
        ("%Y-%m-%d 00:00:00", "%Y-%m-%dT00:00:00", "%-d/%-m/%Y"),
    ],
)
def test_three_ways_to_write_a_date_are_read_in_one_column(run: Run, tmp_path: Path, dates: tuple[str, ...]) -> None:
    path = tmp_path / "dpt.csv"
    path.write_text("\n".join(cells(dates=dates)), encoding="utf-8")
    assert linked(run, path) == {1: 1, 2: 2, 3: 3}


def test_a_csv_without_rows_is_an_empty_roll(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dpt.csv").write_text(",".join(COLUMNS), encoding="utf-8")
    result = run(RESIDENTS, tmp_path / "dpt.csv")
    assert result.matches == {}
    assert result.comparison.findings_by_kind == {"missing_from_roll": 3}


def test_a_list_of_one_is_compared_with_a_registry_of_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dpt.csv").write_text("\n".join(cells()[:2]), encoding="utf-8")
    result = run(RESIDENTS.slice(0, 1), tmp_path / "dpt.csv")
    assert result.comparison.outcomes == {"MATCHED": 1}
    assert result.findings == []


@pytest.mark.parametrize("name", ["BUDI SANTOSO 😀", "BUDI\0 SANTOSO", "BUDI SANTOSO\u200b", '"BUDI" SANTOSO'])
def test_emoji_and_hidden_characters_in_a_name_change_nobody(run: Run, tmp_path: Path, name: str) -> None:
    lines = cells()
    quoted = '"' + name.replace('"', '""') + '"'
    (tmp_path / "dpt.csv").write_text("\n".join([lines[0], lines[1].replace("BUDI SANTOSO", quoted)]), encoding="utf-8")
    from_csv = run(RESIDENTS, tmp_path / "dpt.csv").matches[1]
    from_rows = run(RESIDENTS, pa.Table.from_pylist([row_of(1, PEOPLE[0]) | {"name": name}])).matches[1]
    for match in (from_csv, from_rows):
        assert (match["outcome"], match["resident_id"]) == ("MATCHED_WITH_DIFFERENCES", 1)


def test_categories_and_moments_at_midnight_are_what_they_say(run: Run, tmp_path: Path) -> None:
    rows = [
        row_of(someone.resident_id, someone) | {"birth_date": datetime.combine(someone.birth_date, datetime.min.time())}
        for someone in PEOPLE
    ]
    roll = pa.Table.from_pylist(rows)
    roll = roll.set_column(roll.column_names.index("sex"), "sex", roll["sex"].dictionary_encode())
    pq.write_table(roll, tmp_path / "dpt.parquet")
    assert linked(run, tmp_path / "dpt.parquet") == {1: 1, 2: 2, 3: 3}
