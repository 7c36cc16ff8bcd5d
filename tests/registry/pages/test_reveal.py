"""A whole number is shown for a purpose, once, to who may see it, and never without its entry."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from registry.choices import Role
from registry.forms.reveal import PURPOSES
from registry.models import Household, Resident
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory
from tests.registry.desk import ELSEWHERE, at_the_desk, entries, household, number_of, resident

pytestmark = pytest.mark.django_db

FOR_THE_COUNTER = {"purpose": PURPOSES[0], "words": ""}


def nik_address(person: Resident) -> str:
    return f"/petugas/penduduk/{person.pk}/nik/"


def kk_address(home: Household) -> str:
    return f"/petugas/keluarga/{home.pk}/nomor-kk/"


def test_the_confirmation_shows_no_more_than_the_page_and_writes_nothing() -> None:
    client, _ = at_the_desk()
    person = resident("SITI AMINAH")
    page = client.get(nik_address(person)).content.decode()
    assert "SITI AMINAH" in page
    assert number_of(person) not in page
    assert entries("reveal") == []


def test_a_nik_is_shown_for_a_purpose_that_is_written_down() -> None:
    client, officer = at_the_desk()
    person = resident("SITI AMINAH")
    answer = client.post(nik_address(person), {"purpose": "Lainnya", "words": "Surat camat 12/2026"})
    assert number_of(person) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    [entry] = entries("reveal")
    assert (entry.officer, entry.residents, entry.purpose) == (officer, [person.pk], "Lainnya: Surat camat 12/2026")
    assert entry.subject == f"NIK penduduk {person.pk}"


def test_a_family_card_number_is_shown_in_the_name_of_all_its_members() -> None:
    client, _ = at_the_desk()
    home = household()
    members = [resident(household=home).pk for _ in range(2)]
    answer = client.post(kk_address(home), FOR_THE_COUNTER)
    assert home.kk_number in answer.content.decode()
    [entry] = entries("reveal")
    assert entry.residents == sorted(members)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Pilih tujuannya"),
        ({"purpose": "Iseng"}, ""),
        ({"purpose": "Lainnya", "words": "  "}, "Tulis tujuannya"),
        ({"purpose": PURPOSES[0], "words": "NIK 3516 0801 0890 0001"}, "Jangan menulis NIK"),
    ],
)
def test_without_a_proper_purpose_nothing_is_shown(given: dict[str, str], said: str) -> None:
    client, _ = at_the_desk()
    person = resident()
    answer = client.post(nik_address(person), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert number_of(person) not in answer.content.decode()
    assert entries("reveal") == []


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_unmask_is_refused_with_a_purpose_too(role: Role) -> None:
    client, _ = at_the_desk(role)
    person = resident()
    assert client.post(nik_address(person), FOR_THE_COUNTER).status_code == 403
    assert client.post(kk_address(person.household), FOR_THE_COUNTER).status_code == 403


def test_a_factor_shown_long_ago_is_asked_for_again() -> None:
    make_region("35.16")
    client = Client()
    client.force_login(OfficerFactory.create(), backend="kependudukan.roles.RoleBackend")
    person = resident()
    answer = client.post(nik_address(person), FOR_THE_COUNTER)
    assert answer.status_code == 302
    assert entries("reveal") == []


def test_nobody_of_another_area_is_revealed() -> None:
    client, _ = at_the_desk()
    stranger = resident(region=ELSEWHERE)
    assert client.get(nik_address(stranger)).status_code == 404
    assert client.post(nik_address(stranger), FOR_THE_COUNTER).status_code == 404
    assert client.post(kk_address(stranger.household), FOR_THE_COUNTER).status_code == 404


def test_without_its_entry_no_number_is_shown() -> None:
    client, _ = at_the_desk()
    person = resident()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_accessentry ADD CONSTRAINT broken CHECK (action <> 'reveal') NOT VALID")
    client.raise_request_exception = False
    answer = client.post(nik_address(person), FOR_THE_COUNTER)
    assert answer.status_code == 500
    assert number_of(person) not in answer.content.decode()
