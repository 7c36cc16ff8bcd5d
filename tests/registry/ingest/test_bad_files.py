"""A file that cannot be taken in is refused with one sentence: file, row, column, what was found, what to do."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.choices import IntakeState
from registry.ingest import workbook_guard
from registry.models import HeldRow, Resident
from tests.registry.ingest import contents
from tests.registry.ingest.conftest import Load
from tests.registry.ingest.extracts import HEADER, people, rows_of, text_of, write_csv, write_xlsx

PEOPLE = people(50)
GOOD = text_of(PEOPLE)
Writer = Callable[[Path], object]


def _bytes(content: bytes) -> Writer:
    return lambda path: path.write_bytes(content)


def _text(content: str, encoding: str = "utf-8") -> Writer:
    return lambda path: path.write_bytes(content.encode(encoding))


def _zip(**parts: bytes) -> Writer:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/"), content)

    return write


def _repacked(change: Callable[[str, bytes], bytes]) -> Writer:
    """Write a workbook of good rows with its parts changed."""

    def write(path: Path) -> None:
        source = write_xlsx(path.with_suffix(".source"), rows_of(PEOPLE))
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, change(name, old.read(name)))

    return write


def _in_sheet(found: bytes, instead: bytes) -> Writer:
    return _repacked(lambda name, part: part.replace(found, instead, 1) if "sheet1" in name else part)


def _lying(path: Path) -> None:
    """Write a workbook whose directory declares a sheet of a tenth of its size."""
    write_xlsx(path, rows_of(people(400)))
    with zipfile.ZipFile(path) as archive:
        sheet = next(part for part in archive.infolist() if "sheet1" in part.filename)
    raw = path.read_bytes()
    size = sheet.file_size.to_bytes(4, "little")
    assert raw.count(size) >= 1
    path.write_bytes(raw.replace(size, (sheet.file_size // 10).to_bytes(4, "little")))


def _half_a_workbook(path: Path) -> None:
    whole = write_xlsx(path, rows_of(PEOPLE)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


SECOND_ROW_CUT = GOOD.splitlines()[0] + "\n" + GOOD.splitlines()[1][:60]
OPEN_QUOTE = GOOD.replace("SITI AMINAH", '"SITI AMINAH', 1)
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
)

BAD_FILES: dict[str, tuple[Writer, list[str]]] = {
    "empty": (_bytes(b""), ["berkas kosong", "Ambil lagi"]),
    "only blanks": (_text("\n \n\n"), ["berkas kosong"]),
    "only a header": (_text(",".join(HEADER) + "\n"), ["hanya berisi judul kolom"]),
    "only a header without a line end": (_text(",".join(HEADER)), ["judul kolom"]),
    "only blank rows": (_text(",".join(HEADER) + "\n\n" + "," * 32 + "\n"), ["hanya berisi judul kolom"]),
    "wrong columns": (_text("A,B,C\n1,2,3\n"), ["baris 1", "NO_KK", "NIK", "NAMA_LGKP", "STATUS_EKTP", "judul"]),
    "a misspelt column": (
        _text(GOOD.replace("TGL_LHR", "TGL_LHRR", 1)),
        ["baris 1", "kolom TGL_LHR", "mungkin “TGL_LHRR”", "Betulkan judul kolom"],
    ),
    "a column twice": (_text(GOOD.replace("NAMA_AYAH", "NIK", 1)), ["baris 1", "kolom NIK ada 2 kali", "Hapus"]),
    "no header": (_text(GOOD.partition("\n")[2]), ["baris 1 berisi data, bukan judul"]),
    "a comma decimal semicolon mix": (_text(GOOD.replace(",", "#")), ["baris 1", "NIK"]),
    "cut in a row": (_text(SECOND_ROW_CUT), ["baris 2", "terpotong", "kolom ke-", "Ambil lagi"]),
    "cut inside a quoted value": (_text(GOOD[: GOOD.index("GANG 2")]), ["baris", "tanda kutip", "tidak ditutup"]),
    "a quote never closed": (_text(OPEN_QUOTE), ["baris", "tanda kutip"]),
    "a quote in the middle": (_text(GOOD.replace('MAWAR"" 3', 'MAWAR" 3', 1)), ["baris", "tanda kutip"]),
    "cut inside a letter": (_bytes(GOOD.encode()[: GOOD.encode().index(b"\xc3") + 1]), ["terpotong", "huruf"]),
    "cp1252 unsaid": (
        _text(GOOD, "cp1252"),
        ["baris 5", "bita ke-", "bukan UTF-8", "cp1252", "Simpan ulang"],
    ),
    "UTF-16 with an odd byte": (_bytes(b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x00"), ["terpotong"]),
    "a web page": (_text("<html><table><tr><td>NIK</td></tr></table></html>"), ["halaman web", "Simpan sebagai"]),
    "an old XLS": (_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), ["XLS lama", "Simpan sebagai"]),
    "a PDF": (_bytes(b"%PDF-1.7\n"), ["PDF"]),
    "a GZIP": (_bytes(gzip.compress(GOOD.encode())), ["GZIP", "Keluarkan"]),
    "a ZIP of a CSV": (_zip(penduduk=GOOD.encode()), ["arsip ZIP", "Keluarkan"]),
    "an ODS": (_zip(mimetype=b"application/vnd.oasis", content=b"<x/>"), ["ODS", "Simpan sebagai"]),
    "half a workbook": (_half_a_workbook, ["rusak atau terpotong", "Ambil lagi"]),
    "a workbook of one cell": (lambda path: write_xlsx(path, [], header=[]), ["lembar pertama kosong"]),
    "a workbook of wrong columns": (lambda path: write_xlsx(path, [[1]], header=["A"]), ["baris 1", "NO_KK"]),
    "a workbook of a header": (lambda path: write_xlsx(path, []), ["hanya berisi judul kolom"]),
    "a bomb": (
        _zip(**{"[Content_Types].xml": b"<x/>", "xl__worksheets__sheet1.xml": b"0" * 30_000_000}),
        ["mengembang", "CSV UTF-8"],
    ),
    "a bomb of many parts": (
        _zip(**{"[Content_Types].xml": b"<x/>"}, **{f"xl__{number}": b"" for number in range(1_100)}),
        ["1101 bagian"],
    ),
    "a lying header": (_lying, ["rusak atau terpotong"]),
    "a billion laughs": (_repacked(lambda name, part: BILLION_LAUGHS if "sheet1" in name else part), ["tidak terbaca"]),
    "XML cut": (_repacked(lambda name, part: part[:900] if "sheet1" in name else part), ["tidak terbaca"]),
    "a row beyond Excel": (_in_sheet(b'<row r="3"', b'<row r="2000000"'), ["baris 1048577", "rusak"]),
}


@pytest.mark.parametrize("kind_of_badness", BAD_FILES)
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_of_it_stays(
    kind_of_badness: str, load: Load, tmp_path: Path, intake_folder: Path
) -> None:
    write, expected = BAD_FILES[kind_of_badness]
    path = tmp_path / "penduduk.csv"
    write(path)

    batch = load(path)

    assert batch.state == IntakeState.FAILED
    assert batch.failure.startswith("Berkas penduduk.csv: ")
    assert "tidak terduga" not in batch.failure
    for words in expected:
        assert words in batch.failure
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (0, 0, 0, 0)
    assert not HeldRow.objects.exists()
    assert not Resident.unscoped.exists()
    assert contents.stage_tables() == []
    assert list(intake_folder.iterdir()) == []


def test_all_missing_columns_are_named_at_once(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "penduduk.csv"
    path.write_text(GOOD.replace("NO_KK", "A", 1).replace("ALAMAT", "B", 1).replace("SHDK", "C", 1))

    assert "kolom NO_KK, SHDK, ALAMAT tidak ada" in load(path).failure


def test_a_file_cut_anywhere_is_refused_or_gives_only_whole_rows(load: Load, tmp_path: Path) -> None:
    raw = GOOD.encode()
    whole = {cells["NIK"]: cells["NAMA_LGKP"] for cells in PEOPLE}
    for cut in range(len(raw) // 7, len(raw), len(raw) // 7):
        path = tmp_path / f"cut-{cut}.csv"
        path.write_bytes(raw[:cut])

        load(path)

        assert all(whole[person.nik] == person.name for person in Resident.unscoped.all())


def test_too_many_ragged_rows_mean_a_wrong_file(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.ingest.delimited.MOST_RAGGED", 5)
    path = tmp_path / "penduduk.csv"
    path.write_text(",".join(HEADER) + "\n" + "1,2\n" * 9)

    assert "lebih dari 5 baris jumlah kolomnya tidak sama" in load(path).failure


def test_shared_texts_beyond_memory_are_refused(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "MOST_SHARED_TEXT", 100)

    assert "terlalu besar" in load(write_xlsx(tmp_path / "penduduk.csv", rows_of(PEOPLE))).failure


def test_an_unknown_encoding_is_refused(load: Load, tmp_path: Path) -> None:
    batch = load(write_csv(tmp_path / "penduduk.csv", PEOPLE), parameters={"encoding": "ebcdic"})

    assert "pengodean ebcdic tidak dikenal" in batch.failure
