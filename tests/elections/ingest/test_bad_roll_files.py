"""Files in every dialect come in alike; files that cannot be read are refused with a sentence and leave nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from elections.models import PollingStation, VoterRoll, VoterRollEntry
from registry.choices import IntakeState
from registry.models import HeldRow
from tests.elections.ingest.conftest import Load
from tests.elections.ingest.made_up_rolls import HEADER, as_csv, voter, voters, write_workbook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

GOOD = as_csv(voters(4))
ODD_NAME = as_csv([voter(1, NAMA="RENÉE CONTOH"), voter(2)])


def nothing_was_written() -> bool:
    """Whether the database is as if the file had never come, but for its batch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'intake_stage_%%' AND relkind = 'r'")
        staged = cursor.fetchall()
    models = (VoterRoll.unscoped, VoterRollEntry.unscoped, PollingStation.objects, HeldRow.objects)
    return not staged and not any(rows.exists() for rows in models)


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("semicolon, crlf", as_csv(voters(4), delimiter=";", newline="\r\n").encode(), ""),
        ("tab, byte order mark", as_csv(voters(4), delimiter="\t").encode("utf-8-sig"), ""),
        ("utf-16", GOOD.encode("utf-16"), ""),
        ("cp1252 when said", GOOD.encode("cp1252"), "cp1252"),
        ("lower-case header", GOOD.replace(",".join(HEADER), ",".join(HEADER).lower()).encode(), ""),
        ("another order of columns", as_csv(voters(4), header=reversed(HEADER)).encode(), ""),
        ("blank lines at the end", f"{GOOD}\n\n".encode(), ""),
    ],
)
def test_a_roll_in_any_dialect_gives_the_same_rows(load: Load, name: str, content: bytes, encoding: str) -> None:
    batch = load(content, encoding=encoding)

    assert (batch.state, batch.rows_in, batch.accepted) == (IntakeState.DONE, 4, 4), (name, batch.failure)
    names = VoterRollEntry.unscoped.order_by("id").values_list("row_number", "name", "address", "tps_number")
    assert list(names) == [
        (2, "BUDI CONTOH", "DUSUN CONTOH", "002"),
        (3, "SITI CONTOH", "DUSUN CONTOH", "001"),
        (4, "BUDI CONTOH", "DUSUN CONTOH", "002"),
        (5, "SITI CONTOH", "DUSUN CONTOH", "001"),
    ]


def test_a_line_break_inside_quotes_does_not_end_the_row(load: Load) -> None:
    batch = load([voter(1, ALAMAT="DUSUN CONTOH\nNOMOR 4"), voter(2)])

    assert (batch.rows_in, batch.accepted) == (2, 2)
    assert VoterRollEntry.unscoped.get(row_number=2).address == "DUSUN CONTOH NOMOR 4"


def test_cp1252_is_read_when_the_sender_says_so(load: Load) -> None:
    load(ODD_NAME.encode("cp1252"), encoding="cp1252")

    assert VoterRollEntry.unscoped.get(row_number=2).name == "RENÉE CONTOH"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["kosong"]),
        (b"\n\n  \n", ["kosong"]),
        (",".join(HEADER).encode() + b"\n", ["tanpa baris isi"]),
        (ODD_NAME.encode("cp1252"), ["baris 2", "cp1252", "UTF-8"]),
        (GOOD.encode()[:-60], ["baris 5", "terpotong"]),
        (GOOD.replace("KODE_WILAYAH", "KODEWILAYAH_").encode(), ["baris 1", "KODE_WILAYAH", "KODEWILAYAH_"]),
        (b"DAFTAR PEMILIH TETAP PEMILIHAN UMUM TAHUN 2024\n" + GOOD.encode(), ["baris 1", "KODE_WILAYAH"]),
        (GOOD.replace("NAMA,", "NAMA,NAMA,", 1).encode(), ["baris 1", "NAMA ada 2 kali"]),
        (b"Nama;Umur\nSITI;20\n", ["baris 1", "NIK", "A-KWK"]),
        (as_csv([voter(1), voter(2)]).replace("BUDI", '"BUDI').encode(), ["baris 2", "kutip"]),
        (b"%PDF-1.7 contoh", ["PDF", "XLSX"]),
        (b"PK\x03\x04 bukan arsip", ["XLSX rusak"]),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(load: Load, content: bytes, said: list[str]) -> None:
    batch = load(content)

    assert batch.state == IntakeState.FAILED
    assert batch.failure.startswith("Berkas dpt.csv: ")
    assert [word for word in said if word not in batch.failure] == []
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (0, 0, 0, 0)
    assert nothing_was_written()


def test_a_refused_roll_may_come_again_once_it_is_mended(load: Load) -> None:
    assert load(GOOD.encode()[:-60]).state == IntakeState.FAILED
    assert load(GOOD).state == IntakeState.DONE


def test_a_row_with_too_many_columns_is_held_and_the_others_come_in(load: Load) -> None:
    lines = GOOD.splitlines()
    lines[2] += ",lebih"
    batch = load("\n".join(lines) + "\n")

    assert (batch.rows_in, batch.accepted, batch.held) == (4, 3, 1)
    assert list(HeldRow.objects.values_list("row_number", "rule")) == [(3, "jumlah_kolom")]


def test_a_workbook_comes_in_like_a_text_file(load: Load, tmp_path: Path) -> None:
    batch = load(write_workbook(tmp_path / "dpt.xlsx", voters(4)))

    assert (batch.state, batch.accepted) == (IntakeState.DONE, 4), batch.failure
    assert VoterRollEntry.unscoped.get(row_number=2).nik == voter(1)["NIK"]


def test_a_nik_that_excel_made_a_number_is_held_and_small_numbers_are_padded(load: Load, tmp_path: Path) -> None:
    damaged: dict[str, object] = {**voter(1), "NIK": int(voter(1)["NIK"])}
    numeric: dict[str, object] = {**voter(2), "NO": 2, "RT": 1, "RW": 2, "TPS": 1, "DISABILITAS": 0}
    batch = load(write_workbook(tmp_path / "dpt.xlsx", [damaged, numeric]))

    assert list(HeldRow.objects.values_list("row_number", "column", "rule")) == [(2, "NIK", "nik_scientific")]
    entry = VoterRollEntry.unscoped.get()
    assert (batch.accepted, entry.rt, entry.rw, entry.tps_number) == (1, "001", "002", "001")
    assert entry.disability_code == "0"
