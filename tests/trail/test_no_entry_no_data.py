"""A page that shows people without its line in the trail is impossible: the line fails, and nothing is shown.

The fault is a real one: in the database the desk may not write into the access log any more.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing.actions import cuts
from queueing.models import Booking, VisitPerson
from queueing.queries.cuts import Cutting
from queueing.urls import urlpatterns as queue_patterns
from registry.choices import CardStatus, IntakeState
from registry.ingest import previewing, staging
from registry.models import AccessEntry, CivilEvent, CorrectionRequest, HeldRow, IntakeBatch, Officer, Resident
from registry.queries.exported import UNRECORDED
from registry.urls import urlpatterns
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS
from tests.factories.hall import a_session
from tests.factories.queueing import SlotFactory, a_booking
from tests.factories.registry import MOMENT, BatchFactory, HeldRowFactory, OfficerFactory, ResidentFactory
from tests.factories.visits import a_visit
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NAME = "KINANTI PUSPARINI"
NUMBER = "3516084108907788"

#: Pages that show people: the name of the address, what it is about, and what is posted to it.
PAGES: dict[str, tuple[str, dict[str, str] | None]] = {
    "find": ("", {"term": NAME}),
    "worklist": ("", None),
    "due_names": ("those due", None),
    "due_sheet": ("those due", {"untuk": "sekolah"}),
    "resident": ("resident", None),
    "move_card": ("resident", None),
    "hand_over_card": ("resident", None),
    "household": ("household", None),
    "household_sheet": ("household", {}),
    "reveal_nik": ("resident", {"purpose": "Mencocokkan dengan dokumen"}),
    "reveal_kk_number": ("household", {"purpose": "Mencocokkan dengan dokumen"}),
    "trail": ("", None),
    "trail_letter": ("resident", {"dari": "2020-01-01", "sampai": "2030-01-01", "tujuan": "uji"}),
    "event": ("event", None),
    "undo_event": ("event", None),
    "fetch_export": ("export", {"ya": "1"}),
    "intake_preview": ("waiting file", None),
    "held_rows": ("file", None),
    "held_rows_download": ("file", {"purpose": "uji", "form": "csv"}),
    "mend_row": ("held row", None),
    "quality_rows": ("village", None),
    "correction_requests": ("to be corrected", None),
    **{door.address: ("resident", None) for door in OF_RESIDENTS},
    **{door.address: ("household", None) for door in OF_HOUSEHOLDS},
}
#: Pages on which nothing of her stands in words of ours, and which leave their line all the same.
NAMELESS = {"record_pindah", "record_datang", "reveal_kk_number"}
#: Pages that show no resident.
SHOW_NOBODY = {
    "due", "due_file", "own_trail", "alarms", "alarm", "exports", "export", "export_trail", "receive_household",
    "intake", "intake_upload", "intake_batch", "intake_progress", "intake_columns", "intake_approve", "intake_cancel",
    "intake_withdraw", "load_mended", "dismiss_row", "quality", "quality_region", "quality_csv",
    "close_correction_request",
}  # fmt: skip
#: Pages of the queue's desk that show people, and what is posted to them.
QUEUE_PAGES: dict[str, dict[str, str] | None] = {
    "desk_day": None,
    "desk_booking": None,
    "desk_move": None,
    "desk_assistant": {"alasan": "uji", "langkah": "lihat"},
    "desk_cut": None,
    "recording": None,
    "start_elsewhere": None,
    "record_again": None,
    "record_again_letters": {"ya": "1"},
    "visit": None,
    "visit_sheet": {"ya": "1"},
    "visit_phone": None,
    "visit_person": None,
}
#: Pages of the queue's desk that show nobody: counts, forms, and answers that only lead back to a page above.
QUEUE_SHOWS_NOBODY = {
    "recordings", "start_session", "follow_hall_day", "draws", "call_off_draw",
    "visits", "plan_visit", "put_on_visit", "move_visit", "add_to_visit", "drop_from_visit",
    "desk_load", "desk_send_again", "desk_cuts", "desk_undo_cut", "desk_outages", "desk_end_outage", "desk_proof",
    "hall_days", "hall_days_csv", "hall_day", "hall_day_csv", "hall_day_numbers",
}  # fmt: skip


@pytest.fixture
def person(clerk: Officer) -> Resident:
    found: Resident = ResidentFactory.create(name=NAME, number=NUMBER, woman=True, unrecorded=True)
    return found


@pytest.fixture
def client(person: Resident) -> Client:
    return sign_in(Client(raise_request_exception=False), OfficerFactory.create(supervisor=True))


def ask(client: Client, name: str, person: Resident) -> tuple[int, str]:
    about, form = PAGES[name]
    if about == "event":
        event = CivilEvent.unscoped.create(
            resident=person, kind="death", event_date=MOMENT.date(), recorded_at=MOMENT,
            recorded_by=OfficerFactory.create(), document=NAME,
        )  # fmt: skip
        arguments: Sequence[object] = [event.pk]
    elif about == "export":
        given = {"wilayah": "35.16", "kartu": UNRECORDED, "format": "csv", "tujuan": "uji"}
        answer = client.post(reverse("registry:exports"), given)
        arguments = [int(answer["Location"].rstrip("/").rpartition("/")[2])]
    elif about == "those due":
        arguments = [person.region_id, "belum-rekam"]
    elif about == "to be corrected":
        arguments = []
        told = {"noted": "Nama beda", "noted_at": MOMENT, "noted_by": OfficerFactory.create()}
        CorrectionRequest.unscoped.create(resident=person, **told)
    elif about in {"file", "held row", "waiting file", "village"}:
        arguments = of_the_intake_desk(about, person)
    else:
        arguments = {"": [], "resident": [person.pk], "household": [person.household_id]}[about]
    address = reverse(f"registry:{name}", args=arguments)
    got = client.get(address) if form is None else client.post(address, form)
    body = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]
    return got.status_code, body.decode()


def of_the_intake_desk(about: str, person: Resident) -> list[object]:
    """Return what stands in the address of a page of a file, or of a village's quality, that shows her."""
    if about == "village":
        Resident.unscoped.filter(pk=person.pk).update(birth_date="1990-01-01")
        return [person.region_id, "tanggal-umum"]
    if about == "waiting file":
        return [waiting_file(person).pk]
    row = HeldRow.objects.first() or HeldRowFactory.create(found=NAME, values_as_written=[f"{NAME} {NUMBER}"])
    return [row.batch_id] if about == "file" else [row.batch_id, row.row_number]


