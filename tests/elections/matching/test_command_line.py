"""The comparison by hand: two files in, three out, and a sentence when a file will not do."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from elections.matching.__main__ import main
from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import Crowd


@pytest.fixture
def files(crowd: Crowd, tmp_path: Path) -> tuple[str, str]:
    """The crowd as a Parquet and a CSV file."""
    pq.write_table(crowd.residents_table(), tmp_path / "penduduk.parquet")
    pyarrow.csv.write_csv(crowd.roll_table(), tmp_path / "dpt.csv")
    return str(tmp_path / "penduduk.parquet"), str(tmp_path / "dpt.csv")


def test_two_files_in_three_files_out(
    files: tuple[str, str], crowd_result: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files, "--out", str(tmp_path / "hasil"), "--polling-date", "2020-12-09"]) == 0
    told = capsys.readouterr()
    assert "Membaca data penduduk" in told.err
    assert f"Sidik hasil: {crowd_result.comparison.digest}" in told.out
    assert sorted(path.name for path in (tmp_path / "hasil").iterdir()) == [
        "findings.parquet",
        "matches.parquet",
        "summary.json",
    ]
    assert json.loads((tmp_path / "hasil" / "summary.json").read_text(encoding="utf-8"))["digest"] in told.out


def test_a_file_that_will_not_do_is_told_in_one_sentence(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = [files[0], str(tmp_path / "hilang.csv")]
    assert main([*there, "--out", str(tmp_path / "hasil"), "--polling-date", "2020-12-09"]) == 2
    assert "Berkas hilang.csv tidak ditemukan." in capsys.readouterr().err


def test_a_comparison_needs_a_polling_date(files: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([*files, "--out", str(tmp_path)])
