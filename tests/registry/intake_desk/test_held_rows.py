"""Held rows on screen: listed, mended one after the other, let go, loaded again, or fetched as a file."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from registry.choices import HeldRowState, IntakeState
from registry.ingest import siak
from registry.models import AccessEntry, HeldRow, IntakeBatch, Officer, Resident
from registry.models.access import AccessAction
from tests.registry.ingest.extracts import HEADER, people, person, text_of
from tests.registry.intake_desk.conftest import REGENCY, HandIn, renamed, worked

BAD = (3, 7, 11)


@pytest.fixture
def batch(hand_in: HandIn, desk: Client) -> IntakeBatch:
    """A loaded file of 20 rows, three of them held for their NIK."""
    rows = [person(at, **({"NIK": "35160"} if at in BAD else {})) for at in range(20)]
    batch = hand_in(text_of(rows))
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    return worked(batch)


def cells(number: int, **changes: str) -> dict[str, str]:
    """Return the form of one made-up resident, mended."""
    whole = person(number, **changes)
    return {column.name: whole[column.name] for column in siak.LAYOUT.columns}


def mend(desk: Client, batch: IntakeBatch, number: int, *, revision: int = 0, **changes: str) -> HttpResponseBase:
    address = f"/petugas/berkas/{batch.pk}/tertahan/{number + 2}/"
    return desk.post(address, {"revision": revision, **cells(number, **changes)})


def load_mended(desk: Client, batch: IntakeBatch) -> IntakeBatch:
    desk.post(f"/petugas/berkas/{batch.pk}/tertahan/muat/")
    child = worked(IntakeBatch.objects.latest("pk"))
    assert child.mends == batch
    desk.post(f"/petugas/berkas/{child.pk}/setujui/")
    return worked(child)


def test_the_list_masks_what_was_found_and_cuts_by_rule(batch: IntakeBatch, desk: Client) -> None:
    page = desk.get(f"/petugas/berkas/{batch.pk}/tertahan/?aturan=nik_not_sixteen_digits")

    assertContains(page, "*****", count=3)
    assertNotContains(page, "35160<")
    assertContains(page, "3 menunggu diperiksa")


def test_a_row_is_opened_in_clear_and_that_is_written_down(batch: IntakeBatch, desk: Client, clerk: Officer) -> None:
    page = desk.get(f"/petugas/berkas/{batch.pk}/tertahan/5/")

    assertContains(page, 'value="35160"')
    assertContains(page, "Yang tertulis 5 angka")
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.officer, entry.subject) == (
        AccessAction.REVEAL,
        clerk,
        f"baris 5 berkas {batch.pk}",
    )


def test_saving_leads_to_the_next_row_until_none_is_left(batch: IntakeBatch, desk: Client) -> None:
    led = [mend(desk, batch, number)["Location"] for number in BAD]

    base = f"/petugas/berkas/{batch.pk}/tertahan/"
    assert led == [f"{base}9/", f"{base}13/", base]
    assert set(HeldRow.objects.values_list("state", flat=True)) == {HeldRowState.MENDED}


def test_what_is_still_wrong_comes_back_with_its_reason_and_what_was_typed(batch: IntakeBatch, desk: Client) -> None:
    answer = mend(desk, batch, 3, TGL_LHR="31-02-1990")

    assertContains(answer, "tidak ada di kalender", status_code=422)
    assertContains(answer, "31-02-1990", status_code=422)
    assert HeldRow.objects.get(row_number=5).state == HeldRowState.HELD


def test_mended_rows_are_loaded_and_the_first_sums_stay_true(batch: IntakeBatch, desk: Client, clerk: Officer) -> None:
    for number in BAD:
        mend(desk, batch, number)

    child = load_mended(desk, batch)

    batch.refresh_from_db()
    assert (child.state, child.rows_in, child.accepted) == (IntakeState.DONE, 3, 3)
    assert (batch.rows_in, batch.accepted, batch.held) == (20, 17, 3)
    assert Resident.unscoped.count() == 20
    rows = HeldRow.objects.filter(batch=batch)
    assert {(row.state, row.resolved_in, row.resolved_by) for row in rows} == {(HeldRowState.RESOLVED, child, clerk)}


def test_a_mending_that_is_withdrawn_lets_its_rows_wait_again(
    batch: IntakeBatch, desk: Client, supervisor: Officer
) -> None:
    from django.utils import timezone

    from registry.actions import intakes

    mend(desk, batch, 3)
    child = load_mended(desk, batch)

    intakes.withdraw(child, by=supervisor, at=timezone.now())

    row = HeldRow.objects.get(batch=batch, row_number=5)
    assert (row.state, row.resolved_in, row.resolved_at) == (HeldRowState.MENDED, None, None)
    assert load_mended(desk, batch).accepted == 1


def test_a_mending_that_is_cancelled_lets_its_rows_wait_again(batch: IntakeBatch, desk: Client) -> None:
    mend(desk, batch, 3)
    desk.post(f"/petugas/berkas/{batch.pk}/tertahan/muat/")
    child = worked(IntakeBatch.objects.latest("pk"))

    desk.post(f"/petugas/berkas/{child.pk}/batalkan/")

    row = HeldRow.objects.get(batch=batch, row_number=5)
    assert (row.state, row.resolved_in) == (HeldRowState.MENDED, None)


def test_two_mended_rows_with_one_nik_are_held_again_with_the_next_reason(batch: IntakeBatch, desk: Client) -> None:
    mend(desk, batch, 3)
    mend(desk, batch, 7, NIK=person(3)["NIK"])

    child = load_mended(desk, batch)

    assert (child.accepted, child.held) == (0, 2)
    assert set(child.held_rows.values_list("rule", flat=True)) == {"nik_ganda"}


def test_a_row_somebody_else_saved_meanwhile_is_not_saved_over(batch: IntakeBatch, desk: Client) -> None:
    mend(desk, batch, 3)

    answer = mend(desk, batch, 3, NAMA_LGKP="LAIN")

    assert answer["Location"].endswith("/tertahan/5/")
    assertContains(desk.get(answer["Location"]), "diubah petugas lain")


def test_a_row_is_let_go_with_a_reason_and_never_without(batch: IntakeBatch, desk: Client, clerk: Officer) -> None:
    address = f"/petugas/berkas/{batch.pk}/tertahan/5/abaikan/"

    desk.post(address, {"revision": 0, "reason": " "})
    assert HeldRow.objects.get(row_number=5).state == HeldRowState.HELD
    desk.post(address, {"revision": 0, "reason": "Sudah pindah"})

    row = HeldRow.objects.get(row_number=5)
    assert (row.state, row.reason, row.resolved_by) == (HeldRowState.DISMISSED, "Sudah pindah", clerk)
    assertContains(desk.get(f"/petugas/berkas/{batch.pk}/tertahan/"), "Sudah pindah")


@pytest.mark.parametrize("form", ["csv", "csv-id", "xlsx"])
def test_a_fetched_file_mended_by_hand_comes_in_again(
    form: str, batch: IntakeBatch, desk: Client, regency: str
) -> None:
    answer = desk.post(f"/petugas/berkas/{batch.pk}/tertahan/unduh/", {"purpose": "Dibetulkan", "form": form})
    body = answer.getvalue()
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.purpose, entry.row_count) == (AccessAction.EXPORT, "Dibetulkan", 3)

    header, *rows = table(body, form)
    place = header.index("NIK")
    for number, row in zip(BAD, rows, strict=True):
        assert row[header.index("KOLOM_SALAH")] == "NIK"
        row[place] = person(number)["NIK"]
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    file = SimpleUploadedFile("betul.csv", text.getvalue().encode())
    desk.post("/petugas/berkas/muat/", {"file": file, "region": regency})

    again = worked(IntakeBatch.objects.latest("pk"))
    assert (again.state, again.accepted, again.held) == (IntakeState.WAITING, 3, 0)


def table(body: bytes, form: str) -> list[list[str]]:
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = body.decode("utf-8-sig")
    return [list(row) for row in csv.reader(io.StringIO(text), delimiter=";" if form == "csv-id" else ",")]


def test_a_formula_in_a_cell_leaves_as_text(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(text_of([*people(3), person(5, NIK="1", ALAMAT="=HYPERLINK(1)")]))
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)

    def fetched(form: str) -> list[list[str]]:
        answer = desk.post(f"/petugas/berkas/{batch.pk}/tertahan/unduh/", {"purpose": "Uji", "form": form})
        return table(answer.getvalue(), form)

    header, row = fetched("csv")
    assert row[header.index("ALAMAT")] == "'=HYPERLINK(1)"
    header, row = fetched("xlsx")
    assert row[header.index("ALAMAT")] == "=HYPERLINK(1)"


def test_rows_of_a_file_whose_columns_were_matched_leave_under_the_names_that_need_no_matching(
    hand_in: HandIn, desk: Client
) -> None:
    batch = hand_in(renamed([*people(3), person(5, NIK="1")], NAMA_LGKP="ORANG"))
    usual = {column.name: str(HEADER.index(column.name)) for column in siak.LAYOUT.columns}
    desk.post(f"/petugas/berkas/{batch.pk}/kolom/", usual)
    worked(batch)
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)

    answer = desk.post(f"/petugas/berkas/{batch.pk}/tertahan/unduh/", {"purpose": "Uji", "form": "csv"})

    assert "NAMA_LGKP" in table(answer.getvalue(), "csv")[0]


def test_a_row_without_its_columns_shows_its_whole_text_to_copy_from(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(text_of(people(3)) + "a,b,c\n" + text_of([person(9)]).partition("\n")[2])
    desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
    worked(batch)

    page = desk.get(f"/petugas/berkas/{batch.pk}/tertahan/5/")
    assertContains(page, "a,b,c")
    answer = desk.post(f"/petugas/berkas/{batch.pk}/tertahan/5/", {"revision": 0, **cells(8)})

    assert answer.status_code == 302
    assert load_mended(desk, batch).accepted == 1


def test_rows_of_a_file_that_waits_are_not_mended_yet(hand_in: HandIn, desk: Client) -> None:
    batch = hand_in(text_of([*people(3), person(5, NIK="1")]))

    answer = desk.get(f"/petugas/berkas/{batch.pk}/tertahan/5/", follow=True)

    assertContains(answer, "Setujui dan muat dahulu")
    assert batch.region_id == REGENCY


@pytest.mark.parametrize("page", ["5/", "unduh/"])
def test_numbers_in_clear_ask_for_the_second_factor_again(batch: IntakeBatch, desk: Client, page: str) -> None:
    address = f"/petugas/berkas/{batch.pk}/tertahan/{page}"
    assert desk.get(address).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6), tick=False):
        answer = desk.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
