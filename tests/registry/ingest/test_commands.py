"""The commands around a file: load it, take out what was held, mend it, load that, take it all back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.models import HeldRow, IntakeBatch, Resident
from tests.registry.ingest.extracts import HEADER, people, person, write_csv


def _call(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def _load(path: Path) -> str:
    return _call("load_residents", str(path), "--region", "35.16", "--here", "--letter", "470/1/2020")


def test_loading_says_what_became_of_every_row(regency: str, tmp_path: Path) -> None:
    said = _load(write_csv(tmp_path / "penduduk.csv", [*people(1_200), person(1_300, NIK="1"), person(1)]))

    assert "Baris masuk 1.202 = diterima 1.200 + ditahan 1 + ditolak 1." in said
    assert "Penduduk baru 1.200, berubah 0, tetap 0; keluarga baru 300." in said
    assert "1 baris tidak diterima oleh aturan nik_not_sixteen_digits." in said
    batch = IntakeBatch.objects.get()
    assert f"manage.py held_rows {batch.pk} --out" in said
    assert batch.source_letter == "470/1/2020"


def test_a_bad_file_ends_the_command_with_its_sentence(regency: str, tmp_path: Path) -> None:
    path = tmp_path / "penduduk.csv"
    path.write_text("A,B\n1,2\n")

    with pytest.raises(CommandError, match=r"Berkas penduduk\.csv: baris 1: kolom NO_KK"):
        _load(path)


def test_a_file_that_is_not_there_ends_the_command_with_its_name(regency: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"hilang\.csv tidak dapat dibaca"):
        _load(tmp_path / "hilang.csv")


def test_the_same_file_twice_ends_the_command_with_the_first_one(regency: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "penduduk.csv", people(5))
    _load(path)

    with pytest.raises(CommandError, match="sudah dimuat pada"):
        _load(path)


def test_held_rows_are_mended_in_the_file_and_loaded_again(regency: str, tmp_path: Path) -> None:
    odd = person(11, ALAMAT="-", NAMA_LGKP="=SRI", NIK="1")
    _load(write_csv(tmp_path / "penduduk.csv", [*people(10), odd]))
    out = tmp_path / "tertahan.csv"

    said = _call("held_rows", str(IntakeBatch.objects.get().pk), "--out", str(out))

    assert "1 baris" in said
    assert out.stat().st_mode & 0o777 == 0o600
    text = out.read_text(encoding="utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["BARIS"], line["KOLOM_SALAH"], line["ATURAN"]) == ("12", "NIK", "nik_not_sixteen_digits")
    assert (line["NAMA_LGKP"], line["ALAMAT"]) == ("'=SRI", "'-")
    assert [name for name in line if name in HEADER] == [name for name in HEADER if name in line]
    mended = text.replace(f"{odd['NO_KK']},1,", f"{odd['NO_KK']},{person(11)['NIK']},")
    out.write_text(mended)
    assert "diterima 1 + ditahan 0" in _load(out)
    newcomer = Resident.unscoped.select_related("household").order_by("-pk")[0]
    assert (newcomer.nik, newcomer.name) == (person(11)["NIK"], "=SRI")
    assert newcomer.household.address == "-"


def test_a_ragged_row_is_handed_out_whole(regency: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "penduduk.csv", people(2))
    path.write_text(path.read_text() + "1,2,3\n")
    _load(path)
    out = tmp_path / "tertahan.csv"

    _call("held_rows", str(IntakeBatch.objects.get().pk), "--out", str(out))

    (line,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert (line["ISI_BARIS"], line["NIK"]) == ("1,2,3", "")


def test_a_batch_is_withdrawn_by_its_number(regency: str, tmp_path: Path) -> None:
    _load(write_csv(tmp_path / "penduduk.csv", [*people(5), person(9, NIK="1")]))

    said = _call("withdraw_batch", str(IntakeBatch.objects.get().pk))

    assert "penduduk.csv) ditarik kembali" in said
    assert not Resident.unscoped.exists()
    assert not HeldRow.objects.exists()
    with pytest.raises(CommandError, match="ditarik kembali; hanya berkas yang selesai"):
        _call("withdraw_batch", str(IntakeBatch.objects.get().pk))


@pytest.mark.parametrize("words", [("withdraw_batch", "99"), ("held_rows", "99", "--out", "x.csv")])
def test_a_number_of_no_batch_is_said_so(words: tuple[str, ...], regency: str) -> None:
    with pytest.raises(CommandError, match="Tidak ada berkas no 99"):
        _call(*words)
