"""What shapes an office's days, in the web admin: kept by supervisors, refused with sentences, never silent."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from queueing.actions import publishing
from queueing.models import Closure, Device, ExtraOpening, Holiday, Office, ProtocolPeriod, ReleasePlan
from queueing.tasks import ring_for_slots
from registry.choices import Role
from tests.factories.elections import make_region
from tests.factories.offices import ClosureFactory, HolidayFactory, an_office
from tests.queueing.test_offices import ADD, EMPTY, form
from tests.web_admin.signing_in import client_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = timezone.localdate() + datetime.timedelta(days=10)
NEXT = DAY + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def office() -> Office:
    return an_office(devices=0, plan={})


def lines(part: str, *rows: dict[str, Any], there: int = 0) -> dict[str, Any]:
    """Return lines of one part of the page as they are sent."""
    sent = {f"{part}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {f"{part}-TOTAL_FORMS": str(len(rows)), f"{part}-INITIAL_FORMS": str(there), **sent}


def page_of(office: Office) -> str:
    return f"/admin/queueing/office/{office.pk}/change/"


def send(office: Office, client: Client, **changed: Any) -> Answer:
    """Send the page of an office with what was changed."""
    hours = {"opening_hours-TOTAL_FORMS": "0", "opening_hours-INITIAL_FORMS": "0"}
    sent = form(name=office.name, kind=office.kind, address=office.address)
    return client.post(page_of(office), sent | EMPTY | hours | changed)


def plan(office: Office, **changed: Any) -> dict[str, Any]:
    """Return the plan of an office as it is sent."""
    usual = {
        field.name: getattr(ReleasePlan(), field.name) for field in ReleasePlan._meta.fields if field.name != "office"
    }
    return lines("release_plan", {"office": office.pk, **usual, **changed}, there=1)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_everything_that_shapes_a_day_is_kept_on_the_page_of_its_office(role: Role, office: Office) -> None:
    answer = send(
        office,
        client_of(role),
        **lines("devices", {"name": "Alat 1", "works": "on"}, {"name": "Alat 2"}),
        **lines("counters", {"number": "1", "services": ["A", "C"]}, {"number": "2"}),
        **lines(
            "closures", {"day": DAY, "reason": "Pindah gedung"}, {"day": DAY, "from_time": "14:00", "reason": "Rapat"}
        ),
        **lines("extra_openings", {"day": DAY, "opens_at": "08:00", "closes_at": "10:00"}),
        **lines("protocol_periods", {"starts_on": DAY, "ends_on": NEXT, "percent": "50"}),
        **plan(office, days_ahead="7", opens_at="20:00"),
    )
    assert answer.status_code == 302
    assert [device.works for device in office.devices.order_by("name")] == [True, False]
    assert [counter.services for counter in office.counters.order_by("number")] == [["A", "C"], []]
    assert [model.objects.count() for model in (Closure, ExtraOpening, ProtocolPeriod)] == [2, 1, 1]
    assert ReleasePlan.objects.get().days_ahead == 7


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            lines("closures", {"day": DAY, "from_time": "10:00", "until_time": "09:00", "reason": "Rapat"}),
            "Penutupan berakhir sesudah mulai; periksa kedua jamnya.",
        ),
        (lines("extra_openings", {"day": DAY, "opens_at": "10:00", "closes_at": "10:00"}), "Jam tutup harus sesudah"),
        (
            lines(
                "extra_openings",
                {"day": DAY, "opens_at": "08:00", "closes_at": "10:00"},
                {"day": DAY, "opens_at": "09:00", "closes_at": "11:00"},
            ),
            f"Jam buka tambahan pada {DAY:%d-%m-%Y} saling bertumpuk.",
        ),
        (
            lines("protocol_periods", {"starts_on": NEXT, "ends_on": DAY, "percent": "50"}),
            "Masa protokol berakhir sesudah mulai",
        ),
        (
            lines("protocol_periods", {"starts_on": DAY, "ends_on": NEXT, "percent": "0"}),
            "dalam persen, dari 1 sampai 100.",
        ),
        (
            lines(
                "protocol_periods",
                {"starts_on": DAY, "ends_on": NEXT + datetime.timedelta(days=5), "percent": "50"},
                {"starts_on": NEXT, "ends_on": NEXT + datetime.timedelta(days=1), "percent": "40"},
            ),
            "bertumpuk dengan masa berikutnya.",
        ),
        (lines("devices", {"name": "Alat 1"}, {"name": "Alat 1"}), "Setiap alat punya nama sendiri."),
        (lines("counters", {"number": "1"}, {"number": "1"}), "Setiap loket punya nomor sendiri."),
        (lines("devices", {"name": "", "note": "x"}), "Bidang ini harus diisi."),
    ],
)
def test_what_no_office_does_is_refused_with_a_sentence(changed: dict[str, Any], sentence: str, office: Office) -> None:
    answer = send(office, client_of(Role.SUPERVISOR), **changed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "dilanggar" not in answer.content.decode()
    assert not any(model.objects.exists() for model in (Closure, ExtraOpening, ProtocolPeriod, Device))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slot_minutes": "3"}, "Satu sesi 5 sampai 240 menit"),
        ({"minutes_per_recording": "31"}, "tidak boleh lebih lama daripada satu sesi"),
        ({"minutes_per_recording": "0"}, "satu perekaman 1 sampai 120 menit"),
        ({"walk_in_percent": "95"}, "tidak boleh lebih dari 100 persen"),
        ({"same_day_percent": "101"}, "tidak boleh lebih dari 100 persen"),
        ({"days_ahead": "0"}, "1 sampai 90 hari sebelumnya"),
        ({"priority_earlier_days": "31"}, "paling banyak 30 hari lebih awal"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(wrong: dict[str, str], sentence: str, office: Office) -> None:
    answer = send(office, client_of(Role.SUPERVISOR), **plan(office, **wrong))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_new_office_has_the_usual_plan() -> None:
    assert client_of(Role.SUPERVISOR).post(ADD, form()).status_code == 302
    assert ReleasePlan.objects.get().office == Office.objects.get()


def test_a_change_that_cannot_reach_published_days_says_who_can(office: Office) -> None:
    client, closure = client_of(Role.SUPERVISOR), lines("closures", {"day": DAY, "reason": "Pindah gedung"})
    assert not list(get_messages(send(office, client, **closure).wsgi_request))[1:]
    other = an_office()
    publishing.publish(office=other.pk, at=timezone.now())
    said = [str(message) for message in get_messages(send(other, client, **closure).wsgi_request)]
    assert any("pakai asisten kapasitas" in sentence for sentence in said)


def test_a_change_rings_for_whoever_publishes(
    office: Office, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    holiday = HolidayFactory.create(day=DAY)
    for change in (
        lambda: send(office, client_of(Role.SUPERVISOR)),
        lambda: client_of(Role.ADMINISTRATOR).post(
            f"/admin/queueing/holiday/{holiday.pk}/change/", {"day": DAY, "name": "Libur", "kind": "national"}
        ),
    ):
        assert ring_for_slots in _rung(change, django_capture_on_commit_callbacks)
    assert not Holiday.objects.get().is_observed


def _rung(change: Callable[[], object], capture: DjangoCaptureOnCommitCallbacks) -> list[Callable[[], Any]]:
    with capture() as callbacks:
        change()
    return list(callbacks)


def test_what_is_over_is_not_shown_and_stays(office: Office) -> None:
    ClosureFactory.create(office=office, day=timezone.localdate() - datetime.timedelta(days=1), reason="Sudah lama")
    client = client_of(Role.SUPERVISOR)
    assert "Sudah lama" not in client.get(page_of(office)).content.decode()
    send(office, client)
    assert Closure.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR])
def test_others_see_what_shapes_a_day_and_change_none(role: Role, office: Office) -> None:
    ClosureFactory.create(office=office, day=DAY, reason="Pindah gedung")
    client = client_of(role)
    assert "Pindah gedung" in client.get(page_of(office)).content.decode()
    assert send(office, client, **lines("devices", {"name": "Alat 1"})).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 302), (Role.SUPERVISOR, 403), (Role.CLERK, 403)])
def test_days_off_are_corrected_by_administrators_and_deleted_by_nobody(role: Role, status: int) -> None:
    holiday = HolidayFactory.create(day=DAY)
    client = client_of(role)
    page = f"/admin/queueing/holiday/{holiday.pk}"
    assert client.get("/admin/queueing/holiday/").status_code == 200
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    sent = {"day": DAY, "name": "Libur", "kind": "national"}
    assert client.post(f"{page}/change/", sent).status_code == status
    assert client.post("/admin/queueing/holiday/add/", sent | {"day": NEXT}).status_code == status


def test_one_day_off_is_written_once() -> None:
    HolidayFactory.create(day=DAY)
    sent = {"day": DAY, "name": "Libur", "kind": "national"}
    answer = client_of(Role.ADMINISTRATOR).post("/admin/queueing/holiday/add/", sent)
    assert answer.status_code == 200
    assert Holiday.objects.count() == 1
