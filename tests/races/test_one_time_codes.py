"""Guesses sent at once: five are compared and no sixth; two askings at once send one code."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db.models import F

from queueing.actions import one_time_codes
from queueing.actions.one_time_codes import CodeOver, TooSoon, WrongCode
from queueing.models import OneTimeCode, Party
from queueing.rules.limits import OTP_TRIES
from tests.factories.elections import make_region
from tests.queueing.identity.filled import NIKS, a_held_form, figures_sent, name, now
from tests.queueing.identity.test_one_time_codes import other_than
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

GUESSES = 20


@pytest.fixture
def party() -> Party:
    make_region("35.16.08")
    return name(a_held_form(), NIKS[0])


def guess(party: Party, figures: str) -> None:
    one_time_codes.prove(party=party.pk, figures=figures, at=now())


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was compared with the code, guess by guess."""
    seen: list[str] = []
    digest = one_time_codes._digest

    def noting(party: Party, figures: str) -> bytes:
        seen.append(figures)
        return digest(party, figures)

    monkeypatch.setattr(one_time_codes, "_digest", noting)
    return seen


def test_of_twenty_guesses_at_once_five_are_compared(party: Party, compared: list[str]) -> None:
    wrong = other_than(figures_sent(party))

    said = all_at_once(*[partial(guess, party, wrong)] * GUESSES)

    assert {type(refusal) for refusal in said} == {WrongCode, CodeOver}
    assert len(compared) == OTP_TRIES
    assert OneTimeCode.objects.get().tries == OTP_TRIES


def test_looking_first_and_counting_afterwards_compares_more(
    party: Party, compared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: everybody has looked at the count before anybody writes it."""
    everybody_looked = threading.Barrier(GUESSES)

    def look(party: Party, _: object) -> tuple[bytes, int]:
        code = OneTimeCode.objects.get(party=party)
        everybody_looked.wait(10)
        if code.tries >= OTP_TRIES:
            raise CodeOver
        OneTimeCode.objects.filter(party=party, tries__lt=OTP_TRIES).update(tries=F("tries") + 1)
        return bytes(code.digest), code.tries + 1

    monkeypatch.setattr(one_time_codes, "_count_try", look)
    wrong = other_than(figures_sent(party))

    all_at_once(*[partial(guess, party, wrong)] * GUESSES)

    assert len(compared) > OTP_TRIES


def test_a_right_code_sent_twice_at_once_proves_once_and_refuses_nobody(party: Party) -> None:
    said = all_at_once(*[partial(guess, party, figures_sent(party))] * 4)

    assert said == [None] * 4
    party.refresh_from_db()
    assert party.contact_proved_at is not None


def test_two_askings_at_once_send_one_code(party: Party) -> None:
    OneTimeCode.objects.all().delete()

    said = all_at_once(*[partial(one_time_codes.send, party=party.pk, at=now())] * 6)

    assert sum(isinstance(answer, OneTimeCode) for answer in said) == 1
    assert sum(isinstance(answer, TooSoon) for answer in said) == 5
    assert OneTimeCode.objects.get().sendings == 1
