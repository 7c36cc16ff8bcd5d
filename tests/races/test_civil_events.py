"""Two officers at the same people: each race is shown without its guard first, then with it."""

from __future__ import annotations

import datetime
import random
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from registry import locks, scope
from registry.actions import births, event_book, marriages, reversals
from registry.choices import MaritalStatus, RelationToHead, ResidencyStatus
from registry.ingest import siak_merge
from registry.models import CivilEvent, Household, Officer, Resident
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.marriages import Marriage
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory
from tests.registry.events import every_kind
from tests.registry.events.families import AT, TODAY, Family, confirmed, make_family

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLERKS = 4


@pytest.fixture
def officer() -> Officer:
    plant_regency("35.16")
    return OfficerFactory.create(area_id="35.16")


@pytest.fixture
def family(officer: Officer) -> Family:
    return make_family()


@pytest.fixture
def at_work(officer: Officer) -> Iterator[Officer]:
    with scope.of(officer):
        yield officer


def _together(officer: Officer, works: Sequence[Callable[[], object]]) -> list[object]:
    """Do each work in a thread of its own, all at once; return what each returned or raised."""
    start, ends = threading.Barrier(len(works)), []

    def at_once(work: Callable[[], object]) -> None:
        try:
            with scope.of(officer):
                start.wait(10)
                ends.append(work())
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def _given(told: every_kind.Told, officer: Officer, key: uuid.UUID | None = None) -> dict[str, object]:
    return {"confirmation": confirmed(told.foresee(), key), "by": officer, "at": AT}


def _events(ends: list[object]) -> set[int]:
    return {end.pk for end in ends if isinstance(end, CivilEvent)}


def _unguard(monkeypatch: pytest.MonkeyPatch, writers: int) -> None:
    """Take the locks and the condition of the updates away, and let all have foreseen before any writes."""
    monkeypatch.setattr(locks, "lock_families", lambda **_families: None)
    monkeypatch.setattr(event_book, "_as_seen", lambda _change: {})
    all_have_foreseen, write = threading.Barrier(writers), event_book._write

    def write_together(*args: Any) -> CivilEvent:
        all_have_foreseen.wait(10)
        return write(*args)

    monkeypatch.setattr(event_book, "_write", write_together)


@pytest.mark.parametrize(("guarded", "recorded"), [(False, CLERKS), (True, 1)])
def test_many_clerks_recording_one_death_record_it_once(
    family: Family, at_work: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, recorded: int
) -> None:
    told = every_kind.death(family)
    works = [partial(told.record, _given(told, at_work)) for _ in range(CLERKS)]
    if not guarded:
        _unguard(monkeypatch, CLERKS)

    ends = _together(at_work, works)

    assert len(_events(ends)) == CivilEvent.unscoped.count() == recorded
    assert sum(isinstance(end, event_book.ForbiddenByRules) for end in ends) == CLERKS - recorded


@pytest.mark.parametrize(("guarded", "recorded"), [(False, 2), (True, 1)])
def test_one_page_sent_twice_at_once_is_one_event(
    family: Family, at_work: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, recorded: int
) -> None:
    told, key = every_kind.death(family), uuid.uuid4()
    works = [partial(told.record, _given(told, at_work, key)) for _ in range(2)]
    if not guarded:
        _unguard(monkeypatch, 2)
        _drop_index("registry_civilevent", "idempotency_key")

    ends = _together(at_work, works)

    assert len(_events(ends)) == CivilEvent.unscoped.count() == recorded
    assert len(ends) == sum(isinstance(end, CivilEvent) for end in ends)


