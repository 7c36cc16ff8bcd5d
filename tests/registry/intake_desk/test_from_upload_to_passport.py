"""A file over the desk: checked, shown before anything is written, approved, merged, with its passport."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import Settings

from registry.choices import IntakeState
from registry.ingest import running
from registry.models import AccessEntry, HeldRow, IntakeBatch, Officer, Resident
from registry.models.access import AccessAction
from tests.registry.ingest import contents
from tests.registry.ingest.extracts import people, person, rows_of, text_of, write_xlsx
from tests.registry.intake_desk.conftest import HandIn, worked


def test_a_checked_file_waits_and_the_register_is_untouched(hand_in: HandIn) -> None:
    batch = hand_in(text_of([*people(30), person(31, NIK="1")]))

    assert (batch.state, batch.rows_in, batch.accepted, batch.held) == (IntakeState.WAITING, 31, 30, 1)
    assert batch.summary["preview"]["residents_new"] == 30
    assert not Resident.unscoped.exists()


def test_the_preview_says_what_the_merge_then_does(hand_in: HandIn, desk: Client) -> None:
    first = hand_in(text_of(people(40)))
    desk.post(f"/petugas/berkas/{first.pk}/setujui/")
    worked(first)
    changed = [person(at, NAMA_LGKP="NAMA BARU") for at in range(5)]
    moved = [person(at, ALAMAT="JL. BARU") for at in (8, 9, 10, 11)]
    second = hand_in(text_of([*changed, *people(3, start=5), *moved, *people(6, start=40), person(90, NIK="2")]))
    before = contents.digest()
    promised = second.summary["preview"]

    assert contents.digest() == before
    page = desk.get(f"/petugas/berkas/{second.pk}/pratinjau/")
    assertContains(page, "NAMA BARU")
    desk.post(f"/petugas/berkas/{second.pk}/setujui/")
    worked(second)

    assert second.state == IntakeState.DONE
    for name in ("residents_new", "residents_changed", "residents_unchanged", "households_new", "households_changed"):
        assert promised[name] == second.summary[name], name
    assert (promised["residents_new"], promised["residents_changed"]) == (6, 5)
    assert promised["columns"] == {"name": 5}


def test_the_preview_shows_fifty_rows_masked_and_is_written_down(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(text_of(people(80)))

    page = desk.get(f"/petugas/berkas/{batch.pk}/pratinjau/").content.decode()

    assert page.count('class="what') == 50
    assert not re.search(r"[0-9]{16}", page.replace(batch.sha256, ""))
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.subject, entry.row_count) == (AccessAction.LIST, f"pratinjau berkas {batch.pk}", 50)


def test_the_passport_names_who_approved_and_the_sums(hand_in: HandIn, desk: Client, clerk: Officer) -> None:
    batch = hand_in(text_of([*people(30), person(31, NIK="1"), person(3)]), source_letter="470/12/2020")
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)

    page = desk.get(f"/petugas/berkas/{batch.pk}/")

    assert (batch.approved_by, batch.approved_at is None) == (clerk, False)
    assertContains(page, "32 = diterima 30 + ditahan 1 + ditolak 1")
    assertContains(page, batch.sha256)
    assertContains(page, "470/12/2020")
    assertContains(page, "rini")


def test_three_bad_rows_in_a_hundred_lose_nothing(hand_in: HandIn, desk: Client) -> None:
    rows = [person(at, **({"NIK": "123"} if at % 33 == 0 else {})) for at in range(300)]
    batch = hand_in(text_of(rows))
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)

    assert batch.rows_in == 300 == batch.accepted + batch.held + batch.rejected
    assert HeldRow.objects.filter(batch=batch).count() == batch.held == 10
    assert Resident.unscoped.count() == batch.accepted


def test_a_cancelled_file_leaves_nothing_behind(hand_in: HandIn, desk: Client, intake_folder: Path) -> None:
    batch = hand_in(text_of([*people(30), person(31, NIK="1")]))

    desk.post(f"/petugas/berkas/{batch.pk}/batalkan/")
    running.clear_leftovers()

    batch.refresh_from_db()
    assert (batch.state, batch.rows_in, batch.held) == (IntakeState.CANCELLED, 0, 0)
    assert not HeldRow.objects.exists()
    assert contents.stage_tables() == []
    assert list(intake_folder.iterdir()) == []


def test_what_was_cancelled_cannot_be_approved(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in()
    desk.post(f"/petugas/berkas/{batch.pk}/batalkan/")

    answer = desk.post(f"/petugas/berkas/{batch.pk}/setujui/", follow=True)

    assertContains(answer, "sudah dibatalkan")
    assert worked(batch).state == IntakeState.CANCELLED


def test_a_second_file_of_the_regency_waits_and_says_for_which(hand_in: HandIn, desk: Client, regency: str) -> None:
    batch = hand_in()

    other = SimpleUploadedFile("lain.csv", text_of(people(3)).encode())
    answer = desk.post("/petugas/berkas/muat/", {"file": other, "region": regency})

    assert answer.status_code == 409
    assertContains(answer, "menunggu di meja berkas", status_code=409)
    assertContains(answer, f"/petugas/berkas/{batch.pk}/", status_code=409)


def test_the_same_file_again_leads_to_the_first(hand_in: HandIn, desk: Client, regency: str) -> None:
    batch = hand_in()

    again = SimpleUploadedFile("sama.csv", text_of(people(40)).encode())
    answer = desk.post("/petugas/berkas/muat/", {"file": again, "region": regency})

    assertContains(answer, "sudah dimuat", status_code=409)
    assertContains(answer, f"/petugas/berkas/{batch.pk}/", status_code=409)


def test_an_empty_file_is_refused_before_it_is_kept(desk: Client, regency: str, intake_folder: Path) -> None:
    answer = desk.post("/petugas/berkas/muat/", {"file": SimpleUploadedFile("kosong.csv", b""), "region": regency})

    assertContains(answer, "Berkas kosong (0 bita)", status_code=422)
    assert not IntakeBatch.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_a_sentence(desk: Client, regency: str, settings: Settings) -> None:
    settings.INTAKE_MOST_BYTES = 1000

    file = SimpleUploadedFile("besar.csv", text_of(people(40)).encode())
    answer = desk.post("/petugas/berkas/muat/", {"file": file, "region": regency})

    assertContains(answer, "berkas lebih besar dari", status_code=413)
    assert not IntakeBatch.objects.exists()


def test_a_full_disk_is_said_before_the_file_is_read(
    desk: Client, regency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.ingest.storage.ROOM", 1 << 40)

    file = SimpleUploadedFile("penduduk.csv", text_of(people(4)).encode())
    answer = desk.post("/petugas/berkas/muat/", {"file": file, "region": regency})

    assertContains(answer, "ruang di server kurang", status_code=413)


def test_a_disguised_name_is_shown_bare(hand_in: HandIn) -> None:
    assert hand_in(name="../../etc/\u202egpj.penduduk.csv").file_name == "gpj.penduduk.csv"


def test_what_is_no_table_fails_with_its_sentence_on_the_page(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in("%PDF-1.7 bukan tabel")

    assert batch.state == IntakeState.FAILED
    assertContains(desk.get(f"/petugas/berkas/{batch.pk}/"), "berkas ini PDF")


def test_a_workbook_comes_in_the_same_way(desk: Client, regency: str, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "penduduk.xlsx", rows_of(people(5)))

    desk.post("/petugas/berkas/muat/", {"file": SimpleUploadedFile("p.xlsx", path.read_bytes()), "region": regency})

    assert worked(IntakeBatch.objects.get()).accepted == 5


def test_the_progress_is_small_and_silent_while_nothing_moves(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in()
    address = f"/petugas/berkas/{batch.pk}/kemajuan/?dari=waiting"

    first = desk.get(address, headers={"X-Live": "1"})
    again = desk.get(address, headers={"X-Live": "1", "If-None-Match": first["ETag"]})
    moved = desk.get(address.replace("waiting", "checking"))

    assert (first.status_code, again.status_code) == (200, 304)
    assert len(first.content) < 1024
    assert moved["HX-Refresh"] == "true"
    assertNotContains(first, "penduduk.csv")


def test_waiting_rows_that_a_crash_of_the_server_emptied_are_checked_again(hand_in: HandIn, desk: Client) -> None:
    from django.db import connection

    batch = hand_in()
    with connection.cursor() as cursor:
        for table in contents.stage_tables():
            cursor.execute(f"TRUNCATE {table}")

    page = desk.get(f"/petugas/berkas/{batch.pk}/pratinjau/")
    assertContains(page, "sedang disiapkan lagi")
    assert running.recheck_emptied() == [batch.pk]
    assert worked(batch).state == IntakeState.WAITING
    assertContains(desk.get(f"/petugas/berkas/{batch.pk}/pratinjau/"), "40 baris contoh")


def test_an_approved_file_whose_staged_rows_are_gone_is_checked_again_and_merged(hand_in: HandIn, desk: Client) -> None:
    from django.db import connection

    batch = hand_in()
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    with connection.cursor() as cursor:
        for table in contents.stage_tables():
            cursor.execute(f"TRUNCATE {table}")

    assert worked(batch).state == IntakeState.DONE
    assert Resident.unscoped.count() == 40
