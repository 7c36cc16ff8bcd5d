"""Capacity cuts are made and undone here: free seats close at once, and only whoever exceeds is asked to come later."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from typing import Final

from queueing import locks
from queueing.actions import book, freed, proposals
from queueing.choices import BookingState, PartyState, ProposalState, QueueEventKind, Withheld
from queueing.models import Booking, CapacityCut, Closure, MoveProposal, Party, Seat
from queueing.models.move_proposal import LIVE_PROPOSALS
from queueing.queries import cuts as questions
from queueing.queries.cuts import CutPlan, Cutting
from registry.models.officer import Officer

#: How often a cut begins anew because somebody took a seat between looking and locking.
TRIES: Final = 10
#: Answers after which a cut cannot be taken back.
_MOVED: Final = (ProposalState.ACCEPTED, ProposalState.CHOSEN)


class NothingToCut(Exception):
    """No slot of the stretch is still to come, and it is no closing of a day that is not published yet."""

    def __init__(self) -> None:
        super().__init__("Tidak ada sesi yang belum mulai pada waktu itu.")


class SurplusChanged(Exception):
    """Somebody booked or cancelled since the preview: other people would be asked than were shown."""

    def __init__(self) -> None:
        super().__init__("Pesanan berubah sejak pratinjau. Periksa lagi daftar di bawah, lalu simpan.")


class SomebodyMoved(Exception):
    """Somebody has taken another time on account of the cut, so it cannot be taken back as if it had not been."""

    def __init__(self) -> None:
        super().__init__("Sudah ada yang pindah karena pengurangan ini, jadi tidak dapat dibatalkan lagi.")


class AlreadyUndone(Exception):
    """Somebody else has taken the cut back."""

    def __init__(self) -> None:
        super().__init__("Pengurangan ini sudah dibatalkan.")


class _Latecomer(Exception):
    """Somebody took a seat after the parties were locked."""


def make(
    *, cutting: Cutting, reason: str, by: Officer, at: datetime.datetime, seen: Collection[int] | None = None
) -> CapacityCut:
    """Close the seats of the cut, end unfinished forms on them, and ask whoever exceeds to come another time.

    All in one transaction. A booking that arrives meanwhile either sits on a seat that is counted, or finds it closed
    (`tests/races/test_capacity_cuts.py`): the parties that sit there are locked, then all seats of the slots; where
    somebody has come in between the two, it begins anew, as parties come before seats.

    Args:
        cutting: what is closed.
        reason: a sentence for residents, at most 60 characters.
        by: the supervisor.
        at: the moment.
        seen: the bookings that the preview showed as exceeding; None asks nobody to have looked.

    Raises:
        NothingToCut: see the class; so does the other.
        SurplusChanged: ...
        locks.Crowded: ...
    """
    for _ in range(TRIES):
        try:
            with locks.patient():
                return _make(cutting, reason, by, at, seen)
        except _Latecomer:
            continue
    raise locks.Crowded


def undo(*, cut: int, by: Officer, at: datetime.datetime) -> CapacityCut:
    """Open the seats again and take back what was asked, while nobody has moved on account of it.

    Whoever accepts at this moment has her party's row: she is waited for, and then the cut stays.

    Raises:
        SomebodyMoved: see the class; so does the other.
        AlreadyUndone: ...
    """
    with locks.patient():
        asked = MoveProposal.unscoped.filter(cut=cut)
        parties = locks.lock_parties(set(asked.values_list("party", flat=True)))
        if asked.filter(state__in=_MOVED).exists():
            raise SomebodyMoved
        if not CapacityCut.objects.filter(pk=cut, undone_at=None).update(undone_at=at, undone_by=by):
            raise AlreadyUndone
        _ask_for_others(cut)
        live = set(asked.filter(state__in=LIVE_PROPOSALS).values_list("party", flat=True))
        proposals.withdraw(parties=[party for party in parties if party.pk in live], at=at)
        seats = locks.lock_seats(Seat.objects.filter(cut=cut).values_list("pk", flat=True))
        Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(withheld=Withheld.NOT, cut=None)
        found = CapacityCut.objects.get(pk=cut)
        if found.closure_id:
            Closure.objects.filter(pk=found.closure_id).delete()
        return CapacityCut.objects.select_related("office").get(pk=cut)


def _ask_for_others(cut: int) -> None:
    """Let other cuts that took a place of the same people go on asking what this one asked."""
    for asked in MoveProposal.unscoped.filter(cut=cut, state__in=LIVE_PROPOSALS):
        other = Seat.objects.filter(taken_by__party=asked.party_id, cut__isnull=False).exclude(cut=cut).first()
        if other is not None:
            MoveProposal.unscoped.filter(pk=asked.pk).update(cut=other.cut_id)


def _make(
    cutting: Cutting, reason: str, by: Officer, at: datetime.datetime, seen: Collection[int] | None
) -> CapacityCut:
    slots = questions.slots_of(cutting, at)
    if not slots and cutting.devices is not None:
        raise NothingToCut
    locked = questions.parties_in(slots)
    locks.lock_parties(locked)
    seats = locks.lock_slots([slot.pk for slot in slots])
    if questions.parties_in(slots) - locked:
        raise _Latecomer
    plan = questions.plan(cutting, slots, seats)
    if seen is not None and set(plan.surplus) != set(seen):
        raise SurplusChanged
    cut = CapacityCut.objects.create(
        office=cutting.office, day=cutting.day, from_time=cutting.from_time, until_time=cutting.until_time,
        devices=cutting.devices, reason=reason, closure=_closure(cutting, reason), made_at=at, made_by=by,
    )  # fmt: skip
    Seat.objects.filter(pk__in=plan.seats).update(withheld=Withheld.CUT, cut=cut)
    _end_forms(plan, at)
    for asked in questions.exceeding(plan, cutting.office, at):
        proposals.propose(asked=asked, cut=cut, by=by, at=at)
    return cut


def _closure(cutting: Cutting, reason: str) -> Closure | None:
    """Keep what is not published yet from being so; devices that stop leave the office open."""
    if cutting.devices is not None:
        return None
    return Closure.objects.create(
        office=cutting.office, day=cutting.day, from_time=cutting.from_time, until_time=cutting.until_time,
        reason=reason,
    )  # fmt: skip


def _end_forms(plan: CutPlan, at: datetime.datetime) -> None:
    """Let unfinished forms lose their places as if their time were over: what was filled in stays."""
    parties = [party for party in plan.unfinished if isinstance(party, uuid.UUID)]
    people = Booking.unscoped.filter(party__in=parties, state=BookingState.HELD)
    seats = freed.seats_of(list(people.values_list("pk", flat=True)))
    people.update(state=BookingState.EXPIRED, ended_at=at)
    freed.let_go(seats, at=at)
    Party.unscoped.filter(pk__in=parties).update(state=PartyState.EXPIRED, held_until=None, ended_at=at)
    for party in parties:
        book.note(kind=QueueEventKind.EXPIRED, party=party, at=at, detail="capacity cut")
