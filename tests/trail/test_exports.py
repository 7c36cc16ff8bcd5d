"""A file with people in it: who may take it, who must agree, what it says of itself, and what the trail says of it."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry import scope
from registry.actions import access, exports
from registry.choices import CardStatus, Role
from registry.models import AccessEntry, ExportRequest, Officer, Resident
from registry.models.access import AccessAction
from registry.models.export import ExportKind, ExportState
from registry.queries.exported import UNRECORDED
from tests.factories.registry import MOMENT, BatchFactory, HeldRowFactory, OfficerFactory, ResidentFactory
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGE = "/petugas/ekspor/"
ADULT = datetime.date(1990, 8, 1)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def small(settings: Settings) -> None:
    settings.EXPORT_ALONE = 3


@pytest.fixture
def supervisor(clerk: Officer) -> Officer:
    return OfficerFactory.create(supervisor=True)


def people(count: int, region: str = "35.16.08.2001", **more: Any) -> list[Resident]:
    return [ResidentFactory.create(unrecorded=True, region_id=region, **more) for _ in range(count)]


def asked(
    by: Officer, region: str = "35.16", file_format: str = "csv", at: datetime.datetime = MOMENT
) -> ExportRequest:
    with scope.of(by):
        return exports.ask(
            what=ExportKind.RESIDENTS,
            file_format=file_format,
            codes={"region": region, "cards": UNRECORDED},
            purpose="jemput bola",
            by=by,
            at=at,
        )


def fetched(export: ExportRequest, by: Officer, at: datetime.datetime = MOMENT) -> exports.Fetched:
    with scope.of(by):
        return exports.fetch(export, by=by, at=at)


def test_a_small_list_is_ready_at_once_and_a_large_one_waits(clerk: Officer) -> None:
    people(3)
    assert asked(clerk).state == ExportState.READY
    people(1)
    assert asked(OfficerFactory.create()).state == ExportState.WAITING


def test_a_large_list_cannot_be_taken_in_small_pieces(clerk: Officer) -> None:
    people(2)
    people(2, "35.16.08.2002")
    assert asked(clerk, "35.16.08.2001").state == ExportState.READY
    assert asked(clerk, "35.16.08.2002").state == ExportState.WAITING
    assert asked(clerk, "35.16.08.2002", at=MOMENT + DAY + DAY).state == ExportState.READY


def test_a_large_list_cannot_be_fetched_before_somebody_agrees(clerk: Officer, supervisor: Officer) -> None:
    people(4)
    export = asked(clerk)
    with pytest.raises(exports.MovedOn):
        fetched(export, clerk)
    exports.approve(export, by=supervisor, at=MOMENT)
    assert len(fetched(export, clerk).ids) == 4


def test_nobody_agrees_with_herself(supervisor: Officer) -> None:
    people(4)
    export = asked(supervisor)
    with pytest.raises(exports.OwnRequest):
        exports.approve(export, by=supervisor, at=MOMENT)
    with pytest.raises(IntegrityError, match="an_export_is_decided_by_another_person"), transaction.atomic():
        ExportRequest.objects.filter(pk=export.pk).update(decided_by=supervisor, decided_at=MOMENT)


def test_everybody_in_the_file_stands_in_the_trail(clerk: Officer) -> None:
    found = people(2)
    fetched(asked(clerk), clerk)
    entry = AccessEntry.objects.get(action=AccessAction.EXPORT)
    assert entry.residents == [person.pk for person in found]
    assert (entry.purpose, entry.officer, entry.row_count) == ("jemput bola", clerk, 2)
    assert ExportRequest.objects.get().entry_id == entry.pk


def test_a_file_is_fetched_once_and_within_a_day(clerk: Officer) -> None:
    people(1)
    export = asked(clerk)
    with pytest.raises(exports.TooLate):
        fetched(export, clerk, MOMENT + DAY + datetime.timedelta(seconds=1))
    fetched(export, clerk, MOMENT + DAY)
    with pytest.raises(exports.MovedOn):
        fetched(export, clerk)


def test_only_the_asker_fetches_and_withdraws(clerk: Officer, supervisor: Officer) -> None:
    people(1)
    export = asked(clerk)
    with pytest.raises(exports.NotYours):
        fetched(export, supervisor)
    with pytest.raises(exports.NotYours):
        exports.withdraw(export, by=supervisor)
    exports.withdraw(export, by=clerk)
    with pytest.raises(exports.MovedOn):
        fetched(export, clerk)


def test_the_area_counts_at_the_moment_of_fetching(clerk: Officer) -> None:
    people(1)
    people(1, "35.16.08.2002")
    export = asked(clerk)
    Officer.objects.filter(pk=clerk.pk).update(area_id="35.16.08.2002")
    clerk.refresh_from_db()
    assert len(fetched(export, clerk).ids) == 1


def test_a_list_that_grew_past_what_was_agreed_is_not_handed_out(clerk: Officer, supervisor: Officer) -> None:
    people(3)
    small = asked(clerk)
    people(1)
    with pytest.raises(exports.NeedsAnotherPerson):
        fetched(small, clerk)
    large = asked(OfficerFactory.create())
    exports.approve(large, by=supervisor, at=MOMENT)
    people(2)
    with pytest.raises(exports.NeedsAnotherPerson):
        fetched(large, large.asked_by)


def test_the_dead_the_young_and_the_recorded_are_not_on_the_list_of_the_unrecorded(clerk: Officer) -> None:
    due = people(1, birth_date=ADULT)
    people(1, birth_date=datetime.date(2010, 1, 1))
    people(1, deceased=True)
    ResidentFactory.create(card__state=CardStatus.CARD_ISSUED)
    assert fetched(asked(clerk), clerk).ids == [due[0].pk]


def test_nothing_and_too_much_are_refused_with_a_reason(clerk: Officer, settings: Settings) -> None:
    with pytest.raises(exports.NothingToExport):
        asked(clerk)
    settings.EXPORT_MOST = 1
    people(2)
    with pytest.raises(exports.TooManyRows):
        asked(clerk)


def ask_on_the_page(client: Client, **given: str) -> ExportRequest:
    answer = client.post(
        PAGE, {"wilayah": "35.16", "kartu": UNRECORDED, "format": "csv", "tujuan": "jemput bola", **given}
    )
    assert answer.status_code == 302, answer.content.decode()
    return ExportRequest.objects.latest("pk")


def content(client: Client, export: ExportRequest) -> bytes:
    answer = client.post(f"{PAGE}{export.pk}/unduh/")
    assert answer.status_code == 200
    return answer.getvalue()


def test_the_csv_says_whose_it_is_masks_numbers_and_holds_no_formula(clerk: Officer) -> None:
    person = ResidentFactory.create(unrecorded=True, name="=HYPERLINK(1)")
    client = sign_in(Client(), clerk)
    export = ask_on_the_page(client)
    text = content(client, export).decode("utf-8-sig")
    entry = AccessEntry.objects.get(action=AccessAction.EXPORT)
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0][0].startswith(f"Diunduh oleh Rina Wati ({clerk.username}) pada ")
    assert lines[0][0].endswith(f"catatan akses nomor {entry.pk}")
    assert lines[1][0] == "Tujuan: jemput bola"
    row = lines[-1]
    assert row[2] == "'=HYPERLINK(1)"
    assert row[-1] == f"{entry.pk}/{clerk.username}"
    assert person.nik not in text
    assert row[0] == f"{person.nik[:6]}******{person.nik[12:]}"


def test_the_workbook_carries_the_mark_in_lines_and_at_the_foot(clerk: Officer) -> None:
    ResidentFactory.create(unrecorded=True, name="=1+1")
    client = sign_in(Client(), clerk)
    export = ask_on_the_page(client, format="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content(client, export))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert "Diunduh oleh Rina Wati" in str(rows[0][0])
    assert rows[-1][2] == "=1+1"
    assert sheet.cell(row=len(rows), column=3).data_type == "s"
    assert clerk.username in str(rows[-1][-1])
    assert sheet.oddFooter is not None
    assert clerk.username in str(sheet.oddFooter.left.text)


def test_without_its_entry_no_byte_leaves(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    people(1)
    client = sign_in(Client(), clerk)
    export = ask_on_the_page(client)

    def fail(**_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(access, "record", fail)
    client.raise_request_exception = False
    answer = client.post(f"{PAGE}{export.pk}/unduh/")
    assert answer.status_code == 500
    assert "BUDI" not in answer.content.decode()
    export.refresh_from_db()
    assert export.state == ExportState.READY


def test_a_second_factor_must_be_fresh_to_fetch(clerk: Officer) -> None:
    people(1)
    client = sign_in(Client(), clerk)
    export = ask_on_the_page(client)
    bare = Client()
    bare.force_login(clerk, backend="kependudukan.roles.RoleBackend")
    answer = bare.post(f"{PAGE}{export.pk}/unduh/")
    assert answer.status_code == 302
    assert not AccessEntry.objects.filter(action=AccessAction.EXPORT).exists()


def test_a_supervisor_agrees_on_the_page_and_the_asker_fetches(clerk: Officer, supervisor: Officer) -> None:
    people(4)
    asker, decider = sign_in(Client(), clerk), sign_in(Client(), supervisor)
    export = ask_on_the_page(asker)
    path = f"{PAGE}{export.pk}/"
    assert "Setujui" not in asker.get(path).content.decode()
    assert asker.post(path, {"keputusan": "setujui"}).status_code == 403
    assert "Setujui" in decider.get(path).content.decode()
    assert decider.post(path, {"keputusan": "setujui"}).status_code == 302
    assert decider.post(f"{path}unduh/").status_code == 302
    assert "Unduh" in asker.get(f"{path}unduh/").content.decode()
    assert content(asker, export).count(b"\r\n") == 4 + 4 + 1


def test_a_refusal_needs_a_reason(clerk: Officer, supervisor: Officer) -> None:
    people(4)
    export = ask_on_the_page(sign_in(Client(), clerk))
    decider, path = sign_in(Client(), supervisor), f"{PAGE}{export.pk}/"
    assert decider.post(path, {"keputusan": "tolak"}).status_code == 422
    assert decider.post(path, {"keputusan": "tolak", "alasan": "terlalu luas"}).status_code == 302
    export.refresh_from_db()
    assert (export.state, export.reason) == (ExportState.REFUSED, "terlalu luas")


def test_requests_of_another_area_or_officer_are_not_found(clerk: Officer) -> None:
    people(1)
    export = ask_on_the_page(sign_in(Client(), clerk))
    others = [
        OfficerFactory.create(supervisor=True, area_id="35.16.08"),
        OfficerFactory.create(),
        OfficerFactory.create(role=Role.AUDITOR),
    ]
    for officer in others:
        assert sign_in(Client(), officer).get(f"{PAGE}{export.pk}/").status_code == 404


def test_a_place_outside_the_area_cannot_be_asked_for(clerk: Officer) -> None:
    people(1, "35.16.08.2001")
    Officer.objects.filter(pk=clerk.pk).update(area_id="35.16.08.2002")
    clerk.refresh_from_db()
    answer = sign_in(Client(), clerk).post(
        PAGE, {"wilayah": "35.16.08.2001", "kartu": UNRECORDED, "format": "csv", "tujuan": "x"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("role", [Role.FRONT_DESK])
def test_who_may_not_export_is_refused(role: Role, clerk: Officer) -> None:
    assert sign_in(Client(), OfficerFactory.create(role=role)).get(PAGE).status_code == 403


def test_a_reviewer_opens_the_page_and_may_ask_for_no_residents(clerk: Officer) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.REVIEWER))
    assert "Minta daftar" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {}).status_code == 403


def test_many_held_rows_leave_with_a_second_person_only(clerk: Officer, supervisor: Officer) -> None:
    batch = BatchFactory.create(summary={"header": ["NIK", "NAMA_LGKP"], "columns": ["NIK", "NAMA_LGKP"]})
    HeldRowFactory.create_batch(4, batch=batch)
    asker = sign_in(Client(), clerk)
    answer = asker.post(f"/petugas/berkas/{batch.pk}/tertahan/unduh/", {"purpose": "dibetulkan", "form": "csv"})
    assert answer.status_code == 302
    export = ExportRequest.objects.get()
    assert (export.what, export.state) == (ExportKind.HELD_ROWS, ExportState.WAITING)
    exports.approve(export, by=supervisor, at=timezone.now())
    lines = content(asker, export).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("NIK,NAMA_LGKP,ISI_BARIS,TANDA")
    assert len(lines) == 5
    assert lines[1].endswith(f"/{clerk.username}")
    entry = AccessEntry.objects.get(action=AccessAction.EXPORT)
    assert (entry.row_count, entry.subject) == (4, f"ekspor {export.pk}, baris tertahan berkas {batch.pk}")


def test_the_trail_leaves_through_the_same_door(clerk: Officer) -> None:
    person = ResidentFactory.create()
    access.record(
        action=AccessAction.VIEW,
        subject="penduduk 1",
        purpose="=cmd",
        by=clerk,
        at=timezone.now(),
        residents=[person.pk],
    )
    client = sign_in(Client(), OfficerFactory.create(role=Role.AUDITOR))
    answer = client.post(f"/petugas/jejak/ekspor/?petugas={clerk.pk}", {"format": "csv", "tujuan": "audit"})
    assert answer.status_code == 302
    export = ExportRequest.objects.get()
    assert (export.what, export.filter["officer"], export.row_count) == (ExportKind.TRAIL, clerk.pk, 1)
    text = content(client, export).decode("utf-8-sig")
    assert "'=cmd" in text
    assert "Tujuan: audit" in text
