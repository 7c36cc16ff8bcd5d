"""What a roll's row may say: faults of the roll come in and become findings, what cannot be kept is held."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from elections.ingest import a_kwk
from registry.ingest import twins
from registry.ingest.engine import Engine, HeldLine
from registry.ingest.opening import open_rows
from tests.elections.ingest.made_up_rolls import VILLAGES, as_csv, voter

AS_PRINTED = [
    ("NIK", "", "nik", None),
    ("NIK", "351608010890****", "nik", "351608010890****"),
    ("NIK", "351608010890123", "nik", "351608010890123"),
    ("NIK", "35160801089012345", "nik", "35160801089012345"),
    ("NIK", "2222222222222222", "nik", "2222222222222222"),
    ("NIK", "3516083202900001", "nik", "3516083202900001"),
    ("NIK", "x35160802", "nik", "X35160802"),
    ("NAMA", "M", "name", "M"),
    ("NAMA", "?", "name", "?"),
    ("TANGGAL_LAHIR", "1-8-1990", "birth_date", datetime.date(1990, 8, 1)),
    ("TANGGAL_LAHIR", "01/08/1990", "birth_date", datetime.date(1990, 8, 1)),
    ("TANGGAL_LAHIR", "1990-08-01", "birth_date", datetime.date(1990, 8, 1)),
    ("TANGGAL_LAHIR", "10|12|2003", "birth_date", datetime.date(2003, 12, 10)),
    ("TANGGAL_LAHIR", " ", "birth_date", None),
    ("STATUS_KAWIN", "", "marital_status", ""),
    ("STATUS_KAWIN", "-", "marital_status", ""),
    ("STATUS_KAWIN", "p", "marital_status", "P"),
    ("JENIS_KELAMIN", "p", "sex", "P"),
    ("RT", "000", "rt", "000"),
    ("RT", "1", "rt", "001"),
    ("RW", "12", "rw", "012"),
    ("RW", "", "rw", ""),
    ("TPS", "3", "tps", "003"),
    ("TPS", "45", "tps", "045"),
    ("TPS", "901", "tps", "901"),
    ("DISABILITAS", "", "disability", ""),
    ("STATUS_PEREKAMAN", "", "recorded_flag", ""),
]
HELD = [
    ("NIK", "3.51608E+15", "nik_scientific", "bilangan ilmiah"),
    ("NO_KK", "3,51608E+15", "kk_scientific", "bilangan ilmiah"),
    ("NAMA", " ", "nama_kosong", "Isi nama"),
    ("NAMA", "B" * 121, "terlalu_panjang", "120 huruf"),
    ("NAMA", "3516080108900001", "nomor_di_kolom_lain", "deretan angka"),
    ("KETERANGAN", "ganda dengan 3516080108900001", "nomor_di_kolom_lain", "deretan angka"),
    ("NAMA", "SITI\x00CONTOH", "huruf_rusak", "Ambil lagi"),
    ("ALAMAT", "DUSUN \ufffd", "huruf_rusak", "Ambil lagi"),
    ("TANGGAL_LAHIR", "31|02|1990", "tanggal_impossible", "tidak ada di kalender"),
    ("TANGGAL_LAHIR", "08|31|1990", "tanggal_month_after_twelve", "Bulan lebih dari 12"),
    ("TANGGAL_LAHIR", "00|00|1950", "tanggal_unknown_part", "tertulis 00"),
    ("TANGGAL_LAHIR", "33086", "tanggal_excel_serial", "nomor seri Excel"),
    ("TANGGAL_LAHIR", "01|08|90", "tanggal_short_year", "empat angka"),
    ("TANGGAL_LAHIR", "Agustus 1990", "tanggal_unreadable", "tidak terbaca"),
    ("JENIS_KELAMIN", "", "jenis_kelamin", "L atau P"),
    ("JENIS_KELAMIN", "1", "jenis_kelamin", "L atau P"),
    ("STATUS_KAWIN", "K", "status_kawin", "B (belum)"),
    ("RT", "1234", "rt_rw", "tiga angka"),
    ("RW", "A", "rt_rw", "tiga angka"),
    ("DISABILITAS", "Tuna netra", "kode_disabilitas", "Tulis kodenya"),
    ("STATUS_PEREKAMAN", "X", "status_perekaman", "S (sudah)"),
    ("TPS", "", "nomor_tps", "001"),
    ("TPS", "000", "nomor_tps", "001"),
    ("TPS", "1234", "nomor_tps", "001"),
    ("TPS", "TPS 1", "nomor_tps", "001"),
    ("KODE_WILAYAH", "", "desa_tidak_dikenal", "Betulkan kodenya"),
    ("KODE_WILAYAH", "35.16.08", "desa_tidak_dikenal", "Betulkan kodenya"),
    ("KODE_WILAYAH", "35.16.99.2001", "desa_tidak_dikenal", "Betulkan kodenya"),
    ("KODE_WILAYAH", "35.76.01.1003", "desa_di_luar_wilayah", "35.16"),
]
# The rows of the file below: those of the first table, then those of the second, from row 2 on.
_FIRST = list(enumerate(AS_PRINTED, start=2))
_SECOND = list(enumerate(HELD, start=2 + len(AS_PRINTED)))


@dataclass
class Judged:
    """What was said of each row of one file, by its number."""

    accepted: dict[int, dict[str, Any]]
    held: dict[int, HeldLine]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """Judge a file with one row for each line of the two tables; the database is not asked."""
    folder = tmp_path_factory.mktemp("roll")
    cases = [(column, written) for column, written, *_ in [*AS_PRINTED, *HELD]]
    rows = [voter(no, **{column: written}) for no, (column, written) in enumerate(cases, start=1)]
    with Engine(folder) as engine:
        yield _judge(engine, folder / "dpt.csv", as_csv(rows))


def _judge(engine: Engine, path: Path, text: str) -> Judged:
    path.write_text(text)
    engine.load(open_rows(path, a_kwk.LAYOUT), lambda _: None)
    engine.read_as(a_kwk.READING)
    engine.list_as("villages", {"code": [*VILLAGES, "35.76.01.1003"], "is_inside": [True, True, True, False]})
    engine.list_as("batch", {"region": ["35.16"]})
    twins.find(engine, a_kwk.LAYOUT, "place")
    engine.check(a_kwk.CHECKS)
    rows = [row for batch in engine.batches(a_kwk.STAGES[0].query, 1000) for row in batch.to_pylist()]
    return Judged({row["row_number"]: row for row in rows}, {line.row_number: line for line in engine.held_lines()})


@pytest.mark.parametrize(
    ("row_number", "field", "kept"),
    [pytest.param(at, field, kept, id=f"{column} {written}") for at, (column, written, field, kept) in _FIRST],
)
def test_a_row_is_taken_in_as_it_is_printed(judged: Judged, row_number: int, field: str, kept: object) -> None:
    assert row_number not in judged.held
    assert judged.accepted[row_number][field] == kept


@pytest.mark.parametrize(
    ("row_number", "column", "rule", "advice"),
    [pytest.param(at, column, rule, advice, id=f"{column} {rule}") for at, (column, _, rule, advice) in _SECOND],
)
def test_a_row_that_cannot_be_kept_is_held_and_says_why(
    judged: Judged, row_number: int, column: str, rule: str, advice: str
) -> None:
    line = judged.held[row_number]
    assert row_number not in judged.accepted
    assert (line.verdict, line.column, line.rule) == ("held", column, rule)
    assert advice in line.advice
    assert "3516080108900001" not in line.found


def test_every_row_is_either_taken_in_or_held(judged: Judged) -> None:
    assert (len(judged.accepted), len(judged.held)) == (len(AS_PRINTED), len(HELD))
