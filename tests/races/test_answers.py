"""One right used twice at once, and an answer that comes as its time runs out: one of the two, and no seat is lost."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from queueing import locks
from queueing.actions import holds, priority_again, proposal_answers, proposals
from queueing.choices import Lane, ProposalState
from queueing.models import MoveProposal, Outage, Party, PriorityToken, RecordingSlot, Seat
from queueing.queries import invariants
from registry.models import Officer
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking
from tests.factories.registry import OfficerFactory
from tests.races.at_once import all_at_once
from tests.races.meanwhile import elsewhere
from tests.races.test_capacity_cuts import a_slot, close

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.database]
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def supervisor() -> Officer:
    make_region("35.16.08")
    officer: Officer = OfficerFactory.create(supervisor=True)
    return officer


def look_only(party_id: uuid.UUID) -> Party:
    return Party.unscoped.get(pk=party_id)


def everything_holds() -> bool:
    return all(proof.holds for proof in invariants.prove())


@pytest.fixture
def waited(supervisor: Officer) -> Party:
    """A party that waited in vain and may come first within the next days."""
    slot = SlotFactory.create(seats=1)
    party, now = a_booking(slot), timezone.now()
    outage = Outage.objects.create(
        office=slot.office, note="SIAK tidak menjawab.", started_at=now, started_by=supervisor, updated_at=now
    )
    until = slot.day + datetime.timedelta(days=7)
    PriorityToken.unscoped.create(outage=outage, party=party, area=party.area, given_at=now, good_until=until)
    return party


def priority_slots(party: Party) -> list[RecordingSlot]:
    return [SlotFactory.create(office=party.office, seats=1, seats__lane=Lane.PRIORITY) for _ in range(2)]


def take(party: Party, slot: RecordingSlot) -> Party:
    return priority_again.take(party=party.pk, slot=slot, at=timezone.now())


def test_a_priority_used_in_two_windows_at_once_is_one_place(waited: Party) -> None:
    slots = priority_slots(waited)

    said = all_at_once(*[partial(take, waited, slot) for slot in slots])

    assert Counter(type(one) for one in said) == {Party: 1, priority_again.NoPriority: 1}
    assert Seat.objects.filter(taken_by__party=waited).count() == 1
    assert Seat.objects.filter(slot__in=slots, taken_by=None).count() == 1
    assert everything_holds()


def test_without_the_lock_both_windows_find_the_priority_unused(waited: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: the second goes on to a second place, where the database's own refusal ends it without a sentence."""
    both_looked, ask = threading.Barrier(2), priority_again.token_of

    def look_together(party: uuid.UUID, *, on: datetime.date) -> PriorityToken | None:
        found = ask(party, on=on)
        both_looked.wait(10)
        return found

    monkeypatch.setattr(locks, "lock_party", look_only)
    monkeypatch.setattr(priority_again, "token_of", look_together)

    said = all_at_once(*[partial(take, waited, slot) for slot in priority_slots(waited)])

    assert Counter(type(one) for one in said) == {Party: 1, IntegrityError: 1}, said


@pytest.fixture
def asked(supervisor: Officer) -> MoveProposal:
    """A party that is asked to come two hours later, where a place is kept for it."""
    return a_proposal(supervisor)


def a_proposal(supervisor: Officer) -> MoveProposal:
    slot = a_slot(seats=1)
    a_slot(seats=1, office=slot.office, hours=2)
    party = a_booking(slot)
    close(slot, supervisor)
    return MoveProposal.unscoped.select_related("proposed", "was").get(party=party)


def accept(asked: MoveProposal) -> Party:
    return proposal_answers.accept(party=asked.party_id, at=asked.answer_by - SECOND)


def sweep(asked: MoveProposal) -> int:
    return proposals.leave_unanswered(at=asked.answer_by)


def test_a_proposal_is_accepted_as_it_lapses_or_given_back_and_never_both(supervisor: Officer) -> None:
    for _ in range(6):
        asked = a_proposal(supervisor)

        accepted, swept = all_at_once(partial(accept, asked), partial(sweep, asked))

        asked.refresh_from_db()
        is_there = isinstance(accepted, Party)
        assert is_there or isinstance(accepted, proposal_answers.ProposalOver), accepted
        assert swept == (0 if is_there else 1)
        assert asked.state == (ProposalState.ACCEPTED if is_there else ProposalState.UNANSWERED)
        assert asked.party.slot == (asked.proposed if is_there else asked.was)
        assert not Seat.objects.filter(offered_to=asked.party).exists()
        assert everything_holds()


def sweep_and_book(asked: MoveProposal) -> tuple[int, object]:
    """Sweep, and let somebody else book what that gave back as soon as it is open; return what both will have said."""
    assert asked.proposed is not None
    swept = sweep(asked)
    Seat.objects.filter(slot=asked.proposed, offered_to=None).update(opens_at=timezone.now())
    try:
        return swept, a_booking(asked.proposed)
    except holds.SlotFull as refusal:
        return swept, refusal


def let_it_lapse(monkeypatch: pytest.MonkeyPatch, asked: MoveProposal) -> list[tuple[int, object]]:
    """Let the time run out right after the answer has looked at the seats that are kept for it."""
    look: Callable[[uuid.UUID], list[Seat]] = locks.offered_seats
    said: list[tuple[int, object]] = []
    acts = [lambda: said.append(sweep_and_book(asked))]

    def look_first(party: uuid.UUID) -> list[Seat]:
        found = look(party)
        if acts:
            elsewhere(acts.pop())
        return found

    monkeypatch.setattr(locks, "offered_seats", look_first)
    return said


def test_a_place_is_not_given_away_while_its_answer_is_being_written(
    asked: MoveProposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = let_it_lapse(monkeypatch, asked)

    assert accept(asked).slot == asked.proposed

    assert [(swept, type(booked)) for swept, booked in said] == [(0, holds.SlotFull)]
    assert everything_holds()


def test_without_the_lock_a_place_is_given_away_while_its_answer_is_being_written(
    asked: MoveProposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: two are told that the place is theirs, and the database refuses the second without a sentence."""
    monkeypatch.setattr(locks, "lock_party", look_only)
    monkeypatch.setattr(locks, "offered_seats", lambda party: list(Seat.objects.filter(offered_to=party)))
    said = let_it_lapse(monkeypatch, asked)

    with pytest.raises(IntegrityError, match="one_live_booking_per_seat"):
        accept(asked)

    assert [(swept, type(booked)) for swept, booked in said] == [(1, Party)]
