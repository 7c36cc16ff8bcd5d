"""A comparison tells how far it is, stops between steps when asked, and leaves nothing behind."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from elections.matching import engine
from elections.matching.engine import Cancelled, compare
from elections.matching.policy import Policy
from tests.elections.matching.crowd import POLLING_DAY, Crowd

POLICY = Policy(polling_date=POLLING_DAY)


@pytest.mark.parametrize("after", [0, 1, 12, 30])
def test_a_cancelled_comparison_stops_before_the_next_step(crowd: Crowd, tmp_path: Path, after: int) -> None:
    asked: list[str] = []
    with pytest.raises(Cancelled):
        compare(
            crowd.residents_table(),
            crowd.roll_table(),
            policy=POLICY,
            directory=tmp_path,
            progress=lambda label, _done, _total: asked.append(label),
            cancelled=lambda: len(asked) == after,
        )
    assert len(asked) == after
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_the_steps_up_to_the_last(crowd: Crowd, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    modes: set[str] = set()

    def progress(label: str, done: int, total: int) -> None:
        told.append((label, done, total))
        modes.add(stat.filemode((tmp_path / "spill").stat().st_mode))

    compare(crowd.residents_table(), crowd.roll_table(), policy=POLICY, directory=tmp_path, progress=progress)
    total = told[0][2]
    assert [done for _, done, _ in told] == list(range(total))
    assert len({label for label, _, _ in told}) == total
    assert modes == {"drwx------"}
    assert not (tmp_path / "spill").exists()


def test_what_an_earlier_crash_spilled_is_removed(crowd: Crowd, tmp_path: Path) -> None:
    (tmp_path / "spill").mkdir()
    (tmp_path / "spill" / "old.tmp").write_bytes(b"x")
    with pytest.raises(Cancelled):
        compare(crowd.residents_table(), crowd.roll_table(), policy=POLICY, directory=tmp_path, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_is_spilled_in_no_readable_form(tmp_path: Path) -> None:
    tight = Policy(polling_date=POLLING_DAY, memory_limit="40MB")
    with engine.opened(tight, tmp_path) as connection:
        connection.execute("CREATE TABLE people AS SELECT 'BUDI PENANDA ' || i AS name FROM range(2000000) AS t(i)")
        spilled = [path.read_bytes() for path in (tmp_path / "spill").iterdir()]
    assert sum(map(len, spilled)) > 1_000_000
    assert not any(b"BUDI PENANDA" in content for content in spilled)


def test_the_package_runs_without_any_framework() -> None:
    code = (
        "import sys, elections.matching.__main__, elections.matching.explaining;"
        "loaded = {name.split('.')[0] for name in sys.modules};"
        "sys.exit(bool(loaded & {'django', 'celery', 'redis', 'rest_framework', 'psycopg2'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
