"""Another area's files and rows are as unknown as those that do not exist; each role opens what it may."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from registry.choices import IntakeState, Role
from registry.models import HeldRow, IntakeBatch
from tests.factories.regions import plant_regency
from tests.factories.registry import BatchFactory, HeldRowFactory, OfficerFactory
from tests.registry.intake_desk.conftest import REGENCY
from tests.signing import sign_in

ELSEWHERE = "35.17"
PAGES = ["", "kemajuan/", "pratinjau/", "kolom/", "tarik/", "tertahan/", "tertahan/unduh/", "tertahan/2/"]
ACTS = ["setujui/", "batalkan/", "tarik/", "tertahan/muat/", "tertahan/unduh/", "tertahan/2/", "tertahan/2/abaikan/"]


def signed_in(role: Role, area: str | None) -> Client:
    return sign_in(Client(), OfficerFactory.create(role=role, area_id=area))


@pytest.fixture
def elsewhere(regency: str) -> IntakeBatch:
    plant_regency(ELSEWHERE)
    batch = BatchFactory.create(region_id=ELSEWHERE, file_name="rahasia-tetangga.csv", rows_in=1, held=1)
    HeldRowFactory.create(batch=batch, row_number=2, found="RAHASIA")
    return batch


@pytest.mark.parametrize("page", PAGES)
def test_a_batch_of_another_area_is_unknown(page: str, elsewhere: IntakeBatch) -> None:
    answer = signed_in(Role.SUPERVISOR, REGENCY).get(f"/petugas/berkas/{elsewhere.pk}/{page}")

    assert answer.status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_nothing_can_be_done_with_a_batch_of_another_area(act: str, elsewhere: IntakeBatch) -> None:
    answer = signed_in(Role.SUPERVISOR, REGENCY).post(
        f"/petugas/berkas/{elsewhere.pk}/{act}", {"reason": "x", "revision": "0", "purpose": "x", "form": "csv"}
    )

    assert answer.status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == IntakeState.DONE
    assert HeldRow.objects.get(batch=elsewhere).revision == 0


@pytest.mark.parametrize("area", [REGENCY, "35.16.08", None])
def test_the_list_names_no_file_of_another_area(area: str | None, elsewhere: IntakeBatch) -> None:
    page = signed_in(Role.SUPERVISOR, area).get("/petugas/berkas/")

    assertNotContains(page, "rahasia-tetangga")


def test_a_province_sees_the_files_of_its_regencies(elsewhere: IntakeBatch) -> None:
    assertContains(signed_in(Role.SUPERVISOR, "35").get("/petugas/berkas/"), "rahasia-tetangga")


def test_a_file_of_another_regency_cannot_be_handed_in(elsewhere: IntakeBatch) -> None:
    page = signed_in(Role.CLERK, REGENCY).get("/petugas/berkas/muat/")

    assertContains(page, f'value="{REGENCY}"')
    assertNotContains(page, f'value="{ELSEWHERE}"')


def test_an_officer_of_a_district_is_told_who_loads_files(regency: str) -> None:
    assertContains(signed_in(Role.CLERK, "35.16.08").get("/petugas/berkas/muat/"), "Minta penyelia kabupaten")


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.CLERK, {"", "muat/", "kolom/", "tertahan/", "tertahan/unduh/", "tertahan/2/"}),
        (Role.REVIEWER, {"", "tertahan/", "tertahan/unduh/", "tertahan/2/"}),
        (Role.SUPERVISOR, {"", "muat/", "kolom/", "tertahan/", "tertahan/unduh/", "tertahan/2/", "tarik/", "mutu"}),
        (Role.AUDITOR, {"", "mutu"}),
        (Role.ADMINISTRATOR, {""}),
        (Role.FRONT_DESK, set()),
    ],
)
def test_each_role_opens_what_it_may(role: Role, opened: set[str], regency: str) -> None:
    batch = BatchFactory.create(rows_in=1, held=1)
    HeldRowFactory.create(batch=batch, row_number=2)
    client, base = signed_in(role, REGENCY), f"/petugas/berkas/{batch.pk}/"
    pages = {page: base + page for page in ("", "kolom/", "tertahan/", "tertahan/unduh/", "tertahan/2/", "tarik/")}
    pages |= {"muat/": "/petugas/berkas/muat/", "mutu": f"/petugas/mutu/{REGENCY}/"}

    found = {name for name, address in pages.items() if client.get(address).status_code in {200, 302}}

    assert found == opened


def test_nobody_signed_in_is_led_to_the_door(regency: str) -> None:
    batch = BatchFactory.create()

    for address in ("/petugas/berkas/", "/petugas/berkas/muat/", f"/petugas/berkas/{batch.pk}/", "/petugas/mutu/"):
        answer = Client().get(address)
        assert (answer.status_code, "masuk" in answer["Location"] or "login" in answer["Location"]) == (302, True)


def test_the_list_takes_few_queries_however_long_it_is(regency: str) -> None:
    for _ in range(30):
        BatchFactory.create()
    client = signed_in(Role.SUPERVISOR, REGENCY)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assertContains(client.get("/petugas/berkas/?halaman=1"), "30 berkas")

    assert len(queries) <= 12
