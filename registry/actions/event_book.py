"""The book of civil events is written here: one event with all its changes, in one transaction, just as confirmed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from registry import locks
from registry.actions import access, new_rows
from registry.choices import CivilEventKind
from registry.models import CivilEvent, CivilEventChange, Household, Officer, Resident, history
from registry.models.access import AccessAction
from registry.rules.civil_events.plan import NEW, Change, Plan, Subject


class ForbiddenByRules(Exception):
    """The rules forbid the event; each reason is a sentence for the officer."""

    def __init__(self, sentences: Collection[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


class ChangedMeanwhile(Exception):
    """What the officer confirmed is not what would happen now: somebody changed the same people since."""

    def __init__(self) -> None:
        super().__init__("Data berubah sejak Anda memeriksanya. Periksa lagi sebelum menyimpan.")


@dataclass(frozen=True)
class Confirmation:
    """What an officer saw and agreed to: the digest of the plan, and the key of the page, which makes one event."""

    digest: str
    key: uuid.UUID


@dataclass(frozen=True)
class Entry:
    """What stands in the book beside the changes; `resident_id` is NEW for the person the event makes."""

    kind: CivilEventKind
    resident_id: int
    event_date: datetime.date
    document: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    reverses_id: int | None = None


@dataclass(frozen=True)
class Numbers:
    """The numbers of what the event makes, in clear until they are sealed; kept out of `repr`, which ends in logs."""

    nik: str = field(default="", repr=False)
    kk_number: str = field(default="", repr=False)


@transaction.atomic
def write(
    foresee: Callable[[], Plan],
    *,
    entry: Entry,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
    residents: Collection[int] = (),
    households: Collection[int] = (),
    numbers: Numbers | None = None,
) -> CivilEvent:
    """Lock the families, foresee again, and write what was confirmed; sent twice, the first event is returned.

    Races in `tests/races/test_civil_events.py`: two officers at one person, one page sent twice, two numbers alike.

    Args:
        foresee: makes the plan from the rows as they are, once they are locked.
        entry: what stands in the book beside the changes.
        confirmation: what the officer agreed to.
        by: the officer.
        at: the moment.
        residents: whose families are locked.
        households: further families.
        numbers: those of a new resident or household.

    Raises:
        ForbiddenByRules: the rules forbid it, maybe only now.
        ChangedMeanwhile: the plan is another one now.
        NikTaken, KkNumberTaken: see `new_rows`.
        FileIsMerging, SomebodyIsAtIt, MovedMeanwhile: see `locks`.
    """
    locks.lock_families(residents=residents, households=households)
    if known := _written(confirmation.key):
        return known
    plan = foresee()
    if plan.refusals:
        raise ForbiddenByRules(plan.refusals)
    if plan.digest() != confirmation.digest:
        raise ChangedMeanwhile
    try:
        with transaction.atomic(), history.because(f"peristiwa {CivilEventKind(entry.kind).label.lower()}"):
            return _write(plan, entry, confirmation.key, numbers or Numbers(), by, at)
    except IntegrityError:
        if known := _written(confirmation.key):
            return known
        raise


def _written(key: uuid.UUID) -> CivilEvent | None:
    return CivilEvent.unscoped.filter(idempotency_key=key).first()


def _write(
    plan: Plan, entry: Entry, key: uuid.UUID, numbers: Numbers, by: Officer, at: datetime.datetime
) -> CivilEvent:
    made: dict[Subject, int] = {}
    done: list[tuple[Change, int, dict[str, Any]]] = []
    for change in plan.changes:
        after = _with_made_household(change.after, made)
        if change.is_new:
            row_id = made[change.subject] = _make(change.subject, after, numbers)
        else:
            row_id = change.id
            _change(change, after)
        done.append((change, row_id, after))
    event = CivilEvent.unscoped.create(
        resident_id=entry.resident_id or made[Subject.RESIDENT],
        kind=entry.kind,
        event_date=entry.event_date,
        recorded_at=at,
        recorded_by=by,
        document=entry.document,
        reason=entry.reason,
        details=dict(entry.details),
        reverses_id=entry.reverses_id,
        idempotency_key=key,
    )
    CivilEventChange.unscoped.bulk_create(_rows(event, done))
    _log(event, {row_id for change, row_id, _after in done if change.subject is Subject.RESIDENT}, by, at)
    return event


def _with_made_household(after: Mapping[str, Any], made: Mapping[Subject, int]) -> dict[str, Any]:
    if after.get("household_id") == NEW and "household_id" in after:
        return {**after, "household_id": made[Subject.HOUSEHOLD]}
    return dict(after)


def _make(subject: Subject, values: dict[str, Any], numbers: Numbers) -> int:
    if subject is Subject.HOUSEHOLD:
        return new_rows.make_household(numbers.kk_number, values)
    return new_rows.make_resident(numbers.nik, values)


def _change(change: Change, after: dict[str, Any]) -> None:
    """Change a row that still has the values it was seen with; no row means that somebody was first."""
    model = Resident if change.subject is Subject.RESIDENT else Household
    seen = _as_seen(change)
    if not model.unscoped.filter(pk=change.id, **seen).update(**after):
        raise ChangedMeanwhile


def _as_seen(change: Change) -> dict[str, Any]:
    """The condition on the values before; an empty occupation is asked for by its own words."""
    return {f"{column}__isnull" if value is None else column: value is None or value for column, value in
            change.before.items()}  # fmt: skip


def _rows(event: CivilEvent, done: list[tuple[Change, int, dict[str, Any]]]) -> list[CivilEventChange]:
    return [
        CivilEventChange(
            event=event,
            resident_id=row_id if change.subject is Subject.RESIDENT else None,
            household_id=row_id if change.subject is Subject.HOUSEHOLD else None,
            is_new=change.is_new,
            before=dict(change.before),
            after=after,
        )
        for change, row_id, after in done
    ]


def _log(event: CivilEvent, residents: set[int], by: Officer, at: datetime.datetime) -> None:
    label = CivilEventKind(event.kind).label
    access.record(
        action=AccessAction.CHANGE,
        subject=f"peristiwa {event.pk}",
        purpose=f"{label}, {event.document}" if event.document else str(label),
        by=by,
        at=at,
        residents={event.resident_id, *residents},
    )
