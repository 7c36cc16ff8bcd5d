"""Two hands at the trail at one moment: each race first without its guard, then with it."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry.actions import access, seals
from registry.models import AccessEntry, AccessSeal, Officer
from registry.models.access import AccessAction
from registry.queries import daily_use, trail_seals
from registry.queries.trail_seals import Damage
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.race]


def write(pk: int = 1, by: Officer | None = None) -> AccessEntry:
    return access.record(
        action=AccessAction.VIEW, subject=f"penduduk {pk}", purpose="uji", by=by, at=timezone.now(), residents=[pk]
    )


def sealed_while_an_entry_is_in_flight() -> list[object]:
    """An entry gets its id, a later one is committed, the sealer runs, and only then the first is committed."""
    drawn, tried = threading.Event(), threading.Event()

    def slow_request() -> None:
        with transaction.atomic():
            write(1)
            drawn.set()
            assert tried.wait(20)

    def quick_request_and_sealer() -> AccessSeal | None:
        assert drawn.wait(20)
        try:
            write(2)
            return seals.seal(at=timezone.now())
        finally:
            tried.set()

    return all_at_once(slow_request, quick_request_and_sealer)


def found() -> list[Damage]:
    return [fault.damage for fault in trail_seals.faults(now=timezone.now())]


def test_without_the_lock_an_entry_comes_into_a_stretch_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_LOCK", "SELECT 1")

    assert isinstance(sealed_while_an_entry_is_in_flight()[1], AccessSeal)

    assert found() == [Damage.ADDED]


def test_the_sealer_gives_up_while_an_entry_is_in_flight_and_seals_both_later() -> None:
    assert isinstance(sealed_while_an_entry_is_in_flight()[1], seals.EntriesInFlight)

    made = seals.seal(at=timezone.now())
    assert made is not None
    assert (made.row_count, found()) == (2, [])


def test_two_sealers_at_once_make_one_chain() -> None:
    write(1)
    said = all_at_once(*(lambda: seals.seal(at=timezone.now()),) * 4)
    assert sum(isinstance(answer, AccessSeal) for answer in said) == 1
    assert all(answer is None or isinstance(answer, AccessSeal | seals.SealingElsewhere) for answer in said)
    assert (AccessSeal.objects.count(), found()) == (1, [])


def test_entries_written_while_the_sealer_works_are_all_sealed_in_the_end() -> None:
    def clerk() -> None:
        for pk in range(40):
            write(pk)

    def sealer() -> None:
        for _ in range(15):
            try:
                seals.seal(at=timezone.now())
            except (seals.EntriesInFlight, seals.SealingElsewhere):
                continue

    assert all_at_once(clerk, sealer, clerk, sealer) == [None] * 4
    seals.seal(at=timezone.now())
    assert sum(AccessSeal.objects.values_list("row_count", flat=True)) == AccessEntry.objects.count() == 80
    assert found() == []


def opened_at_the_limit(settings: Settings) -> int:
    """One officer, one resident left, two requests at once; return how many were answered."""
    settings.DAILY_LIMITS = {"opened": {"other": 1}}
    plant_regency("35.16")
    officer = OfficerFactory.create()
    counted = threading.Barrier(2, timeout=3)
    use = daily_use.use

    def use_and_wait(*args: object, **named: object) -> daily_use.Use:
        answer = use(*args, **named)  # type: ignore[arg-type]
        with contextlib.suppress(threading.BrokenBarrierError):
            counted.wait()
        return answer

    def request(pk: int) -> None:
        with transaction.atomic():
            write(pk, by=officer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily_use, "use", use_and_wait)
        said = all_at_once(lambda: request(1), lambda: request(2))
    return said.count(None)


def test_without_turns_two_requests_both_pass_the_limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily_use, "take_turn", lambda _officer: None)
    assert opened_at_the_limit(settings) == 2


def test_of_two_requests_at_the_limit_one_is_refused(settings: Settings) -> None:
    assert opened_at_the_limit(settings) == 1
    with connection.cursor() as cursor:
        # Of this database alone: another process of the run has one of its own on the same server.
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone()[0] == 0
