"""An event undone as one: every row gets back what the event replaced, or nothing happens at all."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry
from registry.choices import CivilEventKind
from registry.models import CivilEvent, CivilEventChange, Household, Officer, Resident
from registry.queries import families
from registry.rules.civil_events import reversals
from registry.rules.civil_events.plan import Plan, Subject, plain
from registry.rules.civil_events.reversals import Written


class NotReversible(Exception):
    """A reversal is not undone; the event is recorded again."""

    def __init__(self) -> None:
        super().__init__("Pembatalan tidak dapat dibatalkan. Catat lagi peristiwanya.")


class AlreadyReversed(Exception):
    """Somebody has undone the event before."""

    def __init__(self) -> None:
        super().__init__("Peristiwa ini sudah dibatalkan.")


class AlreadyChanged(Exception):
    """Something that the event changed has been changed again; undoing it would lose the later change."""

    def __init__(self, what: list[str]) -> None:
        super().__init__(f"Sudah berubah lagi sesudah peristiwa ini: {', '.join(what)}. Batalkan dahulu yang terakhir.")


class OutOfArea(Exception):
    """The event changed somebody who lives in another area now; only an officer of both may undo it."""

    def __init__(self) -> None:
        super().__init__("Ada yang sudah tinggal di luar wilayah Anda. Minta penyelia kabupaten membatalkannya.")


def foresee(event_id: int) -> Plan:
    """Say what undoing the event would restore; nothing is written.

    Raises:
        CivilEvent.DoesNotExist: there is none inside the scope.
        NotReversible, AlreadyReversed, AlreadyChanged, OutOfArea: see the classes.
    """
    event = CivilEvent.objects.get(pk=event_id)
    if event.kind == CivilEventKind.REVERSAL or not event.changes.exists():
        raise NotReversible
    if CivilEvent.unscoped.filter(reverses=event).exists():
        raise AlreadyReversed
    changes = _changes(event)
    if len(families.visible(changes)) != len(changes):
        raise OutOfArea
    written = [_written(change) for change in changes]
    if changed := [label for one in written for label in _later(one)]:
        raise AlreadyChanged(changed)
    plan = reversals.plan(written)
    if others := families.lost_by(written):
        raise AlreadyChanged(others)
    return plan


def reverse(
    event_id: int, *, reason: str, confirmation: Confirmation, by: Officer, at: datetime.datetime
) -> CivilEvent:
    """Undo an event as one.

    An event recorded at the same moment about the same people waits for it, and then finds them changed
    (`tests/races/test_civil_events.py`).

    Raises:
        NotReversible, AlreadyReversed, AlreadyChanged, OutOfArea: see the classes.
    """
    event = CivilEvent.objects.get(pk=event_id)
    changes = _changes(event)
    return event_book.write(
        lambda: foresee(event_id),
        entry=Entry(
            CivilEventKind.REVERSAL,
            event.resident_id,
            timezone.localdate(at),
            reason=reason,
            reverses_id=event.pk,
        ),
        confirmation=confirmation,
        by=by,
        at=at,
        residents={change.resident_id for change in changes if change.resident_id},
        households=_households(changes),
    )


def _changes(event: CivilEvent) -> list[CivilEventChange]:
    return list(event.changes.select_related("resident", "household").order_by("pk"))


def _households(changes: list[CivilEventChange]) -> set[int]:
    """The households that changed, and those that people would go back to."""
    named = {change.household_id for change in changes}
    former = {change.before.get("household_id") for change in changes}
    return {home for home in named | former if home}


def _written(change: CivilEventChange) -> Written:
    row: Resident | Household | None = change.resident or change.household
    assert row is not None
    is_person = isinstance(row, Resident)
    columns = {*change.after, "residency_status"} if is_person else set(change.after)
    return Written(
        subject=Subject.RESIDENT if is_person else Subject.HOUSEHOLD,
        id=row.pk,
        name=row.name if isinstance(row, Resident) else "Keluarga",
        before=change.before,
        after=change.after,
        now={column: plain(getattr(row, column)) for column in columns},
        is_new=change.is_new,
    )


def _later(one: Written) -> list[str]:
    model = Resident if one.subject is Subject.RESIDENT else Household
    return [f"{one.name}: {_label(model, column)}" for column in one.changed_since()]


def _label(model: type[Resident | Household], column: str) -> str:
    return str(getattr(model._meta.get_field(column.removesuffix("_id")), "verbose_name", column))
