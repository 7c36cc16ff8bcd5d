"""The same thousand people in twelve dialects are the same thousand people in the register."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.choices import IntakeState
from tests.registry.ingest import contents
from tests.registry.ingest.conftest import Load
from tests.registry.ingest.extracts import HEADER, people, rows_of, text_of, write_csv, write_xlsx

PEOPLE = people(1_000)
Writer = Callable[[Path], Path]


def _csv(encoding: str = "utf-8", mark: bytes = b"", **dialect: Any) -> Writer:
    def write(path: Path) -> Path:
        path.write_bytes(mark + text_of(PEOPLE, **dialect).encode(encoding))
        return path

    return write


def _reordered(path: Path) -> Path:
    names = ["CATATAN", *reversed(HEADER)]
    rows = [["abaikan", *reversed(row)] for row in rows_of(PEOPLE)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name.lower().replace("_", " ") for name in names])
        writer.writerows(rows)
    return path


DIALECTS: dict[str, Writer] = {
    "mark": _csv(mark=b"\xef\xbb\xbf"),
    "semicolon": _csv(delimiter=";"),
    "tab": _csv(delimiter="\t"),
    "pipe": _csv(delimiter="|"),
    "windows line ends": _csv(lineterminator="\r\n"),
    "old Mac line ends": _csv(lineterminator="\r", quoting=csv.QUOTE_ALL),
    "everything quoted": _csv(quoting=csv.QUOTE_ALL, delimiter=";", lineterminator="\r\n"),
    "UTF-16 little end first": _csv("utf-16-le", b"\xff\xfe"),
    "UTF-16 big end first": _csv("utf-16-be", b"\xfe\xff"),
    "UTF-16 without a mark, tabs": _csv("utf-16-le", delimiter="\t"),
    "columns in another order, spelling and company": _reordered,
    "workbook": lambda path: write_xlsx(path, rows_of(PEOPLE)),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_people_in_any_dialect_are_the_same_register(dialect: str, load: Load, tmp_path: Path) -> None:
    expected = _plain()

    batch = load(DIALECTS[dialect](tmp_path / "berkas"))

    assert (batch.failure, batch.state) == ("", IntakeState.DONE)
    assert (batch.rows_in, batch.accepted) == (1_000, 1_000)
    assert _comparable(contents.residents()) == expected


def test_windows_1252_is_read_when_the_sender_says_so(load: Load, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "lama.csv", PEOPLE, encoding="cp1252")

    batch = load(path, parameters={"encoding": "cp1252"})

    assert batch.accepted == 1_000
    assert _comparable(contents.residents()) == _plain()


def _plain() -> list[tuple[object, ...]]:
    """Return what the register must hold, computed from the rows themselves."""
    heads: dict[str, dict[str, str]] = {}
    for cells in PEOPLE:
        if cells["NO_KK"] not in heads or cells["SHDK"] == "1":
            heads[cells["NO_KK"]] = cells
    return sorted(
        (
            cells["NIK"],
            cells["NO_KK"],
            " ".join(heads[cells["NO_KK"]]["ALAMAT"].split()),
            heads[cells["NO_KK"]]["NO_RT"],
            heads[cells["NO_KK"]]["NO_RW"],
            cells["NAMA_LGKP"],
            cells["TGL_LHR"],
            cells["JENIS_KLMIN"],
            cells["STATUS_EKTP"],
        )
        for cells in PEOPLE
    )


def _comparable(residents: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(
        (nik, kk, address, rt, rw, name, f"{born:%d-%m-%Y}", "1" if sex == "L" else "2", state)
        for nik, kk, address, rt, rw, _, name, _, born, sex, _, _, _, _, _, state in residents
    )