def waiting_file(person: Resident) -> IntakeBatch:
    """Return a file that waits for approval, with her in the sample of its preview."""
    if known := IntakeBatch.objects.first():
        return known
    summary = {"staged": {"mark": "uji", "rows": {}}, "preview": {"sample": 1}}
    batch: IntakeBatch = BatchFactory.create(state=IntakeState.WAITING, needs_approval=True, summary=summary)
    table = staging.table(batch.pk, "uji", previewing.STAGE)
    with connection.cursor() as cursor:
        cursor.execute(previewing.make(table))
        cursor.execute(
            f"INSERT INTO {table} (what, number_index, number_sealed, name, village, birth_date)"
            " SELECT 'unchanged', nik_index, nik_sealed, name, region_id, birth_date"
            " FROM registry_resident WHERE id = %s",
            [person.pk],
        )
    return batch


@pytest.mark.parametrize("name", PAGES)
def test_without_its_line_in_the_trail_a_page_shows_nobody(name: str, client: Client, person: Resident) -> None:
    if name == "trail":
        client.get(reverse("registry:resident", args=[person.pk]))
    status, body = ask(client, name, person)
    before = AccessEntry.objects.count()
    assert status in {200, 409}, body  # 409: an event that cannot be undone says so, below whom it is about
    assert name in NAMELESS or NAME in body or NUMBER in body

    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON registry_accessentry FROM kependudukan_desk")
    status, body = ask(client, name, person)

    assert status == 500
    assert NAME not in body
    assert NUMBER not in body
    assert AccessEntry.objects.count() == before


@pytest.mark.parametrize("name", QUEUE_PAGES)
def test_without_its_line_in_the_trail_no_booking_is_shown(name: str, client: Client) -> None:
    slot = SlotFactory.create(seats=2)
    party = a_booking(slot)
    Booking.unscoped.filter(party=party).update(name=NAME)
    form = QUEUE_PAGES[name]
    if name == "desk_day":
        arguments: list[object] = [slot.office_id, slot.day.isoformat()]
    elif name == "desk_cut":
        by = OfficerFactory.create(supervisor=True)
        cutting = Cutting(slot.office, slot.day)
        arguments = [cuts.make(cutting=cutting, reason="uji", by=by, at=timezone.now()).pk]
    elif name in {"recording", "start_elsewhere"}:
        person = ResidentFactory.create(name=NAME, unrecorded=True)
        session = a_session(slot.office, person, OfficerFactory.create())
        arguments = [session.pk if name == "recording" else person.pk]
    elif name.startswith("record_again"):
        failed = ResidentFactory.create(name=NAME, card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL)
        arguments = []
        form = form and {"penduduk": str(failed.pk)}
    elif name.startswith("visit"):
        visit = a_visit(slot.office, OfficerFactory.create(), ResidentFactory.create(name=NAME, unrecorded=True))
        arguments = [visit.pk, *([VisitPerson.unscoped.get(visit=visit).pk] if name == "visit_person" else [])]
    else:
        arguments = [] if name == "desk_assistant" else [Booking.unscoped.get(party=party).pk]
    address = reverse(f"queueing:{name}", args=arguments)

    def asked() -> tuple[int, str]:
        sent = {"kantor": slot.office_id, "tanggal": slot.day.isoformat(), **form} if form else None
        got = client.get(address) if sent is None else client.post(address, sent)
        return got.status_code, got.content.decode()

    status, body = asked()
    assert (status, NAME in body) == (200, True)
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON registry_accessentry FROM kependudukan_desk")
    status, body = asked()

    assert status == 500
    assert NAME not in body


def test_every_desk_page_of_the_queue_is_thought_of() -> None:
    of_officers = {
        str(getattr(pattern, "name", "")) for pattern in queue_patterns if str(pattern.pattern).startswith("petugas/")
    }
    in_the_hall = {name for name in of_officers if name.startswith(("counter", "front_desk"))}
    assert of_officers - in_the_hall == set(QUEUE_PAGES) | QUEUE_SHOWS_NOBODY


def test_every_page_of_the_desks_is_thought_of() -> None:
    named = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert named == set(PAGES) | SHOW_NOBODY