def test_the_key_alone_decides_where_nobody_can_be_locked(
    family: Family, at_work: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger with a new card locks no family: the unique key makes one event of two requests."""
    told, key = every_kind.death(family), uuid.uuid4()
    works = [partial(told.record, _given(told, at_work, key)) for _ in range(2)]
    _unguard(monkeypatch, 2)

    ends = _together(at_work, works)

    assert len(_events(ends)) == CivilEvent.unscoped.count() == 1
    assert len(ends) == sum(isinstance(end, CivilEvent) for end in ends)


@pytest.mark.parametrize("guarded", [False, True])
def test_births_that_drew_one_serial_get_two(at_work: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool) -> None:
    told = Birth(datetime.date(2026, 11, 24), "RINI SANTOSO", "P", "MOJOKERTO")
    mothers = [make_family().mother.pk for _ in range(CLERKS)]
    drawn = [births.propose_nik(mother, told) for mother in mothers]
    assert len(set(drawn)) == 1
    confirmations = [
        confirmed(births.foresee(mother, told, nik=drawn[0], is_proposed=True, on=TODAY)) for mother in mothers
    ]
    if not guarded:
        _drop_index("registry_resident", "nik_index")
    works = [
        partial(
            births.record,
            mother,
            told,
            nik=drawn[0],
            is_proposed=True,
            document="",
            confirmation=confirmation,
            by=at_work,
            at=AT,
        )
        for mother, confirmation in zip(mothers, confirmations, strict=True)
    ]

    ends = _together(at_work, works)

    assert len(_events(ends)) == CLERKS, ends
    niks = {child.nik for child in Resident.unscoped.filter(name=told.name)}
    assert len(niks) == (CLERKS if guarded else 1)


@pytest.mark.parametrize(("guarded", "reversed_"), [(False, True), (True, False)])
def test_an_event_and_the_reversal_it_rests_on_are_not_both_written(
    family: Family, at_work: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool, reversed_: bool
) -> None:
    """The widow marries while the death is undone: whoever comes second finds the register changed."""
    death = every_kind.record(every_kind.death(family), at_work)
    wedding = _wedding(family.mother)
    marry = _given(wedding, at_work)
    undo = confirmed(reversals.foresee(death.pk))
    if not guarded:
        _unguard(monkeypatch, 2)

    ends = _together(
        at_work,
        [
            lambda: wedding.record(marry),
            lambda: reversals.reverse(death.pk, reason="Salah orang", confirmation=undo, by=at_work, at=AT),
        ],
    )

    assert len(_events(ends)) == (2 if not guarded else 1), ends
    father, mother = Resident.unscoped.get(pk=family.father.pk), Resident.unscoped.get(pk=family.mother.pk)
    married_to_nobody = (
        father.residency_status == ResidencyStatus.ALIVE and CivilEvent.unscoped.filter(kind="marriage").exists()
    )
    assert married_to_nobody is reversed_
    if guarded:
        assert mother.marital_status == MaritalStatus.MARRIED


def test_two_reversals_of_one_event_are_one(family: Family, at_work: Officer) -> None:
    death = every_kind.record(every_kind.death(family), at_work)
    works = [
        partial(
            reversals.reverse,
            death.pk,
            reason="Salah orang",
            confirmation=confirmed(reversals.foresee(death.pk)),
            by=at_work,
            at=AT,
        )
        for _ in range(CLERKS)
    ]

    ends = _together(at_work, works)

    assert len(_events(ends)) == 1
    assert sum(isinstance(end, reversals.AlreadyReversed) for end in ends) == CLERKS - 1


@pytest.mark.parametrize("guarded", [False, True])
def test_families_locked_in_any_order_never_wait_in_a_circle(
    at_work: Officer, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Two households whose daughters change places: without one order each waits for the other."""
    one, other = make_family(), make_family()
    moves = [every_kind.join(one, other.home.pk), every_kind.join(other, one.home.pk)]
    given = [_given(told, at_work) for told in moves]
    if not guarded:
        both_hold_one = threading.Barrier(2)

        def lock_as_named(*, residents: list[int], households: list[int]) -> None:
            own = Resident.unscoped.get(pk=residents[0]).household_id
            Household.unscoped.select_for_update(no_key=True).get(pk=own)
            both_hold_one.wait(10)
            Household.unscoped.select_for_update(no_key=True).get(pk=households[0])

        monkeypatch.setattr(locks, "lock_families", lock_as_named)

    ends = _together(
        at_work,
        [partial(told.record, own) for told, own in zip(moves, given, strict=True)],
    )

    deadlocks = [end for end in ends if isinstance(end, OperationalError)]
    assert len(deadlocks) == (0 if guarded else 1), ends
    assert not guarded or len(_events(ends)) == 2


def test_a_crowd_of_moves_in_random_order_ends_without_a_deadlock(at_work: Officer) -> None:
    dice = random.Random(7)
    families = [make_family() for _ in range(4)]
    ends: list[object] = []
    for _round in range(4):
        pairs = [dice.sample(families, 2) for _ in range(6)]
        works = [partial(_move_over, at_work, *pair) for pair in pairs]
        ends += _together(at_work, works)

    assert not [end for end in ends if isinstance(end, DatabaseError)], ends
    assert Resident.unscoped.count() == 16
    heads = Resident.unscoped.filter(relation_to_head=RelationToHead.HEAD).values_list("household_id", flat=True)
    assert len(heads) == len(set(heads)) == 4


def test_nobody_is_changed_by_hand_while_a_file_is_merged(
    family: Family, at_work: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = every_kind.death(family)
    given = _given(told, at_work)
    monkeypatch.setattr(locks, "PATIENCE", "200ms")
    merging, asked = threading.Event(), threading.Event()

    def merge() -> None:
        with transaction.atomic():
            siak_merge.take_turn()
            merging.set()
            asked.wait(10)
        connection.close()

    thread = threading.Thread(target=merge)
    thread.start()
    merging.wait(10)
    with pytest.raises(locks.FileIsMerging, match="Coba lagi"):
        told.record(given)
    asked.set()
    thread.join()

    assert told.record(given).pk


def _wedding(widow: Resident) -> every_kind.Told:
    told = Marriage(TODAY)
    return every_kind.Told(
        lambda: marriages.foresee_marriage(widow.pk, told, partner_id=None, on=TODAY),
        lambda given: marriages.marry(
            widow.pk,
            told,
            partner_id=None,
            partner_name="HERU",
            document="",
            **given,  # type: ignore[arg-type]
        ),
    )


def _move_over(officer: Officer, one: Family, other: Family) -> object:
    told = every_kind.join(one, other.home.pk)
    plan = told.foresee()
    if plan.refusals:
        return plan.refusals
    return told.record({"confirmation": confirmed(plan), "by": officer, "at": AT})


@pytest.fixture(autouse=True)
def indexes_are_put_back() -> Iterator[None]:
    """What a control drops is made again, on tables that are empty."""
    yield
    with connection.cursor() as cursor:
        if _DROPPED:
            cursor.execute("TRUNCATE registry_resident, registry_household, registry_civilevent CASCADE")
        while _DROPPED:
            cursor.execute(_DROPPED.pop())


_DROPPED: list[str] = []


def _drop_index(table: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'u' AND conrelid = %s::regclass AND attname = %s AND array_length(conkey, 1) = 1",
            [table, column],
        )
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        _DROPPED.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({column})")
