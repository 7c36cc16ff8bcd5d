"""Two at one moment behind the web admin: each race first without its guard, then with it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from registry import scope
from registry.actions import card_tallies, saved_filters
from registry.choices import Role
from registry.models import CardTally, Officer, SavedFilter
from tests.factories.elections import make_region
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]

_HARMLESS = "SELECT 1"


def meeting_before(monkeypatch: pytest.MonkeyPatch, owner: type[Any], method: str) -> None:
    """Let two threads wait for each other before they call a method, if both get that far."""
    barrier = threading.Barrier(2, timeout=1)
    original = getattr(owner, method)

    def awaited(*args: Any, **kwargs: Any) -> object:
        with suppress(threading.BrokenBarrierError):
            barrier.wait()
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, method, awaited)


def count() -> None:
    """Count the cards as the task does."""
    with scope.everywhere():
        card_tallies.count(at=timezone.now())


@pytest.fixture
def people() -> None:
    make_region("35.16.08.2001")
    ResidentFactory.create_batch(3)


def test_without_the_lock_two_counts_put_the_same_village_in(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_tallies, "_LOCK", _HARMLESS)
    meeting_before(monkeypatch, QuerySet, "delete")
    said = all_at_once(count, count)
    assert any(isinstance(outcome, IntegrityError) for outcome in said)


def test_two_counts_follow_each_other(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_before(monkeypatch, QuerySet, "delete")
    assert all_at_once(count, count) == [None, None]
    assert sum(CardTally.unscoped.values_list("alive", flat=True)) == 3


@pytest.fixture
def clerk() -> Officer:
    make_region("35.16")
    officer: Officer = OfficerFactory.create(role=Role.CLERK)
    for number in range(saved_filters.MOST - 1):
        saved_filters.keep(page="a", name=f"Nama {number}", query="b=1", shared=False, by=officer)
    return officer


def keep_two(officer: Officer) -> list[object]:
    """Keep two filters at one moment, where there is room for one."""
    return all_at_once(
        *(
            lambda name=name: saved_filters.keep(page="a", name=name, query="b=1", shared=False, by=officer)
            for name in ("Kiri", "Kanan")
        )
    )


def test_without_the_lock_an_officer_keeps_one_filter_too_many(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    meeting_before(monkeypatch, QuerySet, "update_or_create")
    keep_two(clerk)
    assert SavedFilter.objects.count() == saved_filters.MOST + 1


def test_an_officer_never_keeps_one_filter_too_many(clerk: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_before(monkeypatch, QuerySet, "update_or_create")
    said = keep_two(clerk)
    assert [type(outcome) for outcome in said].count(saved_filters.FiltersFull) == 1
    assert SavedFilter.objects.count() == saved_filters.MOST
