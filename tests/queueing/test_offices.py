"""Offices and their hours: what the database refuses, who may change them, and those that are known."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Model
from factory.django import DjangoModelFactory

from queueing.choices import OfficeKind, TimeZone, Weekday
from queueing.models import Office, OpeningHours
from registry.choices import Role
from tests.factories.elections import make_region
from tests.factories.queueing import OfficeFactory, OpeningHoursFactory
from tests.factories.regions import plant_regency
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADD = "/admin/queueing/office/add/"


@pytest.fixture(autouse=True)
def regions() -> None:
    for code in ("35.16.08", "35.17.01"):
        make_region(code)


def at(hour: int) -> datetime.time:
    return datetime.time(hour)


@pytest.mark.parametrize(("opens", "closes"), [(9, 11), (7, 9), (11, 13), (8, 12)])
def test_two_stretches_of_a_day_never_overlap(opens: int, closes: int) -> None:
    first = OpeningHoursFactory.create()
    with pytest.raises(IntegrityError, match="opening_hours_of_a_day_do_not_overlap"), transaction.atomic():
        OpeningHoursFactory.create(office=first.office, opens_at=at(opens), closes_at=at(closes))


def test_two_stretches_may_touch_and_other_days_and_offices_are_free() -> None:
    first = OpeningHoursFactory.create()
    OpeningHoursFactory.create(office=first.office, opens_at=at(12), closes_at=at(15))
    OpeningHoursFactory.create(office=first.office, weekday=Weekday.TUESDAY)
    OpeningHoursFactory.create()
    assert OpeningHours.objects.count() == 4


@pytest.mark.parametrize(
    ("factory", "wrong", "sentence"),
    [
        (OpeningHoursFactory, {"opens_at": at(12), "closes_at": at(12)}, "an_office_closes_after_it_opens"),
        (OpeningHoursFactory, {"weekday": 8}, "a_weekday_is_one_of_seven"),
        (OfficeFactory, {"time_zone": "Europe/Vienna"}, "an_office_keeps_a_time_of_indonesia"),
        (OfficeFactory, {"name": ""}, "an_office_has_a_name"),
    ],
)
def test_the_database_refuses_what_no_office_does(
    factory: type[DjangoModelFactory[Any]], wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        factory.create(**wrong)


def test_a_regency_has_one_open_main_office() -> None:
    OfficeFactory.create(main=True)
    OfficeFactory.create(main=True, is_open=False)
    with pytest.raises(IntegrityError, match="a_regency_has_one_open_main_office"), transaction.atomic():
        OfficeFactory.create(main=True)


#: What else is on the page of an office: none of it filled in.
EMPTY = {
    f"{part}-{count}_FORMS": "0"
    for part in ("devices", "counters", "closures", "extra_openings", "protocol_periods", "release_plan")
    for count in ("TOTAL", "INITIAL")
}


def form(**changed: Any) -> dict[str, Any]:
    """Return a filled form of the web admin, with one line of hours."""
    return (
        EMPTY
        | {
            "name": "Zona Baru",
            "kind": OfficeKind.BRANCH.value,
            "region": "35.16",
            "address": "Jalan Baru 1",
            "time_zone": TimeZone.WIB.value,
            "served": ["35.16.08"],
            "is_open": "on",
            "opening_hours-TOTAL_FORMS": "2",
            "opening_hours-INITIAL_FORMS": "0",
            "opening_hours-0-weekday": "1",
            "opening_hours-0-opens_at": "08:00",
            "opening_hours-0-closes_at": "12:00",
            "opening_hours-1-weekday": "1",
            "opening_hours-1-opens_at": "13:00",
            "opening_hours-1-closes_at": "15:00",
        }
        | changed
    )


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_an_office_with_its_hours_is_added_in_the_web_admin(role: Role) -> None:
    assert client_of(role).post(ADD, form()).status_code == 302
    office = Office.objects.get()
    assert [region.code for region in office.served.all()] == ["35.16.08"]
    assert [str(stretch) for stretch in office.opening_hours.all()] == ["Senin 08.00-12.00", "Senin 13.00-15.00"]


def test_overlapping_hours_are_refused_with_a_sentence() -> None:
    answer = client_of(Role.SUPERVISOR).post(ADD, form(**{"opening_hours-1-opens_at": "11:59"}))
    assert "Jam buka hari Senin saling bertumpuk." in answer.content.decode()
    assert not Office.objects.exists()


@pytest.mark.parametrize("wrong", [{"region": "35.17"}, {"served": ["35.17.01"]}, {"region": "35.16.08"}])
def test_an_office_lies_inside_the_area_of_who_adds_it(wrong: dict[str, Any]) -> None:
    assert client_of(Role.SUPERVISOR).post(ADD, form(**wrong)).status_code == 200
    assert not Office.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.AUDITOR])
def test_others_look_at_offices_and_change_none(role: Role) -> None:
    office = OfficeFactory.create()
    client = client_of(role)
    address = f"/admin/queueing/office/{office.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, form()).status_code == 403
    assert client.post(ADD, form()).status_code == 403


def test_offices_of_another_area_are_not_seen() -> None:
    other: Model = OfficeFactory.create(region_id="35.17", name="Kantor tetangga")
    client = client_of(Role.SUPERVISOR)
    assert "Kantor tetangga" not in client.get("/admin/queueing/office/").content.decode()
    assert client.get(f"/admin/queueing/office/{other.pk}/change/").status_code == 302


def test_the_known_offices_serve_the_districts_that_were_announced() -> None:
    plant_regency("35.16")
    call_command("seed_offices", verbosity=0)
    Office.objects.filter(name="Zona Jetis").update(address="Alamat dari kantor")
    call_command("seed_offices", verbosity=0)
    assert Office.objects.count() == 4
    assert Office.objects.get(name="Zona Jetis").address == "Alamat dari kantor"
    served = {office.name: {region.name for region in office.served.all()} for office in Office.objects.all()}
    assert served["Zona Gondang"] == {"Trawas", "Pacet", "Gondang", "Jatirejo"}
    assert sum(map(len, served.values())) == 17
    friday = OpeningHours.objects.get(office__kind=OfficeKind.MAIN, weekday=Weekday.FRIDAY)
    assert friday.closes_at == at(11)
