"""A cut against bookings, answers and other cuts: whoever came in is counted, and nobody gets a seat that is closed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection
from functools import partial

import pytest
from django.utils import timezone

from queueing import locks
from queueing.actions import bookings, cuts, holds, proposal_answers
from queueing.choices import BookingState, ProposalState, Withheld
from queueing.models import Booking, CapacityCut, MoveProposal, Office, Party, RecordingSlot, Seat
from queueing.queries import cuts as questions
from queueing.queries.cuts import Cutting
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import OpeningHoursFactory, SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def supervisor() -> Officer:
    make_region("35.16.08")
    officer: Officer = OfficerFactory.create(supervisor=True)
    return officer


def a_slot(*, seats: int, office: Office | None = None, hours: int = 0) -> RecordingSlot:
    tomorrow = (timezone.localtime() + 24 * HOUR).replace(hour=9, minute=0, second=0, microsecond=0)
    given = {"office": office} if office else {}
    slot: RecordingSlot = SlotFactory.create(seats=seats, starts_at=tomorrow + hours * HOUR, **given)
    for weekday in range(1, 8) if office is None else ():
        OpeningHoursFactory.create(
            office=slot.office, weekday=weekday, opens_at=datetime.time(7), closes_at=datetime.time(17)
        )
    return slot


def close(slot: RecordingSlot, by: Officer) -> CapacityCut:
    cutting = Cutting(slot.office, slot.day, slot.local_start.time(), slot.local_end.time())
    return cuts.make(cutting=cutting, reason="Listrik padam.", by=by, at=timezone.now())


def left_out(slot: RecordingSlot) -> list[Party]:
    """Return parties with a place in a closed slot whom nobody has asked to come another time."""
    booked = Booking.unscoped.filter(slot=slot, state=BookingState.CONFIRMED).values("party")
    return list(Party.unscoped.filter(pk__in=booked).exclude(proposals__state=ProposalState.OPEN))


def test_whoever_books_while_a_slot_is_closed_is_asked_or_gets_no_place(supervisor: Officer) -> None:
    for _ in range(3):
        slot = a_slot(seats=12)

        made, *booked = all_at_once(partial(close, slot, supervisor), *[partial(a_booking, slot)] * 10)

        assert isinstance(made, CapacityCut), made
        came = [one for one in booked if isinstance(one, Party)]
        assert all(isinstance(one, Party | holds.SlotFull | bookings.HoldExpired | locks.Crowded) for one in booked)
        assert left_out(slot) == []
        assert MoveProposal.unscoped.filter(cut=made).count() == len(came)
        assert not Seat.objects.filter(slot=slot).exclude(withheld=Withheld.CUT).exists()


def looked(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Put somebody's act right after the cut has looked who sits there, once."""
    ask, said = questions.parties_in, list[object]()

    def parties_in(slots: Collection[RecordingSlot]) -> set[uuid.UUID]:
        found = ask(slots)
        if not said:
            said.extend(all_at_once(act))
        return found

    monkeypatch.setattr(questions, "parties_in", parties_in)


def test_a_booking_between_looking_and_closing_is_found(supervisor: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = a_slot(seats=2)
    looked(monkeypatch, partial(a_booking, slot))

    close(slot, supervisor)

    assert left_out(slot) == []
    assert MoveProposal.unscoped.count() == 1


def test_without_looking_again_under_the_locks_a_booking_is_left_out(
    supervisor: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the cut trusts the seats as it saw them before it locked them."""
    slot = a_slot(seats=2)
    seen = list(Seat.objects.filter(slot=slot))
    looked(monkeypatch, partial(a_booking, slot))
    monkeypatch.setattr(locks, "lock_slots", lambda _slots: seen)
    monkeypatch.setattr(questions, "parties_in", then_nobody(questions.parties_in))

    close(slot, supervisor)

    assert len(left_out(slot)) == 1


Asking = Callable[[Collection[RecordingSlot]], set[uuid.UUID]]


def then_nobody(first: Asking) -> Asking:
    calls: list[object] = []

    def parties_in(slots: Collection[RecordingSlot]) -> set[uuid.UUID]:
        calls.append(slots)
        found = first(slots)
        return found if len(calls) == 1 else set()

    return parties_in


def test_an_answer_and_the_end_of_a_cut_are_one_or_the_other(supervisor: Officer) -> None:
    for _ in range(4):
        slot = a_slot(seats=1)
        other = a_slot(seats=1, office=slot.office, hours=2)
        party = a_booking(slot)
        made = close(slot, supervisor)

        accepted, undone = all_at_once(
            partial(proposal_answers.accept, party=party.pk, at=timezone.now()),
            partial(cuts.undo, cut=made.pk, by=supervisor, at=timezone.now()),
        )

        party.refresh_from_db()
        assert isinstance(accepted, Party) != isinstance(undone, CapacityCut), (accepted, undone)
        assert party.slot == (other if isinstance(accepted, Party) else slot)
        assert not Seat.objects.filter(offered_to=party).exists()


def test_two_cuts_of_one_slot_ask_everybody_once(supervisor: Officer) -> None:
    slot = a_slot(seats=4)
    parties = [a_booking(slot) for _ in range(4)]

    all_at_once(*[partial(close, slot, supervisor)] * 3)

    assert MoveProposal.unscoped.count() == len(parties)
    assert not Seat.objects.filter(withheld="").exists()


def test_a_move_into_a_slot_that_closes_ends_in_no_deadlock(supervisor: Officer) -> None:
    for _ in range(4):
        slot = a_slot(seats=3)
        other = a_slot(seats=3, office=slot.office, hours=2)
        parties = [a_booking(other) for _ in range(3)]

        made, *moved = all_at_once(
            partial(close, slot, supervisor),
            *(partial(bookings.move, party=party.pk, slot=slot, at=timezone.now()) for party in parties),
        )

        assert isinstance(made, CapacityCut), made
        assert all(isinstance(one, Party | holds.SlotFull) for one in moved), moved
        assert left_out(slot) == []
