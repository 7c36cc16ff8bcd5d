"""The comparison by hand: two files in, three out, and a sentence when a file will not do."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from elections.matching import __main__ as command
from elections.matching.__main__ import main
from elections.matching.room import DiskFull, TooLittleMemory
from elections.matching.terminal import PHASES, Progress, seconds_by_phase
from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import Crowd

Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def files(crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The crowd as a Parquet and a CSV file."""
    folder = tmp_path_factory.mktemp("masukan")
    pq.write_table(crowd.residents_table(), folder / "penduduk.parquet")
    pyarrow.csv.write_csv(crowd.roll_table(), folder / "dpt.csv")
    return str(folder / "penduduk.parquet"), str(folder / "dpt.csv")


@pytest.fixture(scope="module")
def written(files: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the result of the two files."""
    folder = tmp_path_factory.mktemp("hasil")
    assert main([*files, "--out", str(folder)]) == 0
    return folder


def test_two_files_in_three_files_out(
    files: tuple[str, str], crowd_result: Result, tmp_path: Path, capsys: Told
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


def test_the_sums_at_the_end_name_outcomes_findings_phases_model_and_day(
    files: tuple[str, str], crowd_result: Result, tmp_path: Path, capsys: Told
) -> None:
    main([*files, "--out", str(tmp_path)])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    outcomes = crowd_result.comparison.outcomes
    share = f"{100 * outcomes['MATCHED'] / crowd_result.comparison.entries:.2f}".replace(".", ",")
    assert ["Cocok", f"{outcomes['MATCHED']:,}".replace(",", "."), share, "%"] in lines
    assert ["Meninggal", str(crowd_result.comparison.findings_by_kind["deceased"]), "1"] in lines
    assert ["Hari", "pemungutan", "suara:", "2020-12-09.", "Model:", "mojokerto-1."] in lines
    told = [" ".join(line) for line in lines]
    assert all(any(line.startswith(phase) for line in told) for phase, _ in PHASES)


def test_every_phase_begins_with_a_step_that_there_is(crowd_result: Result) -> None:
    timings = crowd_result.comparison.timings
    assert {label for _, label in PHASES} <= set(timings)
    assert sum(seconds_by_phase(timings).values()) == pytest.approx(sum(timings.values()))


def test_a_file_that_will_not_do_is_told_in_one_sentence(files: tuple[str, str], tmp_path: Path, capsys: Told) -> None:
    there = [files[0], str(tmp_path / "hilang.csv")]
    assert main([*there, "--out", str(tmp_path / "hasil"), "--polling-date", "2020-12-09"]) == 2
    assert "Berkas hilang.csv tidak ditemukan." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "masih kurang: PENDUDUK, DAFTAR, --out."),
        (["a", "b", "--out", "c", "--polling-date", "9/12/2020"], "--polling-date: '9/12/2020' bukan tanggal"),
        (["a", "b", "--out", "c", "--area", "3516"], "--area: '3516' bukan kode wilayah"),
        (["a", "b", "--out", "c", "--memory", "banyak"], "--memory: 'banyak' bukan ukuran"),
        (["a", "b", "--out", "c", "--threads", "0"], "--threads: '0' bukan jumlah utas"),
        (["a", "b", "--out", "c", "--model", "mojokerto-0"], "--model: 'mojokerto-0' bukan model yang dapat dibaca"),
        (["a", "b", "--out", "c", "--explain", "satu"], "--explain tidak dapat diisi 'satu'"),
        (["a", "b", "--out", "c", "--explain"], "--explain perlu diisi"),
        (["a", "b", "--out", "c", "--with", "7"], "--with: hanya bersama --explain"),
        (["a", "b", "--out", "c", "--cepat"], "tidak dikenal: --cepat"),
    ],
)
def test_an_option_that_will_not_do_is_told_in_indonesian(options: list[str], sentence: str, capsys: Told) -> None:
    with pytest.raises(SystemExit) as left:
        main(options)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.startswith("Pemakaian: ")


def test_the_help_is_in_indonesian(capsys: Told) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert told.startswith("Pemakaian: python -m elections.matching")
    assert not [word for word in ("usage", "options", "positional", "show this", "default") if word in told]


def raising(fault: BaseException) -> Callable[..., None]:
    def compare(*_: object, **__: object) -> None:
        raise fault

    return compare


@pytest.mark.parametrize(
    ("fault", "code", "sentence"),
    [
        (duckdb.OutOfMemoryException("x"), 3, "Memori atau ruang disk tidak cukup."),
        (MemoryError(), 3, "Memori atau ruang disk tidak cukup."),
        (OSError(28, "No space left on device"), 3, "Memori atau ruang disk tidak cukup."),
        (TooLittleMemory("Batas memori 1MB tidak cukup."), 3, "Batas memori 1MB tidak cukup."),
        (DiskFull("Ruang disk habis."), 3, "Ruang disk habis."),
        (PermissionError(13, "Permission denied"), 2, "tidak dapat dipakai"),
        (KeyboardInterrupt(), 130, "Pemadanan dihentikan; "),
        (duckdb.InterruptException("x"), 130, "Pemadanan dihentikan; "),
    ],
)
def test_what_stops_a_comparison_has_its_own_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Told, tmp_path: Path, fault: BaseException, code: int, sentence: str
) -> None:
    monkeypatch.setattr(command, "compare", raising(fault))
    assert main(["a", "b", "--out", str(tmp_path)]) == code
    assert sentence in capsys.readouterr().err


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_a_file_sees_a_line_now_and_then() -> None:
    screen, paper = Screen(), io.StringIO()
    for stream in (screen, paper):
        progress = Progress(stream)
        for done in range(32):
            progress(f"Langkah {done}", done, 32)
        progress.close()
    assert screen.getvalue().count("\r") == 33
    assert screen.getvalue().endswith("\n")
    assert f"[{'#' * 30}] Selesai" in screen.getvalue()
    lines = paper.getvalue().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("[ 1/32] Langkah 0", "[29/32] Langkah 28", 8)


def explained(files: tuple[str, str], folder: Path, capsys: Told, *more: str) -> str:
    assert main([*files, "--out", str(folder), "--explain", *more]) == 0
    return capsys.readouterr().out


def test_a_row_is_explained_from_the_result_that_is_there(
    files: tuple[str, str], written: Path, crowd_result: Result, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "compare", raising(AssertionError("compared again")))
    match = next(match for match in crowd_result.matches.values() if match["outcome"] == "PROBABLE")
    told = explained(files, written, capsys, str(match["entry_id"]))
    weight = f"{match['weight'] / 100:.1f}".replace(".", ",")
    assert "Sangat mungkin orang yang sama: terhubung oleh bukti selain NIK." in told
    assert f"Jumlahnya {weight} bit, mencapai batas 3,0 bit" in told
    assert "Calon-calon baris ini, dalam bit" in told
    assert f"Penduduk {match['resident_id']}\nBobot terhadap " in told
    assert "Titik awal" in told
    assert sorted(path.name for path in written.iterdir()) == ["findings.parquet", "matches.parquet", "summary.json"]


def test_a_row_can_be_held_beside_any_resident(
    files: tuple[str, str], written: Path, crowd: Crowd, crowd_result: Result, capsys: Told
) -> None:
    other = next(person.resident_id for person in crowd.residents if person.sex != crowd.roll[0]["sex"])
    told = explained(files, written, capsys, "1", "--with", str(other))
    assert f"Penduduk {other}\nBobot terhadap " in told
    assert "Jenis kelamin berbeda: melemahkan." in told
    assert "tidak cukup untuk dianggap orang yang sama." in told


def test_neither_names_nor_numbers_are_printed(
    files: tuple[str, str], written: Path, crowd: Crowd, crowd_result: Result, capsys: Told
) -> None:
    match = next(match for match in crowd_result.matches.values() if match["outcome"] == "PROBABLE")
    row = crowd.roll[match["entry_id"] - 1]
    person = next(person for person in crowd.residents if person.resident_id == match["resident_id"])
    told = explained(files, written, capsys, str(match["entry_id"]))
    for text in (row["name"], person.name, row["nik"], person.nik, row["kk_number"], person.kk_number):
        assert not text or text not in told


def test_another_policy_or_a_changed_file_is_compared_anew(
    files: tuple[str, str], written: Path, tmp_path: Path, capsys: Told
) -> None:
    told = explained(files, written, capsys, "1", "--polling-date", "2024-11-27")
    assert "baris daftar dipadankan" in told
    told = explained(files, written, capsys, "1", "--polling-date", "2024-11-27", "--threads", "1")
    assert "baris daftar dipadankan" not in told
    roll = tmp_path / "dpt.csv"
    roll.write_bytes(Path(files[1]).read_bytes())
    told = explained((files[0], str(roll)), written, capsys, "1", "--polling-date", "2024-11-27")
    assert "baris daftar dipadankan" in told


def test_a_row_that_is_not_on_the_roll_is_told_so(files: tuple[str, str], written: Path, capsys: Told) -> None:
    assert main([*files, "--out", str(written), "--explain", "999999"]) == 2
    assert "Baris 999999 tidak ada di daftar pemilih." in capsys.readouterr().err
