"""A page that shows people without its line in the trail is impossible: the line fails, and nothing is shown.

The fault is a real one: in the database the desk may not write into the access log any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from registry.models import AccessEntry, CivilEvent, Officer, Resident
from registry.queries.exported import UNRECORDED
from registry.urls import urlpatterns
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS
from tests.factories.registry import (
    MOMENT,
    VILLAGE,
    BatchFactory,
    HeldRowFactory,
    OfficerFactory,
    ResidentFactory,
)
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NAME = "KINANTI PUSPARINI"
NUMBER = "3516084108907788"

#: Pages that show people: the name of the address, what it is about, and what is posted to it.
PAGES: dict[str, tuple[str, dict[str, str] | None]] = {
    "find": ("", {"term": NAME}),
    "worklist": ("", None),
    "resident": ("resident", None),
    "household": ("household", None),
    "household_sheet": ("household", {}),
    "reveal_nik": ("resident", {"purpose": "Mencocokkan dengan dokumen"}),
    "reveal_kk_number": ("household", {"purpose": "Mencocokkan dengan dokumen"}),
    "trail": ("", None),
    "trail_letter": ("resident", {"dari": "2020-01-01", "sampai": "2030-01-01", "tujuan": "uji"}),
    "event": ("event", None),
    "undo_event": ("event", None),
    "fetch_export": ("export", {"ya": "1"}),
    "held_rows": ("batch", None),
    "held_rows_download": ("batch", {"purpose": "uji", "form": "csv"}),
    "mend_row": ("row", None),
    "quality_rows": ("measure", None),
    **{door.address: ("resident", None) for door in OF_RESIDENTS},
    **{door.address: ("household", None) for door in OF_HOUSEHOLDS},
}
#: Pages on which nothing of her stands in words of ours, and which leave their line all the same.
NAMELESS = {"record_pindah", "record_datang", "reveal_kk_number", "held_rows"}
#: Pages that show no resident; the preview of a file shows rows as they are staged, and stands in the tests of intake.
SHOW_NOBODY = {
    *("own_trail", "alarms", "alarm", "exports", "export", "export_trail", "receive_household"),
    *("intake", "intake_upload", "intake_batch", "intake_progress", "intake_columns", "intake_preview"),
    *("intake_approve", "intake_cancel", "intake_withdraw", "load_mended", "dismiss_row"),
    *("quality", "quality_region", "quality_csv"),
}


@pytest.fixture
def person(clerk: Officer) -> Resident:
    found: Resident = ResidentFactory.create(
        name=NAME, number=NUMBER, woman=True, unrecorded=True, birth_date=datetime.date(1990, 1, 1)
    )
    return found


@pytest.fixture
def client(person: Resident) -> Client:
    return sign_in(Client(raise_request_exception=False), OfficerFactory.create(supervisor=True))


def ask(client: Client, name: str, person: Resident) -> tuple[int, str]:
    about, form = PAGES[name]
    arguments: Sequence[object]
    if about == "event":
        event = CivilEvent.unscoped.create(
            resident=person, kind="death", event_date=MOMENT.date(), recorded_at=MOMENT,
            recorded_by=OfficerFactory.create(), document=NAME,
        )  # fmt: skip
        arguments = [event.pk]
    elif about == "export":
        given = {"wilayah": "35.16", "kartu": UNRECORDED, "format": "csv", "tujuan": "uji"}
        answer = client.post(reverse("registry:exports"), given)
        arguments = [int(answer["Location"].rstrip("/").rpartition("/")[2])]
    elif about in {"batch", "row"}:
        batch = BatchFactory.create(summary={"columns": ["NIK", "NAMA_LGKP"], "header": ["NIK", "NAMA_LGKP"]})
        row = HeldRowFactory.create(batch=batch, values_as_written=[NUMBER[:15], NAME])
        arguments = [batch.pk, row.row_number] if about == "row" else [batch.pk]
    elif about == "measure":
        arguments = [VILLAGE, "tanggal-umum"]
    else:
        arguments = {"": [], "resident": [person.pk], "household": [person.household_id]}[about]
    address = reverse(f"registry:{name}", args=arguments)
    got = client.get(address) if form is None else client.post(address, form)
    body = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]
    return got.status_code, body.decode()


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


def test_every_page_of_the_desks_is_thought_of() -> None:
    named = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert named == set(PAGES) | SHOW_NOBODY
