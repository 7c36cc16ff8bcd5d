"""A bad row is held back with its row, column, rule, what was found and what to do; the others go in."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from registry.choices import IntakeState, RowVerdict
from registry.models import HeldRow, Resident
from tests.registry.ingest.conftest import Load
from tests.registry.ingest.extracts import HEADER, people, person, rows_of, write_csv, write_xlsx

# What is changed in one row -> the column, rule and words of advice that must be said of it, and what is shown.
BAD_ROWS: list[tuple[dict[str, str], str, str, str, str]] = [
    ({"NIK": ""}, "NIK", "nik_blank", "Isi dari KK", ""),
    ({"NIK": "351608010890001"}, "NIK", "nik_not_sixteen_digits", "Yang tertulis 15 angka", "*" * 15),
    (
        {"NIK": "3516080X08900001"},
        "NIK",
        "nik_not_sixteen_digits",
        "huruf atau tanda lain",
        "3516080"[:6] + "*" * 6 + "0001",
    ),
    ({"NIK": "3.51608E+15"}, "NIK", "nik_scientific", "Excel mengubah NIK", "*" * 11),
    ({"NIK": "351608010890****"}, "NIK", "nik_masked", "disamarkan", "351608" + "*" * 10),
    ({"NIK": "2222222222222222"}, "NIK", "nik_all_digits_equal", "pengisi tempat", "222222******2222"),
    ({"NIK": "9916080108900001"}, "NIK", "nik_unknown_province", "(99) bukan kode provinsi", "99"),
    ({"NIK": "3500080108900001"}, "NIK", "nik_regency_zero", "kabupaten", "00"),
    ({"NIK": "3516000108900001"}, "NIK", "nik_district_zero", "kecamatan", "00"),
    ({"NIK": "3516083208900001"}, "NIK", "nik_impossible_day", "(32) bukan tanggal", "32"),
    ({"NIK": "3516080113900001"}, "NIK", "nik_impossible_month", "(13) bukan bulan", "13"),
    ({"NIK": "3516083002900001"}, "NIK", "nik_impossible_date", "bukan tanggal lahir yang sah", "300290"),
    ({"NIK": "3516080108900000"}, "NIK", "nik_serial_zero", "0000 bukan nomor urut", "0000"),
    ({"NO_KK": "3516084108900001"}, "NO_KK", "kk_impossible_day", "tidak ditambah 40", "41"),
    ({"NO_KK": "123"}, "NO_KK", "kk_not_sixteen_digits", "Yang tertulis 3 angka", "***"),
    ({"NAMA_LGKP": ""}, "NAMA_LGKP", "nama_kosong", "Isi nama", ""),
    ({"NAMA_LGKP": "n n"}, "NAMA_LGKP", "nama_kosong", "Isi nama", "* *"),
    ({"NAMA_LGKP": "?"}, "NAMA_LGKP", "nama_kosong", "Isi nama", "*"),
    ({"NAMA_LGKP": "SITI " * 30}, "NAMA_LGKP", "terlalu_panjang", "120", "S***"),
    ({"NAMA_LGKP": "SITI 3516080108900009"}, "NAMA_LGKP", "nomor_di_kolom_lain", "deretan angka", "S***"),
    ({"ALAMAT": "DSN 3516 0801 0890 0009"}, "ALAMAT", "nomor_di_kolom_lain", "deretan angka", "DSN *"),
    ({"ALAMAT": "DSN \x00KRAJAN"}, "ALAMAT", "huruf_rusak", "Ambil lagi baris", r"DSN \x00KRAJAN"),
    ({"NAMA_LGKP": "S\ufffdRI"}, "NAMA_LGKP", "huruf_rusak", "U+FFFD", "S***"),
    ({"TGL_LHR": ""}, "TGL_LHR", "tanggal_blank", "Tanggal kosong", ""),
    ({"TGL_LHR": "33086"}, "TGL_LHR", "tanggal_excel_serial", "nomor seri Excel", "33086"),
    ({"TGL_LHR": "01-08-90"}, "TGL_LHR", "tanggal_short_year", "empat angka", "01-08-90"),
    ({"TGL_LHR": "00-08-1990"}, "TGL_LHR", "tanggal_unknown_part", "00", "00-08-1990"),
    ({"TGL_LHR": "08-31-1990"}, "TGL_LHR", "tanggal_month_after_twelve", "sebelum hari", "08-31-1990"),
    ({"TGL_LHR": "30-02-1990"}, "TGL_LHR", "tanggal_impossible", "tidak ada di kalender", "30-02-1990"),
    ({"TGL_LHR": "1 Agustus 1990"}, "TGL_LHR", "tanggal_unreadable", "31-12-1990", "1 Agustus 1990"),
    ({"TGL_LHR": "21-11-2020"}, "TGL_LHR", "tanggal_di_masa_depan", "belum tiba", "21-11-2020"),
    ({"JENIS_KLMIN": "3"}, "JENIS_KLMIN", "kode_jenis_klmin", "1 (laki-laki)", "3"),
    ({"STATUS": "5"}, "STATUS", "kode_status", "1, 2, 3, 4, 6, 9", "5"),
    ({"STATUS": ""}, "STATUS", "kode_status", "status dasar", ""),
    ({"STAT_KWN": "5"}, "STAT_KWN", "kode_stat_kwn", "1 s.d. 4", "5"),
    ({"SHDK": "12"}, "SHDK", "kode_shdk", "1 s.d. 11", "12"),
    ({"JENIS_PKRJN": "90"}, "JENIS_PKRJN", "kode_jenis_pkrjn", "1 s.d. 89", "90"),
    ({"NO_RT": "RT 1"}, "NO_RT", "rt_rw", "tiga angka", "RT 1"),
    ({"NO_RW": "1234"}, "NO_RW", "rt_rw", "tiga angka", "1234"),
    ({"STATUS_EKTP": "SUDAH"}, "STATUS_EKTP", "kode_status_ektp", "CARD_ISSUED", "SUDAH"),
    ({"STATUS_EKTP": ""}, "STATUS_EKTP", "kode_status_ektp", "tidak dikenal", ""),
    ({"NO_KEL": "2999"}, "NO_KEL", "desa_tidak_dikenal", "bukan desa", "35.16.08.2999"),
    ({"NO_KEC": "08x"}, "NO_KEL", "desa_tidak_dikenal", "bukan desa", "35.16.08x.2001"),
    ({"NO_KAB": "15"}, "NO_KEL", "desa_di_luar_wilayah", "di luar wilayah berkas (35.16)", "35.15.08.2001"),
]


@pytest.fixture
def neighbour(regency: str) -> None:
    """Make one village of Sidoarjo known."""
    from registry.models import Region

    for code, level, kind in (("35.15", "regency", "kabupaten"), ("35.15.08", "district", "kecamatan")):
        Region.objects.create(code=code, name=code, level=level, kind=kind, parent_id=code.rpartition(".")[0])
    Region.objects.create(code="35.15.08.2001", name="Desa", level="village", kind="desa", parent_id="35.15.08")


def test_each_bad_row_is_held_with_its_column_its_rule_and_what_to_do(
    load: Load, neighbour: None, tmp_path: Path
) -> None:
    residents = people(10) + [person(100 + at, **changes) for at, (changes, *_) in enumerate(BAD_ROWS)]

    batch = load(write_csv(tmp_path / "penduduk.csv", residents))

    assert (batch.failure, batch.rows_in, batch.accepted, batch.held, batch.rejected) == (
        "",
        10 + len(BAD_ROWS),
        10,
        len(BAD_ROWS),
        0,
    )
    held = {row.row_number: row for row in HeldRow.objects.filter(batch=batch)}
    for number, (_, column, rule, advice, found) in enumerate(BAD_ROWS, start=12):
        row = held[number]
        assert (row.column, row.rule, row.verdict) == (column, rule, RowVerdict.HELD)
        assert advice in row.advice
        assert row.found[: len(found) or None] == found, rule
    assert sum(batch.summary["rules"].values()) == len(BAD_ROWS)


def test_the_first_rule_decides_and_the_other_columns_are_named_beside_it(load: Load, tmp_path: Path) -> None:
    twice_bad = person(1, NIK="12", TGL_LHR="30-02-1990", SHDK="99")

    load(write_csv(tmp_path / "penduduk.csv", [twice_bad]))

    row = HeldRow.objects.get()
    assert row.rule == "nik_not_sixteen_digits"
    assert row.advice.endswith("Periksa juga TGL_LHR, SHDK.")


def test_a_held_row_keeps_what_was_written_sealed(load: Load, tmp_path: Path) -> None:
    cells = person(1, NIK="351608010890001")

    batch = load(write_csv(tmp_path / "penduduk.csv", [cells, person(2)]))

    row = HeldRow.objects.get()
    assert json.loads(row.values()) == [cells[name] for name in batch.summary["header"]]
    assert b"351608010890001" not in bytes(row.row_sealed)
    assert "NAMA_IBU" not in batch.summary["header"]


def test_a_row_with_another_number_of_columns_is_held_and_the_rest_goes_in(load: Load, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "penduduk.csv", people(20))
    lines = path.read_text().split("\n")
    lines.insert(1, "1,2,3")
    lines.insert(5, "")
    path.write_text("\n".join(lines) + "\n\n")

    batch = load(path)

    row = HeldRow.objects.get()
    assert (row.row_number, row.rule, row.found) == (2, "jumlah_kolom", "3 kolom")
    assert "33 kolom" in row.advice
    assert (batch.rows_in, batch.accepted, batch.held) == (21, 20, 1)


def test_row_numbers_count_blank_rows_as_a_spreadsheet_does(load: Load, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "penduduk.csv", [person(1), person(2, NIK="1")])
    path.write_text(path.read_text().replace("\n", "\n\n\n"))

    load(path)

    assert HeldRow.objects.get().row_number == 7


def test_a_file_of_nothing_but_bad_rows_ends_well_with_nothing_accepted(load: Load, tmp_path: Path) -> None:
    residents = [person(number, NIK="") for number in range(300)]

    batch = load(write_csv(tmp_path / "penduduk.csv", residents))

    assert (batch.state, batch.rows_in, batch.accepted, batch.held) == (IntakeState.DONE, 300, 0, 300)
    assert not Resident.unscoped.exists()


def test_the_same_row_twice_is_taken_once_and_contradicting_rows_are_all_held(load: Load, tmp_path: Path) -> None:
    residents = [person(1), person(2), person(1), person(3), person(3, NAMA_LGKP="ORANG LAIN"), person(3)]

    batch = load(write_csv(tmp_path / "penduduk.csv", residents))

    said = [(row.row_number, row.verdict, row.rule) for row in HeldRow.objects.order_by("row_number")]
    assert said == [
        (4, RowVerdict.REJECTED, "baris_kembar"),
        (5, RowVerdict.HELD, "nik_ganda"),
        (6, RowVerdict.HELD, "nik_ganda"),
        (7, RowVerdict.REJECTED, "baris_kembar"),
    ]
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (6, 2, 2, 2)
    advice = dict(HeldRow.objects.values_list("row_number", "advice"))
    assert "baris 2" in advice[4]
    assert "baris 6" in advice[5]
    assert "baris 5" in advice[6]


def test_the_same_nik_written_in_two_ways_is_still_the_same_nik(load: Load, tmp_path: Path) -> None:
    spaced = person(1)["NIK"][:6] + " " + person(1)["NIK"][6:]

    batch = load(write_csv(tmp_path / "penduduk.csv", [person(1), person(1, NIK=spaced)]))

    assert (batch.accepted, batch.held) == (0, 2)


def test_numbers_dressed_up_by_spreadsheets_are_read_and_counted(load: Load, tmp_path: Path) -> None:
    dressed = [
        person(1, NIK="'" + person(1)["NIK"]),
        person(2, NIK=person(2)["NIK"] + ".0"),
        person(3, NIK="\u00a0" + person(3)["NIK"] + "\u200b"),
        person(4, NO_KK=f"{person(4)['NO_KK'][:6]}-{person(4)['NO_KK'][6:]}"),
    ]

    batch = load(write_csv(tmp_path / "penduduk.csv", dressed))

    assert batch.accepted == 4
    assert {row.nik for row in Resident.unscoped.all()} == {person(number)["NIK"] for number in range(1, 5)}
    assert batch.summary["notices"]["nomor_dibersihkan"] == 4


def test_what_is_legal_is_counted_and_held_nobody_back(load: Load, tmp_path: Path) -> None:
    odd = [
        person(1, NIK="3201080108900001"),
        person(2, TGL_LHR="02-02-2001"),
        person(4, JENIS_KLMIN="2"),
    ]

    notices = load(write_csv(tmp_path / "penduduk.csv", odd)).summary["notices"]

    assert notices == {"nik_wilayah_lain": 1, "nik_tanggal_berbeda": 2, "nik_kelamin_berbeda": 2}


WORKBOOK_CELLS: list[tuple[str, Any, str | None]] = [
    ("NIK", 3516080108900001, "nik_scientific"),
    ("NO_KK", 3516080108150001.0, "kk_scientific"),
    ("NIK", "3516080108900001", None),
    ("TGL_LHR", datetime.date(1990, 8, 1), None),
    ("TGL_LHR", datetime.datetime(1990, 8, 1), None),
    ("TGL_LHR", datetime.datetime(1990, 8, 1, 7, 30), "tanggal_unreadable"),
    ("TGL_LHR", 33086, "tanggal_excel_serial"),
    ("NO_KEC", 8, None),
    ("NO_RT", 7, None),
    ("STATUS", 1, None),
    ("STATUS", 1.0, None),
    ("STATUS", True, "kode_status"),
    ("ALAMAT", 12, None),
]


@pytest.mark.parametrize(("column", "cell", "rule"), WORKBOOK_CELLS)
def test_a_cell_of_a_workbook_is_read_as_typed_and_never_repaired(
    column: str, cell: object, rule: str | None, load: Load, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [list(row) for row in rows_of([person(1), person(2)])]
    rows[0][HEADER.index(column)] = cell

    batch = load(write_xlsx(tmp_path / "penduduk.xlsx", rows))

    assert [row.rule for row in HeldRow.objects.all()] == ([rule] if rule else [])
    assert batch.accepted == (1 if rule else 2)
