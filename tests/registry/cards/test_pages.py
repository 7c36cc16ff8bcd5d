"""The pages at which a card is moved: for whom they are, what they offer, what they write."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry import scope
from registry.choices import CardStatus, CardTaker, ResidencyStatus, Role
from registry.models import CardEvent, CardHandover, CardRecord, Officer, Resident
from registry.queries.cards import to_be_recaptured, to_be_recaptured_of
from registry.rules.card_status import NEEDS_RECAPTURE
from tests.registry.desk import ELSEWHERE, KAUMAN, at_the_desk, entries, number_of, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in() -> tuple[Client, Officer]:
    return at_the_desk()


@pytest.fixture
def clerk(signed_in: tuple[Client, Officer]) -> Client:
    return signed_in[0]


def _page(client: Client, person: Resident, rest: str = "") -> str:
    answer = client.get(f"/petugas/penduduk/{person.pk}/{rest}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _state(person: Resident) -> str:
    return CardRecord.objects.get(pk=person.pk).state


def test_the_page_of_a_resident_offers_the_next_steps_of_her_card(clerk: Client) -> None:
    ready, shipped = resident(card__state=CardStatus.PRINT_READY_RECORD), resident(card__state=CardStatus.CARD_SHIPPED)
    assert f"/penduduk/{ready.pk}/ktp-el/?ke=SENT_FOR_CARD_PRINTING" in _page(clerk, ready)
    assert "ke=CARD_PRINTED" not in _page(clerk, ready)
    page = _page(clerk, shipped)
    assert f'href="/petugas/penduduk/{shipped.pk}/ktp-el/serahkan/">Serahkan KTP-el</a>' in page
    assert "?ke=" not in page


def test_nothing_is_offered_for_the_card_of_the_dead(clerk: Client) -> None:
    dead = resident(card__state=CardStatus.CARD_SHIPPED, residency_status=ResidencyStatus.DECEASED)
    assert "Serahkan KTP-el" not in _page(clerk, dead)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.CLERK, True),
        (Role.SUPERVISOR, True),
        (Role.FRONT_DESK, False),
        (Role.REVIEWER, False),
        (Role.AUDITOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
@pytest.mark.parametrize("rest", ["ktp-el/", "ktp-el/serahkan/"])
def test_only_clerks_and_supervisors_move_cards(role: Role, *, may: bool, rest: str) -> None:
    client, _ = at_the_desk(role)
    person = resident(card__state=CardStatus.CARD_SHIPPED)
    answer = client.get(f"/petugas/penduduk/{person.pk}/{rest}")
    assert answer.status_code == (200 if may else 403)
    if role in {Role.FRONT_DESK, Role.REVIEWER}:
        assert "Serahkan KTP-el" not in _page(client, person)


def test_a_step_is_written_down_with_its_reason(clerk: Client) -> None:
    person = resident("SITI AMINAH", card__state=CardStatus.CARD_ISSUED)
    assert f'/penduduk/{person.pk}/ktp-el/?ke=PRINT_READY_RECORD">Cetak ulang</a>' in _page(clerk, person)
    page = _page(clerk, person, "ktp-el/?ke=PRINT_READY_RECORD")
    assert number_of(person) not in page
    assert 'value="PRINT_READY_RECORD"' in page
    assert "checked" in page

    refused = clerk.post(f"/petugas/penduduk/{person.pk}/ktp-el/", {"to": "PRINT_READY_RECORD", "reason": ""})
    assert refused.status_code == 422
    assert "Tulis alasan cetak ulang" in refused.content.decode()
    done = clerk.post(f"/petugas/penduduk/{person.pk}/ktp-el/", {"to": "PRINT_READY_RECORD", "reason": "hilang"})

    assert done["Location"] == f"/petugas/penduduk/{person.pk}/"
    assert _state(person) == CardStatus.PRINT_READY_RECORD
    assert "hilang" in _page(clerk, person)
    assert [entry.residents for entry in entries("change")] == [[person.pk]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Pilih status berikutnya."),
        ({"to": "CARD_ISSUED"}, "Status KTP-el berubah sejak Anda membuka halaman ini."),
        ({"to": "SENT_FOR_CARD_PRINTING", "reason": "3516080108900001"}, "Jangan menulis NIK"),
    ],
)
def test_what_is_no_step_is_said_in_words(clerk: Client, given: dict[str, str], sentence: str) -> None:
    person = resident(card__state=CardStatus.PRINT_READY_RECORD)
    answer = clerk.post(f"/petugas/penduduk/{person.pk}/ktp-el/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert _state(person) == CardStatus.PRINT_READY_RECORD


def test_a_card_is_handed_to_a_member_of_the_family(clerk: Client) -> None:
    person = resident("SITI AMINAH", card__state=CardStatus.CARD_SHIPPED)
    son = resident("AGUS SALIM", household=person.household)
    assert "AGUS SALIM" in _page(clerk, person, "ktp-el/serahkan/")

    answer = clerk.post(
        f"/petugas/penduduk/{person.pk}/ktp-el/serahkan/", {"taken_by": CardTaker.FAMILY, "member": son.pk}
    )

    assert answer.status_code == 302
    assert CardHandover.objects.get().member == son
    assert "diambil anggota keluarga dalam KK: AGUS SALIM" in _page(clerk, person)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Pilih siapa yang mengambil."),
        ({"taken_by": "family"}, "Pilih anggota keluarga yang mengambil."),
        ({"taken_by": "family", "member": "1"}, "Pengambil bukan anggota keluarga dalam KK yang sama."),
        ({"taken_by": "authorised"}, "Tulis nama pengambil seperti di surat kuasa."),
    ],
)
def test_nobody_takes_a_card_without_a_name(clerk: Client, given: dict[str, str], sentence: str) -> None:
    person = resident(card__state=CardStatus.CARD_SHIPPED)
    answer = clerk.post(f"/petugas/penduduk/{person.pk}/ktp-el/serahkan/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert _state(person) == CardStatus.CARD_SHIPPED


def test_a_card_handed_over_meanwhile_is_not_handed_over_again(clerk: Client) -> None:
    person = resident(card__state=CardStatus.CARD_SHIPPED)
    address = f"/petugas/penduduk/{person.pk}/ktp-el/serahkan/"
    assert clerk.post(address, {"taken_by": "herself"}).status_code == 302

    for answer in (clerk.post(address, {"taken_by": "herself"}), clerk.get(address)):
        assert answer.status_code == 409
        assert "Status KTP-el sekarang: Kartu sudah diserahkan." in answer.content.decode()
    assert CardEvent.objects.count() == 1


def test_a_card_of_another_area_is_as_unknown_as_none(clerk: Client) -> None:
    stranger = resident(region=ELSEWHERE, card__state=CardStatus.CARD_SHIPPED)
    for rest in ("ktp-el/", "ktp-el/serahkan/"):
        for pk in (stranger.pk, stranger.pk + 999):
            assert clerk.get(f"/petugas/penduduk/{pk}/{rest}").status_code == 404
            assert clerk.post(f"/petugas/penduduk/{pk}/{rest}", {"taken_by": "herself"}).status_code == 404
    assert _state(stranger) == CardStatus.CARD_SHIPPED


def test_a_page_of_a_card_asks_as_often_for_a_large_family(clerk: Client) -> None:
    person = resident(card__state=CardStatus.CARD_SHIPPED)
    _page(clerk, person, "ktp-el/serahkan/")
    with CaptureQueriesContext(connection) as alone:
        _page(clerk, person, "ktp-el/serahkan/")
    for _ in range(6):
        resident(household=person.household)
    with CaptureQueriesContext(connection) as together:
        _page(clerk, person, "ktp-el/serahkan/")
    assert len(together) == len(alone) <= 24


# --- The lists ---

LIST = "/petugas/daftar/"


@pytest.mark.parametrize(
    ("tab", "states", "cards"),
    [
        ("rekam-ulang", NEEDS_RECAPTURE, "recapture"),
        ("ganda", {CardStatus.DUPLICATE_RECORD}, "DUPLICATE_RECORD"),
        ("adjudikasi", {CardStatus.ADJUDICATE_RECORD}, "ADJUDICATE_RECORD"),
        ("siap-cetak", {CardStatus.PRINT_READY_RECORD}, "PRINT_READY_RECORD"),
        ("belum-diambil", {CardStatus.CARD_PRINTED, CardStatus.CARD_SHIPPED}, "unfetched"),
    ],
)
def test_a_list_holds_its_states_and_is_asked_for_as_a_file(
    clerk: Client, tab: str, states: set[CardStatus], cards: str
) -> None:
    for state in CardStatus:
        resident(f"STATUS {state.value}", card__state=state)
        resident(f"JAUH {state.value}", card__state=state, region=ELSEWHERE)

    page = clerk.get(LIST, {"tab": tab, "desa": ""}).content.decode()

    assert {state for state in CardStatus if f">STATUS {state.value}<" in page} == states
    assert "JAUH" not in page
    assert f"/petugas/ekspor/?kartu={cards}" in page
    asked = clerk.post(
        "/petugas/ekspor/", {"wilayah": "35.16.08.2001", "kartu": cards, "format": "csv", "tujuan": "uji"}
    )
    assert asked.status_code == 302, asked.content.decode()[:2000]
    assert f'value="{cards}" selected' in clerk.get(f"/petugas/ekspor/?kartu={cards}").content.decode()


@pytest.mark.parametrize("tab", ["rekam-ulang", "ganda", "adjudikasi", "belum-diambil"])
def test_a_full_list_asks_as_often_as_one_line(clerk: Client, tab: str) -> None:
    state = {
        "rekam-ulang": CardStatus.ENROLL_FAILURE_AT_CENTRAL,
        "ganda": CardStatus.DUPLICATE_RECORD,
        "adjudikasi": CardStatus.ADJUDICATE_RECORD,
        "belum-diambil": CardStatus.CARD_PRINTED,
    }[tab]
    resident(card__state=state)
    with CaptureQueriesContext(connection) as one:
        clerk.get(LIST, {"tab": tab})
    for _ in range(30):
        resident(card__state=state)
    with CaptureQueriesContext(connection) as many:
        assert b"25 berikutnya" in clerk.get(LIST, {"tab": tab}).content
    assert len(many) == len(one) <= 18


def test_who_may_not_take_a_list_out_is_not_offered_it() -> None:
    client, _ = at_the_desk(Role.FRONT_DESK)
    resident(card__state=CardStatus.CARD_PRINTED)
    assert "/petugas/ekspor/" not in client.get(LIST, {"tab": "belum-diambil"}).content.decode()


def test_whoever_invites_people_asks_whose_recording_failed(signed_in: tuple[Client, Officer]) -> None:
    failed = [resident(card__state=state).pk for state in sorted(NEEDS_RECAPTURE)]
    there = resident(card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL, region=KAUMAN).pk
    elsewhere = resident(card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL, region=ELSEWHERE).pk
    resident(card__state=CardStatus.ENROLL_FAILURE_AT_CENTRAL, residency_status=ResidencyStatus.DECEASED)
    resident(card__state=CardStatus.SEARCH_FAILURE_AT_CENTRAL)
    with scope.of(signed_in[1]):
        assert list(to_be_recaptured()) == [*failed, there]
        assert list(to_be_recaptured(place=KAUMAN)) == [there]
        assert list(to_be_recaptured(after=failed[0], most=1)) == [failed[1]]
        assert set(to_be_recaptured_of([failed[0], there, elsewhere])) == {failed[0], there}
