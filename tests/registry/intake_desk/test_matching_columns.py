"""A header that does not name its columns: matched once by a person, remembered for the source."""

from __future__ import annotations

from django.test import Client
from pytest_django.asserts import assertContains

from registry.choices import IntakeState
from registry.ingest import siak
from registry.models import ColumnMatching, IntakeBatch
from tests.registry.ingest.extracts import HEADER, people, text_of
from tests.registry.intake_desk.conftest import HandIn, renamed, worked

ODD = {"NAMA_LGKP": "ORANG", "TGL_LHR": "LAHIR TANGGAL"}


def chosen(**places: str) -> dict[str, str]:
    """Return the form as somebody fills it who finds every column at its usual place."""
    usual = {column.name: str(HEADER.index(column.name)) for column in siak.LAYOUT.columns}
    return usual | places


def match(desk: Client, batch: IntakeBatch) -> IntakeBatch:
    answer = desk.post(f"/petugas/berkas/{batch.pk}/kolom/", chosen())
    assert answer.status_code == 302, answer.content.decode()
    return worked(batch)


def test_a_renamed_column_waits_for_somebody_to_match_it(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(renamed(people(12), **ODD))

    page = desk.get(f"/petugas/berkas/{batch.pk}/kolom/")

    assert batch.state == IntakeState.MATCHING
    assertContains(page, "kolom NAMA_LGKP")
    assertContains(page, "3. ORANG")
    assert match(desk, batch).state == IntakeState.WAITING
    assert batch.accepted == 12


def test_the_next_file_of_the_source_matches_by_itself_and_says_so(hand_in: HandIn, desk: Client) -> None:
    first = match(desk, hand_in(renamed(people(12), **ODD), source="Dinas A"))
    desk.post(f"/petugas/berkas/{first.pk}/batalkan/")

    second = hand_in(renamed(people(13), **ODD), source="Dinas  A")

    assert second.state == IntakeState.WAITING
    assert second.matching == ColumnMatching.objects.get()
    assertContains(desk.get(f"/petugas/berkas/{second.pk}/pratinjau/"), "pencocokan yang diingat")


def test_another_source_or_another_header_is_asked_anew(hand_in: HandIn, desk: Client) -> None:
    first = match(desk, hand_in(renamed(people(12), **ODD), source="Dinas A"))
    desk.post(f"/petugas/berkas/{first.pk}/batalkan/")

    other_source = hand_in(renamed(people(13), **ODD), source="Dinas B")
    desk.post(f"/petugas/berkas/{other_source.pk}/batalkan/")
    other_header = hand_in(renamed(people(13), NAMA_LGKP="SIAPA"), source="Dinas A")

    assert other_source.state == other_header.state == IntakeState.MATCHING


def test_one_column_of_the_file_stands_for_one_column_only(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(renamed(people(12), **ODD))

    answer = desk.post(f"/petugas/berkas/{batch.pk}/kolom/", chosen(NIK="0"))

    assertContains(answer, "sudah dipakai untuk NO_KK", status_code=422)
    assert not ColumnMatching.objects.exists()


def test_a_column_that_stands_there_twice_can_be_chosen(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(renamed(people(12), NIK_AYAH="NIK"))

    assert batch.state == IntakeState.MATCHING
    assert match(desk, batch).accepted == 12


def test_a_first_row_of_data_is_never_kept_as_a_header(hand_in: HandIn) -> None:
    without_header = text_of(people(12)).partition("\n")[2]

    batch = hand_in(without_header)

    assert batch.state == IntakeState.FAILED
    assert "berisi data, bukan judul kolom" in batch.failure
    assert batch.summary == {}
