"""An input that cannot be compared is refused in a sentence with file, row and column, and quotes nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from elections.matching.engine import compare
from elections.matching.inputs import BadInput, Source
from elections.matching.policy import Policy
from tests.elections.matching.conftest import Run
from tests.elections.matching.crowd import POLLING_DAY, row_of
from tests.elections.matching.people import person

RESIDENTS = pa.Table.from_pylist([person(number).__dict__ for number in (1, 2)])
HEADER = "entry_id,nik,name,birth_date,sex,region_code"
LINE = "1,3516080108900001,BUDI SANTOSO,1990-08-01,L,35.16.08.2001"


def refusal(tmp_path: Path, roll: Source, residents: Source = RESIDENTS) -> str:
    """The sentence with which an input is refused; nothing may be left in the folder."""
    with pytest.raises(BadInput) as refused:
        compare(residents, roll, policy=Policy(polling_date=POLLING_DAY), directory=tmp_path / "result")
    assert list((tmp_path / "result").iterdir()) == []
    assert refused.value.__cause__ is None
    return str(refused.value)


def file(tmp_path: Path, *lines: str) -> Path:
    """A roll as CSV."""
    path = tmp_path / "dpt.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2,3516080108900002,SITI,12-31-1990,P,35.16.08.2001", "dpt.csv, baris 3, kolom birth_date"),
        ("2,3516080108900002,SITI,31-12-90,P,35.16.08.2001", "dpt.csv, baris 3, kolom birth_date"),
        ("2,3516080108900002,SITI,infinity,P,35.16.08.2001", "dpt.csv, baris 3, kolom birth_date"),
        ("2,3516080108900002,SITI,33086,P,35.16.08.2001", "dpt.csv, baris 3, kolom birth_date"),
        ("1.6,3516080108900002,SITI,1990-08-02,P,35.16.08.2001", "dpt.csv, baris 3, kolom entry_id"),
        ("2,3516080108900002,SITI,1990-02-30,P,35.16.08.2001", "dpt.csv, baris 3, kolom birth_date"),
        ("2,3516080108900002,SITI,1990-08-02,W,35.16.08.2001", "dpt.csv, baris 3, kolom sex"),
        ("2,3516080108900002,SITI,1990-08-02,P,3516082001", "dpt.csv, baris 3, kolom region_code"),
        ("dua,3516080108900002,SITI,1990-08-02,P,35.16.08.2001", "dpt.csv, baris 3, kolom entry_id"),
        (",3516080108900002,SITI,1990-08-02,P,35.16.08.2001", "dpt.csv, baris 3, kolom entry_id"),
        ("1,3516080108900002,SITI,1990-08-02,P,35.16.08.2001", "dpt.csv, entry_id 1, kolom entry_id"),
    ],
)
def test_a_faulty_cell_is_told_by_file_row_and_column(tmp_path: Path, line: str, told: str) -> None:
    message = refusal(tmp_path, file(tmp_path, HEADER, LINE, line))
    assert message.startswith(f"Berkas {told}")
    assert "SITI" not in message
    assert "3516080108900002" not in message


def test_the_first_faulty_row_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = [f"{1000 - number},,ORANG,1990-08-01,L,35.16.08.2001" for number in range(500)]
    lines[350] = "9999,,ORANG,1990-13-01,L,35.16.08.2001"
    lines[420] = "8,,ORANG,besok,L,35.16.08.2001"
    assert "baris 352, kolom birth_date" in refusal(tmp_path, file(tmp_path, HEADER, *lines))


def test_a_faulty_cell_is_told_by_its_form_alone(tmp_path: Path) -> None:
    line = "2,3516080108900002,SITI AMINAH,SITI 31-12-90,P,35.16.08.2001"
    assert '(bentuknya "AAAA 99-99-99")' in refusal(tmp_path, file(tmp_path, HEADER, LINE, line))


def test_a_form_is_cut_and_hides_what_cannot_be_seen(tmp_path: Path) -> None:
    line = f"2,,SITI,1990-08-02,{'Ä‹€😀' * 30},35.16.08.2001"
    assert '(bentuknya "A???A???A???A???A???")' in refusal(tmp_path, file(tmp_path, HEADER, LINE, line))


def test_how_many_rows_are_faulty_is_told_by_column(tmp_path: Path) -> None:
    lines = [f"{number},,ORANG,1990-08-01,LAKI-LAKI,35.16.08.2001" for number in range(2, 302)]
    lines[5] = "7,,ORANG,1990-08-01,L,3516082001"
    lines[7] = "9,,ORANG,01/08/90,PEREMPUAN,35.16.08.2001"
    message = refusal(tmp_path, file(tmp_path, HEADER, LINE, *lines))
    assert message == (
        'Berkas dpt.csv, baris 3, kolom sex: isi tidak dapat dipakai (bentuknya "AAAA-AAAA"). Isi dengan L, P, atau '
        "kosongkan. Jumlah baris yang begitu: birth_date 1 baris, sex 299 baris, region_code 1 baris."
    )


def test_how_many_numbers_are_repeated_is_told(tmp_path: Path) -> None:
    message = refusal(
        tmp_path, file(tmp_path, HEADER, LINE, LINE, LINE, LINE.replace("1,", "2,", 1), *["2" + LINE[1:]])
    )
    assert message.startswith("Berkas dpt.csv, entry_id 1, kolom entry_id: nomor ini dipakai lebih dari satu kali.")
    assert message.endswith("Jumlah nomor yang begitu: 2.")


def test_a_faulty_row_is_told_by_the_line_an_editor_shows(tmp_path: Path) -> None:
    long_name = '2,,"SITI\nAMINAH",1990-08-02,P,35.16.08.2001'
    lines = [HEADER, "", LINE, ",,,,,", long_name, "", "3,,BUDI,1990-08-02,X,35.16.08.2001"]
    assert "dpt.csv, baris 8, kolom sex" in refusal(tmp_path, file(tmp_path, *lines))


def test_a_faulty_row_of_parquet_is_told_by_its_place(tmp_path: Path) -> None:
    rows = [row_of(number, person(number)) | {"sex": "L" if number < 4 else "X"} for number in (3, 1, 4, 5)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "dpt.parquet")
    message = refusal(tmp_path, tmp_path / "dpt.parquet")
    assert message.startswith('Berkas dpt.parquet, baris 3, kolom sex: isi tidak dapat dipakai (bentuknya "A").')


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "kosong, tanpa baris judul pun."),
        (b"\n\n\n", "kosong, tanpa baris judul pun."),
        (f"{LINE}\n".encode(), "tidak diawali baris judul."),
        (f"{HEADER},nik\n".encode(), "punya lebih dari satu kolom nik."),
        (f"{HEADER}\n{LINE}\n".encode("utf-16"), "tersimpan sebagai UTF-16."),
        (
            f"{HEADER}\n{LINE}\n".replace("BUDI", "BÜDI").encode("latin-1"),
            "tidak dapat dibaca sampai selesai (baris 2).",
        ),
        (f"{HEADER}\n{LINE}\n{LINE},x,y\n".encode(), "Jumlah kolom di baris itu tidak sama"),
        (f'{HEADER}\n{LINE}\n2,,"SITI,1990-08-02,P,35.16.08.2001\n'.encode(), "dibuka tetapi tidak ditutup."),
        (b"PK\x03\x04 buku kerja Excel", "bukan CSV"),
    ],
)
def test_a_csv_that_will_not_do_is_told_why(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "dpt.csv").write_bytes(content)
    message = refusal(tmp_path, tmp_path / "dpt.csv")
    assert message.startswith("Berkas dpt.csv")
    assert told in message
    assert "BUDI" not in message
    assert "3516080108900001" not in message


def test_many_columns_are_not_all_named(tmp_path: Path) -> None:
    message = refusal(tmp_path, file(tmp_path, ",".join(f"kolom{letter}{n}" for letter in "abcdef" for n in range(9))))
    assert "kolomc1, ...." in message


@pytest.mark.parametrize("role", ["residents", "roll"])
def test_a_polling_date_before_every_birth_is_taken_for_a_slip(tmp_path: Path, role: str) -> None:
    someone = person(1)
    child = RESIDENTS.slice(0, 0) if role == "roll" else RESIDENTS
    policy = Policy(polling_date=date(1902, 12, 9))
    with pytest.raises(BadInput, match=r"Hari pemungutan suara 09-12-1902 lebih dahulu daripada semua tanggal lahir"):
        compare(child, pa.Table.from_pylist([row_of(1, someone)]), policy=policy, directory=tmp_path / "result")
    assert list((tmp_path / "result").iterdir()) == []


def test_missing_columns_are_named_with_those_that_are_there(tmp_path: Path) -> None:
    message = refusal(tmp_path, file(tmp_path, "entry_id,nama", "1,BUDI"))
    assert "Berkas dpt.csv tidak punya kolom nik, name, birth_date, sex, region_code" in message
    assert "Kolom yang ada: entry_id, nama" in message


def test_a_nik_stored_as_a_number_is_refused_as_its_zeros_are_lost(tmp_path: Path) -> None:
    rows = [row_of(1, person(1)) | {"nik": 3516080108900001}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "dpt.parquet")
    message = refusal(tmp_path, tmp_path / "dpt.parquet")
    assert message.startswith("Berkas dpt.parquet, kolom nik: isinya bertipe BIGINT, seharusnya teks.")


def test_a_row_of_a_stream_is_told_by_its_number(tmp_path: Path) -> None:
    rows = [row_of(number, person(number)) | {"sex": "L" if number == 1 else "X"} for number in (1, 77)]
    message = refusal(tmp_path, pa.Table.from_pylist(rows).to_reader())
    assert message.startswith("Masukan daftar pemilih, entry_id 77, kolom sex")


@pytest.mark.parametrize("content", [b"", b"PAR1 bukan parquet", b"entry_id,nik\n\xff\xfe\x00"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("dpt.csv", "dpt.parquet"):
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path, tmp_path / name).startswith(f"Berkas {name}")


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([row_of(1, person(1))]), tmp_path / "whole.parquet")
    (tmp_path / "dpt.parquet").write_bytes((tmp_path / "whole.parquet").read_bytes()[:-40])
    assert refusal(tmp_path, tmp_path / "dpt.parquet").startswith("Berkas dpt.parquet tidak dapat dibaca")


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, tmp_path / "dpt.csv").startswith("Berkas dpt.csv tidak ditemukan.")


def test_an_empty_roll_leaves_every_eligible_resident_missing(run: Run) -> None:
    roll = pa.Table.from_pylist([row_of(1, person(1))]).slice(0, 0)
    result = run(RESIDENTS, roll)
    assert result.matches == {}
    assert [item["kind"] for item in result.findings] == ["missing_from_roll"] * 2


def test_a_roll_against_an_empty_registry_finds_nobody(run: Run) -> None:
    result = run(RESIDENTS.slice(0, 0), pa.Table.from_pylist([row_of(1, person(1))]))
    assert result.comparison.outcomes == {"NOT_FOUND": 1}


def test_a_roll_whose_niks_are_all_blank_is_linked_by_the_rest(run: Run) -> None:
    people = [
        person(1),
        person(2, name="KARTIKA SARI", sex="P", birth_date=date(1970, 2, 3)),
        person(3, name="HASAN", birth_date=date(1950, 4, 5)),
    ]
    roll: list[dict[str, Any]] = [row_of(someone.resident_id, someone) | {"nik": ""} for someone in people]
    result = run(
        pa.Table.from_pylist([someone.__dict__ for someone in people]),
        pa.Table.from_pylist([row | {"nik": None} for row in roll], schema=pa.Table.from_pylist(roll).schema),
    )
    assert {entry: match["resident_id"] for entry, match in result.matches.items()} == {1: 1, 2: 2, 3: 3}
    assert result.comparison.outcomes == {"PROBABLE": 3}


def test_columns_that_are_only_evidence_may_be_missing(run: Run) -> None:
    roll = pa.Table.from_pylist([row_of(1, person(1))])
    bare = roll.drop_columns(["kk_number", "birth_place", "marital_status", "rt", "rw", "tps_number", "address"])
    assert run(RESIDENTS, bare).comparison.outcomes == {"MATCHED": 1}
