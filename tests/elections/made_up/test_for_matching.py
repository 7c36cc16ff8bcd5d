"""The population in the matching's columns, held against the files that it was read from."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from elections.ingest import a_kwk
from elections.made_up import MadeUp, make_population
from elections.made_up.for_matching import ForMatching, write_for_matching
from elections.made_up.profiles import HARD_KINDS
from elections.matching.relations import RESIDENTS, ROLL
from elections.matching.vocabulary import FindingKind
from registry.ingest import siak
from registry.ingest.macros import MACROS
from tests.elections.made_up.written_files import kinds_of, read

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    """Two hard regencies, each with an extract of which the intake holds rows back."""
    return make_population(
        tmp_path_factory.mktemp("two"),
        seed=4,
        residents=8_000,
        regencies=("35.16", "35.76"),
        profile="hard",
        damaged_siak=True,
    )


@pytest.fixture(scope="module")
def written(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> ForMatching:
    return write_for_matching(made.regencies, tmp_path_factory.mktemp("for-matching"))


def rows(path: Path, columns: str = "*", rest: str = "") -> Rows:
    return duckdb.execute(f"SELECT {columns} FROM '{path}' {rest}").fetchall()


def as_the_intake_reads(path: Path, reading: str, columns: str) -> Rows:
    """The rows of a file as the intake's own SQL reads them, in the order of the file."""
    with duckdb.connect(":memory:") as database:
        for macro in MACROS:
            database.execute(f"CREATE {macro}")
        database.execute(
            f"CREATE TABLE incoming AS SELECT * FROM read_csv('{path}', header = true, all_varchar = true,"
            " allow_quoted_nulls = false)"
        )
        return database.execute(f"SELECT {columns} FROM ({reading})").fetchall()


def names(path: Path) -> dict[str, str]:
    return {name: kind for name, kind, *_ in duckdb.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}


def test_every_column_of_the_matching_is_there(written: ForMatching) -> None:
    for path, columns in ((written.residents, RESIDENTS), (written.roll, ROLL)):
        found = names(path)
        assert {column.name for column in columns} <= set(found)
        assert (found[columns[0].name], found["birth_date"]) == ("BIGINT", "DATE")
        assert set(found.values()) == {"BIGINT", "DATE", "VARCHAR"}


def test_a_roll_says_what_the_intake_reads_in_it(made: MadeUp, written: ForMatching) -> None:
    read_columns = (
        "nik_printed, kk_printed, voter_name, birth_place, birth_date, sex, marital_status, address, rt_number, "
        "rw_number, village, tps_number, disability, recorded_flag, remark"
    )
    wanted = [row for files in made.regencies for row in as_the_intake_reads(files.roll, a_kwk.READING, read_columns)]
    columns = (
        "nik, kk_number, name, birth_place, birth_date, sex, marital_status, address, rt, rw, region_code, tps_number, "
        "disability_code, recorded_flag, remark"
    )
    assert rows(written.roll, columns, "ORDER BY entry_id") == wanted
    assert rows(written.roll, "entry_id") == [(number,) for number in range(1, len(wanted) + 1)]


def test_residents_say_what_the_intake_reads_and_does_not_hold(made: MadeUp, written: ForMatching) -> None:
    read_columns = (
        "nik_number, kk_number, full_name, birth_place, birth_date, sex, marital_status::VARCHAR, address, rt_number, "
        "rw_number, village, occupation_code::VARCHAR, residency_status::VARCHAR, card_state"
    )
    wanted, number = {}, 0
    for files in made.regencies:
        assert files.damaged is not None
        held = {int(row["row"]) for row in read(files.damaged)}
        assert held
        for line, row in enumerate(as_the_intake_reads(files.siak, siak.READING, read_columns), 1):
            number += 1
            if line not in held:
                wanted[number] = row
    columns = (
        "resident_id, nik, kk_number, name, birth_place, birth_date, sex, marital_status, address, rt, rw, "
        "region_code, occupation_code, residency_status, card_status"
    )
    assert {resident: rest for resident, *rest in rows(written.residents, columns)} == {
        resident: list(row) for resident, row in wanted.items()
    }


def test_the_truth_names_the_resident_of_every_row(made: MadeUp, written: ForMatching) -> None:
    by_number: dict[int, str] = dict(rows(written.residents, "resident_id, nik"))
    truth = [row for files in made.regencies for row in read(files.truth_roll)]
    found = rows(written.truth, "entry_id, resident_id, hard, errors")
    assert [entry for entry, *_ in found] == list(range(1, len(truth) + 1))
    for (_, resident, is_hard, errors), row in zip(found, truth, strict=True):
        assert (by_number[resident] if resident else "") == row["nik"]
        assert is_hard == bool(kinds_of(row) & set(HARD_KINDS))
        assert errors == row["errors"]


def test_the_findings_are_those_of_the_truth_files(made: MadeUp, written: ForMatching) -> None:
    by_nik = {nik: resident for resident, nik in rows(written.residents, "resident_id, nik")}
    wanted, before = [], 0
    for files in made.regencies:
        for row in read(files.truth_findings):
            entry, resident = before + int(row["no"]) if row["no"] else None, by_nik.get(row["nik"])
            if row["kind"] != "not_in_registry" and (entry or resident):
                wanted.append((row["kind"], entry, resident, resident if row["kind"] == "duplicate" else None))
        before += files.truth["total"]["roll_rows"]
    found = rows(written.truth_findings, "kind, entry_id, resident_id, group_id")
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    assert {kind for kind, *_ in found} == set(FindingKind)


def test_a_resident_whom_the_intake_holds_back_is_not_missed(made: MadeUp, tmp_path: Path) -> None:
    whole = replace(made.regencies[0], damaged=None)
    nik = read(whole.truth_missing)[0]["nik"]
    line = [row["NIK"] for row in read(whole.siak)].index(nik) + 1
    damaged = tmp_path / "damaged.csv"
    damaged.write_text(f'"row","NIK","kind"\n"{line}","{nik}","status_blank"\n', encoding="utf-8")
    missed = [
        {resident for (resident,) in rows(written.truth_findings, "resident_id", "WHERE kind = 'missing_from_roll'")}
        for written in (
            write_for_matching([whole], tmp_path / "whole"),
            write_for_matching([replace(whole, damaged=damaged)], tmp_path / "damaged"),
        )
    ]
    assert missed[0] - missed[1] == {line}
    assert missed[1] < missed[0]


def test_the_same_population_gives_the_same_files_on_any_number_of_threads(made: MadeUp, tmp_path: Path) -> None:
    digests = set()
    for threads in (1, 2, 4):
        again = write_for_matching(made.regencies, tmp_path / str(threads), threads=threads)
        tables = (again.residents, again.roll, again.truth, again.truth_findings)
        digests.add(tuple(hashlib.sha256(repr(rows(path)).encode()).hexdigest() for path in tables))
    assert len(digests) == 1
