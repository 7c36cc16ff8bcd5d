"""When the disk or the memory does not suffice, one sentence says so and nothing is left behind."""

from __future__ import annotations

import errno
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from elections.matching import engine
from elections.matching.engine import compare
from elections.matching.policy import Policy
from elections.matching.room import DiskFull, TooLittleMemory
from tests.elections.matching.crowd import POLLING_DAY, Crowd, make

PLAIN = Policy(polling_date=POLLING_DAY)
CALL = (
    "import signal, sys; from elections.matching.__main__ import main; "
    "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Thirty thousand residents and their roll: more than 30 MB of memory holds."""
    folder = tmp_path_factory.mktemp("many")
    crowd = make(30_000, seed=3)
    pq.write_table(crowd.residents_table(), folder / "penduduk.parquet")
    pq.write_table(crowd.roll_table(), folder / "dpt.parquet")
    return str(folder / "penduduk.parquet"), str(folder / "dpt.parquet")


def called(files: tuple[str, str], out: Path, *more: str) -> list[str]:
    """The words of a call on the command line."""
    return [sys.executable, "-c", CALL, *files, "--polling-date", "2020-12-09", "--out", str(out), *more]


def ended(words: list[str], limits: Callable[[], None] | None = None) -> tuple[int, str]:
    """The exit code of a call and the last thing it said."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, preexec_fn=limits)
    return done.returncode, done.stderr.splitlines()[-1]


def test_what_is_spilled_beyond_its_limit_ends_in_a_sentence(files: tuple[str, str], tmp_path: Path) -> None:
    tight = Policy(polling_date=POLLING_DAY, memory_limit="40MB", spill_limit="1MB")
    with pytest.raises(DiskFull, match=r"^Ruang disk di folder .* habis") as told:
        compare(*files, policy=tight, directory=tmp_path)
    assert told.value.__cause__ is None
    assert list(tmp_path.iterdir()) == []


def test_a_memory_too_small_for_spilling_ends_in_a_sentence(files: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(TooLittleMemory, match=r"^Batas memori 8MB tidak cukup"):
        compare(*files, policy=Policy(polling_date=POLLING_DAY, memory_limit="8MB"), directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("size", "memory"), [("3M", "40MB"), ("40K", "700MB")], ids=["spilling", "result"])
def test_a_full_disk_is_told_in_one_sentence(files: tuple[str, str], tmp_path: Path, size: str, memory: str) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("a disk of one's own may not be mounted here")
    script = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && "$@"; code=$?; ls -A "$OUT" >&2; exit $code'
    words = called(files, tmp_path / "hasil", "--memory", memory)
    done = subprocess.run(
        ["unshare", "--mount", "bash", "-c", script, "bash", size, str(tmp_path), *words],
        capture_output=True,
        text=True,
        check=False,
        env={"OUT": str(tmp_path / "hasil"), "PYTHONPATH": ".", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("Ruang disk di folder")
    assert done.stdout == ""


def test_a_result_file_that_cannot_be_written_whole_is_not_written(files: tuple[str, str], tmp_path: Path) -> None:
    def no_long_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    code, told = ended(called(files, tmp_path), no_long_files)
    assert (code, told[:20]) == (3, "Ruang disk di folder")
    assert list(tmp_path.iterdir()) == []


def test_a_summary_that_cannot_be_written_takes_the_rest_with_it(
    crowd: Crowd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        assert len(list(tmp_path.glob("*.part"))) == 2
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(engine, "write_summary", full)
    with pytest.raises(DiskFull):
        compare(crowd.residents_table(), crowd.roll_table(), policy=PLAIN, directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_does_not_outlive_a_failed_run(crowd: Crowd, files: tuple[str, str], tmp_path: Path) -> None:
    compare(crowd.residents_table(), crowd.roll_table(), policy=PLAIN, directory=tmp_path)
    with pytest.raises(TooLittleMemory):
        compare(*files, policy=Policy(polling_date=POLLING_DAY, memory_limit="8MB"), directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_an_interruption_leaves_nothing_behind(files: tuple[str, str], tmp_path: Path, steps: int) -> None:
    with subprocess.Popen(called(files, tmp_path), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        assert running.stderr is not None
        said = b""
        while said.count(b"\n") < steps and running.poll() is None:
            said += running.stderr.read1()  # type: ignore[attr-defined]
        running.send_signal(signal.SIGINT)
        said += running.stderr.read()
    assert running.returncode == 130
    assert said.decode().endswith("\nPemadanan dihentikan; tidak ada hasil yang disimpan.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_one_is_told(files: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "hasil").write_text("", encoding="utf-8")
    code, told = ended(called(files, tmp_path / "hasil"))
    assert (code, told) == (2, f"Folder atau berkas {tmp_path / 'hasil'} tidak dapat dipakai: File exists.")


@pytest.mark.parametrize(
    "option", [("--memory", "banyak"), ("--disk", "1 apel"), ("--threads", "0"), ("--area", "35.16; DROP TABLE roll")]
)
def test_an_option_that_makes_no_sense_is_told(files: tuple[str, str], tmp_path: Path, option: tuple[str, str]) -> None:
    code, told = ended(called(files, tmp_path / "hasil", *option))
    assert code == 2
    assert "bukan" in told
    assert not (tmp_path / "hasil").exists()
