"""One solved puzzle sent forty times at once: one is let through."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.core.cache import cache

from queueing import puzzles
from tests.queueing.identity.filled import now
from tests.queueing.identity.test_puzzles import FORM, solved
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]

SENDINGS = 40


def accepted() -> int:
    proof = solved(puzzles.make(FORM, at=now()))
    said = all_at_once(*[partial(puzzles.is_solved, proof, FORM, at=now())] * SENDINGS)
    assert not [refusal for refusal in said if isinstance(refusal, Exception)]
    return said.count(True)


def test_of_forty_at_once_one_proof_is_taken() -> None:
    assert accepted() == 1


def test_looking_first_and_writing_afterwards_takes_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: as django-altcha did it; everybody has looked before anybody writes."""
    everybody_looked = threading.Barrier(SENDINGS)

    class LookingFirst:
        def add(self, key: str, value: object, timeout: int) -> bool:
            known = cache.get(key) is not None
            everybody_looked.wait(10)
            cache.set(key, value, timeout)
            return not known

    monkeypatch.setattr(puzzles, "cache", LookingFirst())

    assert accepted() == SENDINGS
