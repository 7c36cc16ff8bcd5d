"""Forms and codes are counted by device and by address, whoever they are about; what was typed is kept."""

from __future__ import annotations

import datetime
import uuid
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from queueing.models import Party, Tally
from queueing.source import COOKIE
from tests.factories.queueing import SlotFactory
from tests.queueing.identity.filled import NIKS, a_held_form, name, people_in
from tests.queueing.identity.test_form_pages import TYPED, address

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr("queueing.rules.limits.SOURCE_TRIES", 2)
    monkeypatch.setattr("queueing.rules.limits.ADDRESS_TRIES", 5)


def a_device(party: Party, network: str = HERE) -> Client:
    """A browser that has opened the form, and so has its cookie."""
    client = Client(headers={"x-forwarded-for": network})
    client.get(address("people", party))
    assert COOKIE in client.cookies
    return client


def send(client: Client, party: Party, **typed: str) -> HttpResponse:
    answer: object = client.post(address("people", party), {**TYPED, "nik_1": "1", **typed})
    assert isinstance(answer, HttpResponse)
    return answer


def statuses(client: Client, party: Party, times: int) -> list[int]:
    return [send(client, party).status_code for _ in range(times)]


def test_the_third_form_of_a_device_is_not_looked_at_and_keeps_what_was_typed() -> None:
    party = a_held_form()
    client = a_device(party)
    assert statuses(client, party, 2) == [422, 422]

    answer = send(client, party, nik_1=NIKS[0])

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Terlalu banyak percobaan" in page
    assert "Coba lagi mulai pukul" in page
    assert NIKS[0] in page
    assert people_in(party)[0].nik_index is None


def test_a_neighbour_behind_the_same_address_goes_on() -> None:
    party = a_held_form()
    assert statuses(a_device(party), party, 3)[-1] == HTTPStatus.TOO_MANY_REQUESTS

    assert statuses(a_device(party), party, 1) == [422]


def test_an_address_has_a_ceiling_whatever_its_devices() -> None:
    party = a_held_form()
    said = [statuses(a_device(party), party, 1)[0] for _ in range(6)]

    assert said == [422] * 5 + [429]
    assert statuses(a_device(party, ELSEWHERE), party, 1) == [422]


@pytest.mark.parametrize("cookie", ["", "made-up", "abc:def:ghi"])
def test_devices_without_a_cookie_of_ours_share_one_count(cookie: str) -> None:
    party = a_held_form()
    said = []
    for _ in range(3):
        client = Client(headers={"x-forwarded-for": HERE})
        if cookie:
            client.cookies[COOKIE] = cookie
        said += statuses(client, party, 1)

    assert said == [422, 422, 429]


def test_guesses_of_a_code_count_as_well() -> None:
    party = name(a_held_form(), NIKS[0])
    client = a_device(party)

    said = [client.post(address("code", party), {"kode": "000000"}).status_code for _ in range(3)]

    assert said[-1] == HTTPStatus.TOO_MANY_REQUESTS


def test_a_count_begins_anew_with_its_stretch() -> None:
    party = a_held_form()
    client = a_device(party)
    statuses(client, party, 3)
    for tally in Tally.objects.all():
        Tally.objects.filter(pk=tally.pk).update(since=tally.since - datetime.timedelta(minutes=15))

    assert statuses(client, party, 1) == [422]


def test_nobodys_address_is_stored() -> None:
    party = a_held_form()
    statuses(a_device(party), party, 1)

    assert not [tally for tally in Tally.objects.values_list("subject", flat=True) if HERE in str(tally)]


def test_a_device_holds_places_as_often_as_it_may() -> None:
    slot = SlotFactory.create(seats=9)
    page = reverse("queueing:slots", args=[slot.office_id, slot.day.isoformat()])
    client = Client(headers={"x-forwarded-for": HERE})
    client.get(page)
    form = {"orang": "1", "prioritas": "tidak", "sesi": str(slot.pk)}

    said = [client.post(page, {**form, "kunci": str(uuid.uuid4())}).status_code for _ in range(3)]

    assert said == [302, 302, 429]
    assert Party.unscoped.count() == 2
