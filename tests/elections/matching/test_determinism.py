"""The same inputs give the same digest, however they come and however many hands work on them."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from elections.matching.engine import compare
from elections.matching.policy import Policy
from tests.elections.matching.conftest import Result, Run
from tests.elections.matching.crowd import POLLING_DAY, Crowd, shuffled


@pytest.mark.parametrize(("seed", "threads"), [(1, 1), (2, 2), (3, 4)])
def test_neither_the_order_of_rows_nor_the_threads_change_the_result(
    crowd: Crowd, crowd_result: Result, run: Run, seed: int, threads: int
) -> None:
    residents, roll = shuffled(crowd.residents_table(), seed), shuffled(crowd.roll_table(), seed + 10)
    again = run(residents, roll, threads=threads)
    assert again.comparison.digest == crowd_result.comparison.digest
    assert again.matches == crowd_result.matches
    assert again.findings == crowd_result.findings


def test_a_file_and_a_stream_give_what_a_table_gives(
    crowd: Crowd, crowd_result: Result, run: Run, tmp_path: Path
) -> None:
    residents, roll = crowd.residents_table(), crowd.roll_table()
    pa.csv.write_csv(residents, tmp_path / "penduduk.csv")
    pq.write_table(roll, tmp_path / "dpt.parquet")
    from_files = run(tmp_path / "penduduk.csv", str(tmp_path / "dpt.parquet"))
    from_streams = run(residents.to_reader(500), roll.to_reader(700))
    digests = {from_files.comparison.digest, from_streams.comparison.digest}
    assert digests == {crowd_result.comparison.digest}


def test_one_changed_cell_changes_the_digest(crowd: Crowd, crowd_result: Result, run: Run) -> None:
    rows = [dict(row) for row in crowd.roll]
    rows[0]["name"] = "ORANG LAIN"
    assert run(crowd.residents_table(), pa.Table.from_pylist(rows)).comparison.digest != crowd_result.comparison.digest


def test_every_row_of_the_roll_has_one_match_in_order(crowd: Crowd, crowd_result: Result) -> None:
    entries = pq.read_table(crowd_result.comparison.matches).column("entry_id").to_pylist()
    assert entries == sorted(crowd.truth)


def test_the_summary_tells_what_was_done(crowd: Crowd, crowd_result: Result) -> None:
    summary = json.loads(crowd_result.comparison.summary.read_text(encoding="utf-8"))
    assert summary["entries"] == len(crowd.roll) == sum(summary["outcomes"].values())
    assert summary["residents"] == len(crowd.residents)
    assert summary["digest"] == crowd_result.comparison.digest
    assert summary["policy"]["polling_date"] == "2020-12-09"
    assert sum(summary["findings"].values()) == len(crowd_result.findings)
    assert "Membaca daftar pemilih" in summary["timings"]


def test_an_earlier_result_does_not_outlive_a_failed_run(crowd: Crowd, tmp_path: Path) -> None:
    policy = Policy(polling_date=POLLING_DAY)
    result = compare(crowd.residents_table(), crowd.roll_table(), policy=policy, directory=tmp_path)
    assert result.summary.exists()
    with pytest.raises(ValueError, match="tidak ditemukan"):
        compare(tmp_path / "tidak_ada.csv", crowd.roll_table(), policy=policy, directory=tmp_path)
    assert list(tmp_path.iterdir()) == []
