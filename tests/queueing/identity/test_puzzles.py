"""Under pressure a form costs a proof of work, or twenty seconds of waiting; else it costs nothing."""

from __future__ import annotations

import base64
import datetime
import html
import json
import re
import uuid
from http import HTTPStatus
from typing import cast

import altcha
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from queueing import puzzles
from queueing.models import Party
from queueing.pressure import Pressure
from tests.factories.queueing import SlotFactory
from tests.queueing.identity.filled import a_held_form, now, people_in
from tests.queueing.identity.test_form_pages import TYPED, address

FORM, OTHER_FORM = "people", "hold"


def solved(puzzle: str) -> str:
    """Return the proof as the page's script makes it."""
    challenge = altcha.Challenge.from_dict(json.loads(puzzle))
    solution = altcha.solve_challenge(challenge)
    assert solution
    found = {"counter": solution.counter, "derivedKey": solution.derived_key}
    return base64.b64encode(json.dumps({"challenge": challenge.to_dict(), "solution": found}).encode()).decode()


def changed(proof: str, **parameters: object) -> str:
    told = json.loads(base64.b64decode(proof))
    told["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(told).encode()).decode()


@pytest.fixture
def crowd(settings: Settings) -> None:
    settings.FORMS_A_MINUTE = 0


def page_of(party: Party) -> str:
    return Client().get(address("people", party)).content.decode()


def send(party: Party, **typed: str) -> HttpResponse:
    return cast("HttpResponse", Client().post(address("people", party), {**TYPED, **typed}))


def wait_in(page: str) -> str:
    found = re.search(r'name="tunggu"\s+value="([^"]+)"', page)
    assert found
    return found[1]


def puzzle_in(page: str) -> str:
    found = re.search(r'data-puzzle="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_a_proof_is_taken_once() -> None:
    proof = solved(puzzles.make(FORM, at=now()))

    assert puzzles.is_solved(proof, FORM, at=now())
    assert not puzzles.is_solved(proof, FORM, at=now())


def test_a_proof_written_otherwise_is_the_same_proof() -> None:
    proof = solved(puzzles.make(FORM, at=now()))
    told = json.loads(base64.b64decode(proof))
    told["solution"]["time"] = 1

    assert puzzles.is_solved(proof, FORM, at=now())
    assert not puzzles.is_solved(base64.b64encode(json.dumps(told).encode()).decode(), FORM, at=now())


def test_a_proof_is_good_for_its_form_and_day_alone() -> None:
    proof = solved(puzzles.make(FORM, at=now()))

    assert not puzzles.is_solved(proof, OTHER_FORM, at=now())
    assert not puzzles.is_solved(proof, FORM, at=now() + datetime.timedelta(days=1))
    assert puzzles.is_solved(proof, FORM, at=now())


def test_a_proof_that_is_too_old_or_changed_or_none_is_refused() -> None:
    old = solved(puzzles.make(FORM, at=now() - puzzles.LIFE - datetime.timedelta(seconds=1)))
    proof = solved(puzzles.make(FORM, at=now()))
    easier = changed(proof, cost=1)
    later = changed(old, expiresAt=int(now().timestamp()) + 60)

    for none in (old, easier, later, "", "x", "e30=", base64.b64encode(b"[1]").decode(), "A" * 5_000, proof[:-8]):
        assert not puzzles.is_solved(none, FORM, at=now())


def test_a_wait_is_taken_once_after_twenty_seconds() -> None:
    key = str(uuid.uuid4())
    wait = puzzles.begin_wait(FORM, key, at=now())
    later = now() + puzzles.WAIT

    assert not puzzles.has_waited(wait, FORM, key, at=now() + puzzles.WAIT / 2)
    assert not puzzles.has_waited(wait, FORM, str(uuid.uuid4()), at=later)
    assert not puzzles.has_waited(wait, OTHER_FORM, key, at=later)
    assert not puzzles.has_waited(wait, FORM, key, at=later + puzzles.LIFE)
    assert puzzles.has_waited(wait, FORM, key, at=later)
    assert not puzzles.has_waited(wait, FORM, key, at=later)


@pytest.mark.parametrize("broken", ["", "x", "e30:x", "WyJwZW9wbGUiXQ:AAAA"])
def test_a_wait_that_we_did_not_sign_is_none(broken: str) -> None:
    assert not puzzles.has_waited(broken, FORM, "x", at=now())


def test_pressure_is_high_from_one_form_more_than_the_limit(settings: Settings) -> None:
    settings.FORMS_A_MINUTE = 3
    pressure = Pressure()
    for _ in range(3):
        pressure.note()
    assert not pressure.is_high()
    pressure.note()
    assert pressure.is_high()


def test_without_a_crowd_a_form_costs_nothing() -> None:
    party = a_held_form()

    assert "data-puzzle" not in page_of(party)
    assert send(party).status_code == HTTPStatus.FOUND


@pytest.mark.usefixtures("crowd")
def test_in_a_crowd_a_form_without_a_proof_is_asked_to_wait_and_keeps_what_was_typed() -> None:
    party = a_held_form()
    wait = wait_in(page_of(party))

    answer = send(party, tunggu=wait)

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Tunggu 20 detik" in page
    assert TYPED["nik_1"] in page
    assert wait_in(page) == wait, "the waiting that has begun goes on"
    assert people_in(party)[0].nik_index is None


@pytest.mark.usefixtures("crowd")
def test_in_a_crowd_whoever_filled_the_form_in_for_twenty_seconds_has_waited() -> None:
    party = a_held_form()
    wait = puzzles.begin_wait(FORM, str(party.pk), at=now() - puzzles.WAIT)

    assert send(party, tunggu=wait).status_code == HTTPStatus.FOUND


@pytest.mark.usefixtures("crowd")
def test_in_a_crowd_a_solved_puzzle_lets_a_form_through_once() -> None:
    party = a_held_form()
    send(party)
    proof = solved(puzzle_in(page_of(party)))

    assert send(party, bukti=proof).status_code == HTTPStatus.FOUND
    assert send(party, bukti=proof).status_code == HTTPStatus.SERVICE_UNAVAILABLE


@pytest.mark.usefixtures("crowd")
def test_in_a_crowd_places_are_held_for_whoever_proves_her_work() -> None:
    slot = SlotFactory.create()
    page = reverse("queueing:slots", args=[slot.office_id, slot.day.isoformat()])
    form = {"orang": "1", "prioritas": "tidak", "sesi": str(slot.pk), "kunci": str(uuid.uuid4())}
    Client().post(page, form)

    refused = Client().post(page, form)
    again = refused.content.decode()
    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Pilihan Anda tidak hilang" in again
    assert form["kunci"] in again

    assert Client().post(page, {**form, "bukti": solved(puzzle_in(again))}).status_code == HTTPStatus.FOUND
    assert Party.unscoped.count() == 1
