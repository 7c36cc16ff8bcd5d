"""The quality of an area by village: every number is right, opens its rows, and shows nobody of another area."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from registry import scope
from registry.choices import RelationToHead, Role, Sex
from registry.models import AccessEntry, Region
from registry.queries import quality
from tests.factories.regions import plant_regency
from tests.factories.registry import BatchFactory, HeldRowFactory, HouseholdFactory, OfficerFactory, ResidentFactory
from tests.signing import sign_in

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2020, 11, 20)
VILLAGE, OTHER = "35.16.08.2001", "35.16.01.2001"


@pytest.fixture
def planted() -> None:
    plant_regency("35.16")
    home = HouseholdFactory.create(rt="", rw="001")
    ResidentFactory.create(household=home)
    two = HouseholdFactory.create()
    ResidentFactory.create_batch(2, household=two)
    none = HouseholdFactory.create()
    ResidentFactory.create(household=none, relation_to_head=RelationToHead.WIFE, sex=Sex.FEMALE)
    ResidentFactory.create(birth_date=datetime.date(1990, 7, 1))
    ResidentFactory.create(birth_date=datetime.date(1919, 3, 3))
    ResidentFactory.create(birth_date=datetime.date(1919, 12, 31), deceased=True)
    ResidentFactory.create(birth_date=datetime.date(1990, 1, 1), region_id=OTHER)
    batch = BatchFactory.create(quality={VILLAGE: {"nik_tanggal_berbeda": 3, "nik_kelamin_berbeda": 1}})
    HeldRowFactory.create(batch=batch, village=VILLAGE)
    HeldRowFactory.create(batch=batch, village=VILLAGE, column="TGL_LHR", rule="tanggal_blank")


def counts(code: str, village: str = VILLAGE) -> dict[str, int]:
    with scope.everywhere():
        found = quality.of_region(Region.objects.get(pk=code), on=TODAY, by_village=True)
    return {region.pk: counted for region, counted in found.lines}[village]


def test_each_number_is_counted_by_village(planted: None) -> None:
    assert counts("35.16") == {
        "nik-rusak": 1,
        "tertahan": 1,
        "nik-tanggal": 3,
        "nik-kelamin": 1,
        "tanggal-umum": 1,
        "seratus": 1,
        "tanpa-kepala": 1,
        "dua-kepala": 1,
        "tanpa-rt-rw": 1,
    }
    assert counts("35.16", OTHER)["tanggal-umum"] == 1


def test_the_numbers_of_a_district_are_the_sums_of_its_villages(planted: None) -> None:
    with scope.everywhere():
        regency = quality.of_region(Region.objects.get(pk="35.16"), on=TODAY)
        villages = quality.of_region(Region.objects.get(pk="35.16"), on=TODAY, by_village=True)

    assert regency.totals() == villages.totals()
    assert len(regency.lines) == 18


@pytest.mark.parametrize(
    ("measure", "lines"),
    [("tanggal-umum", 1), ("seratus", 1), ("tanpa-kepala", 1), ("dua-kepala", 1), ("nik-rusak", 1), ("tertahan", 1)],
)
def test_a_number_opens_as_many_rows_and_is_written_down(planted: None, measure: str, lines: int) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR))

    page = client.get(f"/petugas/mutu/{VILLAGE}/{measure}/")

    assertContains(page, f"{lines} baris")
    assertNotContains(page, "35160108")
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.subject, entry.row_count) == ("list", f"mutu {measure} desa {VILLAGE}", lines)


def test_residents_whose_nik_says_another_day_or_sex_are_found_by_opening_it(planted: None) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR))

    # The factory's NIKs say a man born on 1 August 1990.
    assertContains(client.get(f"/petugas/mutu/{VILLAGE}/nik-tanggal/"), "2 baris")
    assertContains(client.get(f"/petugas/mutu/{VILLAGE}/nik-kelamin/"), "1 baris")


def test_an_auditor_reads_the_numbers_and_opens_nobody(planted: None) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.AUDITOR))

    page = client.get("/petugas/mutu/35.16.08/")

    assertContains(page, "Mutu data")
    assertNotContains(page, "tanggal-umum/")
    assert client.get(f"/petugas/mutu/{VILLAGE}/tanggal-umum/").status_code == 403


@pytest.mark.parametrize("address", ["35.16/", "35/", f"{VILLAGE}/", f"{VILLAGE}/seratus/", "35.16/csv/"])
def test_another_area_is_unknown(planted: None, address: str) -> None:
    plant_regency("35.17")
    client = sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR, area_id="35.17"))

    assert client.get(f"/petugas/mutu/{address}").status_code == 404


def test_the_table_takes_few_queries(planted: None) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR))

    with CaptureQueriesContext(connection) as queries:
        client.get("/petugas/mutu/35.16/")

    assert len(queries) <= 24


def test_the_file_has_a_line_for_every_village(planted: None) -> None:
    client = sign_in(Client(), OfficerFactory.create(role=Role.SUPERVISOR))

    answer = client.get("/petugas/mutu/35.16/csv/?pemisah=titik-koma")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Kode wilayah;Desa/kelurahan;NIK rusak")
    assert len(lines) == 1 + Region.objects.filter(code__startswith="35.16.", level="village").count()
