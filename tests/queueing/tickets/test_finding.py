"""Finding a ticket by its code and the last figures of the NIK, and telling nobody which of them was wrong."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from queueing.models import Booking, Office
from queueing.rules import limits
from tests.factories.queueing import a_booking
from tests.queueing.tickets.booked import a_slot, path, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NIK = "3516080108907788"
NO_SUCH_CODE = "K7QF-2M9X"


@pytest.fixture
def booked(office: Office) -> Booking:
    return people_of(a_booking(a_slot(office), niks=[NIK]))[0]


def look(phone: Client, code: object, figures: str, *, source: str = "10.0.0.1") -> tuple[int, str]:
    """Send the form; return the status, and the page or where it leads."""
    answer = phone.post("/tiket/", {"code": str(code), "figures": figures}, REMOTE_ADDR=source)
    return answer.status_code, answer.headers.get("Location") or " ".join(answer.content.decode().split())


@pytest.mark.parametrize("written", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_code_and_last_figures_lead_to_the_ticket(phone: Client, booked: Booking, written: object) -> None:
    assert callable(written)

    assert look(phone, written(str(booked.code)), NIK[-4:]) == (302, path(booked.party))


def test_a_wrong_code_and_wrong_figures_are_answered_alike(phone: Client, booked: Booking) -> None:
    with CaptureQueriesContext(connection) as one:
        wrong_code = look(phone, NO_SUCH_CODE, NIK[-4:])
    with CaptureQueriesContext(connection) as other:
        wrong_figures = look(phone, booked.code, "0000")

    def same(page: str) -> str:
        return (
            page.replace(NO_SUCH_CODE, "…").replace(str(booked.code), "…").replace(NIK[-4:], "…").replace("0000", "…")
        )

    assert wrong_code[0] == wrong_figures[0] == 422
    assert _without_token(same(wrong_code[1])) == _without_token(same(wrong_figures[1]))
    assert "tidak cocok" in wrong_code[1]
    assert len(one) == len(other)


def _without_token(page: str) -> str:
    before, _, after = page.partition("csrfmiddlewaretoken")
    return before + after.partition(">")[2]


@pytest.mark.parametrize(
    ("code", "figures", "says"),
    [
        ("", "7788", "Tulis kode pemesanan Anda"),
        ("K7QO-2M9X", "7788", "tidak memakai angka 0 dan 1"),
        ("K7Q1-2M9X", "7788", "tidak memakai angka 0 dan 1"),
        ("K7QF", "7788", "terlalu pendek"),
        (NO_SUCH_CODE, "", "Tulis empat angka terakhir NIK"),
        (NO_SUCH_CODE, "77a8", "Tulis empat angka terakhir NIK"),
        (NO_SUCH_CODE, "٧٧٨٨", "Tulis empat angka terakhir NIK"),
        (NO_SUCH_CODE, NIK, "jangan tulis NIK lengkap"),
    ],
)
def test_what_is_mistyped_is_told_in_words_and_counted_by_nobody(
    phone: Client, code: str, figures: str, says: str
) -> None:
    said = [look(phone, code, figures) for _ in range(limits.FIND_CODE_TRIES + 1)]

    status, page = said[-1]
    assert status == 422
    assert says in page
    assert NIK not in page


def test_a_code_is_tried_five_times_an_hour_by_whoever_it_may_be(booked: Booking) -> None:
    for number in range(limits.FIND_CODE_TRIES):
        assert look(Client(), booked.code, "0000", source=f"10.0.0.{number}")[0] == 422

    status, page = look(Client(), booked.code, NIK[-4:], source="10.0.9.9")
    assert status == 429
    assert "Terlalu banyak percobaan" in page


def test_a_code_that_nobody_has_is_closed_in_the_same_way(booked: Booking) -> None:
    statuses = [look(Client(), NO_SUCH_CODE, "0000")[0] for _ in range(limits.FIND_CODE_TRIES + 1)]

    assert statuses == [422] * limits.FIND_CODE_TRIES + [429]


def test_a_closed_code_says_when_and_opens_again_with_the_hour(booked: Booking) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 3, 10, tzinfo=datetime.UTC), tick=False) as clock:
        for _ in range(limits.FIND_CODE_TRIES):
            look(Client(), booked.code, "0000")
        refused = Client().post("/tiket/", {"code": booked.code, "figures": NIK[-4:]})
        assert refused.headers["Retry-After"] == str(50 * 60)
        clock.shift(50 * 60)
        assert look(Client(), booked.code, NIK[-4:])[0] == 302


def test_one_address_tries_as_many_codes_as_a_hall_full_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIND_ADDRESS_TRIES", 3)
    codes = ["K7QF-2M9A", "K7QF-2M9B", "K7QF-2M9C", "K7QF-2M9D"]

    statuses = [look(Client(), code, "0000", source="10.1.1.1")[0] for code in codes]

    assert statuses == [422, 422, 422, 429]
    assert look(Client(), codes[3], "0000", source="10.1.1.2")[0] == 422


def test_the_page_of_the_form_is_kept_by_nobody(phone: Client) -> None:
    answer = phone.get("/tiket/")

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
