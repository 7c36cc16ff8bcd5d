"""Proposals to come another time: made for the party whose row is locked, settled by what it does, or left unanswered.

Whoever answers is in `proposal_answers`; nobody's place is given up here.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q

from queueing import links, locks
from queueing.actions import book, freed, telling
from queueing.actions.telling import Saying
from queueing.choices import NoticeKind, ProposalState, QueueEventKind
from queueing.models import CapacityCut, MoveProposal, Party, RecordingSlot, Seat
from queueing.models.move_proposal import LIVE_PROPOSALS
from queueing.queries.cuts import Exceeding
from queueing.rules import notice_texts
from queueing.rules.cutting import answer_by
from registry.models.officer import Officer

#: How many proposals one sweep ends.
SWEEP: Final = 200


def propose(*, asked: Exceeding, cut: CapacityCut, by: Officer, at: datetime.datetime) -> None:
    """Ask a party, whose row is locked, to come another time; places of the nearest slot with room are kept for it.

    A party that was asked before and has not answered is not asked a second thing.
    """
    party = asked.party
    if MoveProposal.unscoped.filter(party=party, state__in=LIVE_PROPOSALS).exists():
        return
    persons = len(asked.people)
    found = RecordingSlot.objects.select_related("office").in_bulk([room.id for room in asked.near])
    proposed, seats = None, list[int]()
    for room in asked.near:
        if seats := locks.claim(room.id, lane=party.lane, persons=persons, at=at):
            proposed = found[room.id]
            break
    until = answer_by(at, was=asked.slot.starts_at, proposed=proposed.starts_at if proposed else None)
    Seat.objects.filter(pk__in=seats).update(offered_to=party, offered_until=until)
    MoveProposal.unscoped.create(
        cut=cut, party=party, area=party.area, was=asked.slot, proposed=proposed, made_at=at, answer_by=until
    )
    ids = [person.pk for person in asked.people]
    book.note(
        kind=QueueEventKind.MOVE_PROPOSED, party=party.pk, at=at, by=by, bookings=ids, slot=asked.slot.pk,
        detail=cut.reason,
    )  # fmt: skip
    _tell(party, asked, proposed, cut, at)


def settle(*, party: uuid.UUID, state: ProposalState, at: datetime.datetime) -> bool:
    """End what a party, whose row is locked, is asked, and give back what was kept for it; False where nothing is."""
    ended = MoveProposal.unscoped.filter(party=party, state__in=LIVE_PROPOSALS).update(state=state, answered_at=at)
    if ended:
        freed.give_back([seat.pk for seat in locks.offered_seats(party)], at=at)
    return bool(ended)


def leave_unanswered(*, at: datetime.datetime) -> int:
    """Give back places that were kept long enough, or that are given to nobody any more; return for how many parties.

    The party keeps its booking and stays on the list of those whom a clerk phones. Whoever answers at this moment
    has the party's row and is left out.
    """
    with locks.patient():
        kept = Seat.objects.filter(offered_to=OuterRef("party"), offered_until__gt=at, withheld="")
        given_up = Q(proposed__isnull=False) & ~Exists(kept)
        over = MoveProposal.unscoped.filter(given_up | Q(answer_by__lte=at), state=ProposalState.OPEN)
        parties = locks.lock_in_line(Party.unscoped.filter(pk__in=over.values("party")).order_by("pk"), most=SWEEP)
        for party in parties:
            freed.give_back([seat.pk for seat in locks.offered_seats(party.pk)], at=at)
        waiting = MoveProposal.unscoped.filter(party__in=parties, state=ProposalState.OPEN)
        return waiting.update(state=ProposalState.UNANSWERED)


def withdraw(*, parties: Sequence[Party], at: datetime.datetime) -> None:
    """Take the question back from parties whose rows are locked, and tell them that their place stands."""
    for party in parties:
        if settle(party=party.pk, state=ProposalState.WITHDRAWN, at=at):
            telling.stays(party=party.pk, at=at)


def _tell(
    party: Party, asked: Exceeding, proposed: RecordingSlot | None, cut: CapacityCut, at: datetime.datetime
) -> None:
    link, was = links.proposal_address_of(party.pk), asked.slot.starts_at
    place = telling.place_of(proposed or asked.slot, asked.people)
    if proposed:
        text = notice_texts.moved(place, was, cut.reason, link, language=party.language)
    else:
        text = notice_texts.no_room_near(place, cut.reason, link, language=party.language)
    telling.write(party, at, [Saying(NoticeKind.MOVED, f"moved:{party.pk}:{cut.pk}", text)])
