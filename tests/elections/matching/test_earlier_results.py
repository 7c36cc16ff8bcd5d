"""What a run leaves for a later one: whole or of no use, without a number or a name, and gone when it should be."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest

from elections.matching import earlier
from elections.matching.engine import Cancelled, compare
from elections.matching.policy import Policy
from tests.elections.matching.crowd import POLLING_DAY, Crowd, make

POLICY = Policy(polling_date=POLLING_DAY)
FILES = ["matches.parquet", *(f"row_digests/{name}.parquet" for name in ("residents", "entries", "pairs", "doubtful"))]


def small_crowd() -> Crowd:
    return make(400, seed=5, rate=3)


@pytest.fixture(scope="module")
def small() -> Crowd:
    return small_crowd()


@pytest.fixture(scope="module")
def whole(small: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("whole")
    compare(small.residents_table(), small.roll_table(), policy=POLICY, directory=directory, leaves=True)
    return directory


@pytest.fixture
def copied(whole: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(copytree(whole, tmp_path / "earlier"))


def reused(small: Crowd, before: Path, directory: Path) -> tuple[int, str, bool]:
    """How many rows were taken over from ``before``, why none, and whether the result is the one of a full run."""
    result = compare(small.residents_table(), small.roll_table(), policy=POLICY, directory=directory, earlier=before)
    summary = json.loads(result.summary.read_text(encoding="utf-8"))
    return summary["reused"], summary["not_reused_because"], result.outcomes == outcomes()


@cache
def outcomes() -> dict[str, int]:
    """What a full run of the small crowd gives; one for all tests."""
    crowd = small_crowd()
    with TemporaryDirectory() as folder:
        return compare(
            crowd.residents_table(), crowd.roll_table(), policy=POLICY, directory=Path(folder) / "plain"
        ).outcomes


def _remove(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _turn_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_remove, _cut, _turn_a_bit])
@pytest.mark.parametrize("name", FILES)
def test_a_harmed_file_makes_a_full_run(
    small: Crowd, copied: Path, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    harm(copied / name)
    assert reused(small, copied, tmp_path / "new") == (0, earlier.FOLDER_INCOMPLETE, True)


@pytest.mark.parametrize("words", ["", "{", "[]", "{}", '{"files": {}}', '{"files": 1, "version": 2}'])
def test_words_that_are_not_ours_make_a_full_run(small: Crowd, copied: Path, tmp_path: Path, words: str) -> None:
    (copied / "row_digests" / "about.json").write_text(words)
    assert reused(small, copied, tmp_path / "new") == (0, earlier.FOLDER_INCOMPLETE, True)


def test_a_folder_that_is_not_there_makes_a_full_run(small: Crowd, tmp_path: Path) -> None:
    assert reused(small, tmp_path / "nowhere", tmp_path / "new") == (0, earlier.FOLDER_INCOMPLETE, True)


def test_another_version_makes_a_full_run(small: Crowd, copied: Path, tmp_path: Path) -> None:
    path = copied / "row_digests" / "about.json"
    path.write_text(path.read_text().replace(earlier.version(), "0" * 64))
    assert reused(small, copied, tmp_path / "new") == (0, earlier.OTHER_VERSION, True)


@pytest.mark.parametrize("part", ["policy", "weights"])
def test_a_part_that_is_missing_makes_a_full_run(small: Crowd, copied: Path, tmp_path: Path, part: str) -> None:
    path = copied / "row_digests" / "about.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps(about | {part: None}))
    rows, why, right = reused(small, copied, tmp_path / "new")
    assert (rows, right) == (0, True)
    assert why in {earlier.OTHER_POLICY, earlier.OTHER_WEIGHTS}


def test_the_folder_of_the_new_result_is_no_earlier_one(small: Crowd, copied: Path) -> None:
    rows, why, _ = reused(small, copied, copied)
    assert (rows, why) == (0, earlier.SAME_FOLDER)


def test_a_stopped_run_leaves_the_earlier_result_as_it_was(small: Crowd, copied: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    asked: list[str] = []
    with pytest.raises(Cancelled):
        compare(
            small.residents_table(),
            small.roll_table(),
            policy=POLICY,
            directory=tmp_path / "new",
            earlier=copied,
            leaves=True,
            progress=lambda label, _done, _total: asked.append(label),
            cancelled=lambda: len(asked) == 40,
        )
    assert before == {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    assert list((tmp_path / "new").iterdir()) == []
    assert reused(small, copied, tmp_path / "new")[0] == len(small.roll)


def test_a_run_that_is_not_asked_leaves_nothing(small: Crowd, copied: Path) -> None:
    compare(small.residents_table(), small.roll_table(), policy=POLICY, directory=copied)
    assert sorted(path.name for path in copied.iterdir()) == ["findings.parquet", "matches.parquet", "summary.json"]


def test_when_the_disk_is_full_no_half_of_it_is_left(
    small: Crowd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(earlier, "_checksum", fail)
    with pytest.raises(OSError, match="disk full"):
        compare(small.residents_table(), small.roll_table(), policy=POLICY, directory=tmp_path, leaves=True)
    assert not (tmp_path / "row_digests").exists()


def test_what_is_left_goes_with_a_result_that_could_not_be_published(
    small: Crowd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("elections.matching.room.publish", fail)
    with pytest.raises(OSError, match="disk full"):
        compare(small.residents_table(), small.roll_table(), policy=POLICY, directory=tmp_path, leaves=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_names_nobody_and_is_for_its_owner_alone(small: Crowd, whole: Path) -> None:
    folder = whole / "row_digests"
    assert stat.filemode(folder.stat().st_mode) == "drwx------"
    kept = {path.name: pq.read_table(path).column_names for path in folder.glob("*.parquet")}
    assert kept == {
        "residents.parquet": ["resident_id", "digest"],
        "entries.parquet": ["entry_id", "digest", "exact_id"],
        "pairs.parquet": ["entry_id", "resident_id"],
        "doubtful.parquet": ["entry_id", "resident_id"],
    }
    numbers = {int(person.nik) for person in small.residents} | {int(person.kk_number) for person in small.residents}
    for path in folder.glob("*.parquet"):
        for column in pq.read_table(path).columns:
            assert numbers.isdisjoint(column.to_pylist())
    assert not any(person.nik in (folder / "about.json").read_text() for person in small.residents)
