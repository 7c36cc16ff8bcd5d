"""What each person of a form is told of herself: after the code of her contact, and only where her numbers agree.

Somebody unknown, a wrong KK number and a NIK that was asked about too often cost the same queries, leave the same
entry in the trail and are told the same: "diperiksa di loket".
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from queueing import locks
from queueing.actions import limits
from queueing.actions.bookings import HoldExpired, NotReady
from queueing.actions.people import is_named, people_of
from queueing.choices import BookingState, PartyState, Priority
from queueing.models import Booking, Party
from queueing.queries.invitations import is_invited
from queueing.rules import entitlement
from queueing.rules.entitlement import Entitlement, RecordingFacts
from queueing.standing import standing_of
from registry.actions import public_answers

PURPOSE: Final = "Memesan tempat perekaman"


@dataclass(frozen=True, slots=True)
class Told:
    """One person of a form and what is decided about her."""

    booking: Booking
    entitlement: Entitlement


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form is told: everybody of it, and who else of the household has yet to be recorded, names masked."""

    party: Party
    people: tuple[Told, ...]
    household: tuple[str, ...]

    @property
    def may_book(self) -> bool:
        """Whether everybody may book now."""
        return all(told.entitlement.may_book for told in self.people)


def tell(*, party: uuid.UUID, at: datetime.datetime) -> Answer:
    """Decide about everybody of a form whose contact is proven, write it down, and return it.

    Each asking about a new NIK or a new KK number counts; telling the same again does not. A NIK that was asked about
    too often is answered like one that is unknown, and has no verdict (`confirming.confirm`). Two openings of the page
    at once count once: the party's row is locked.

    Raises:
        NotReady: people or contact are missing, or the contact is not proven.
        HoldExpired: the places were given back.
        limits.TooManyPeople: ...
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        people = people_of(party)
        if found.state == PartyState.EXPIRED:
            raise HoldExpired
        if (
            found.state not in (PartyState.HELD, PartyState.ASKING)
            or not is_named(people, found)
            or found.contact_proved_at is None
        ):
            raise NotReady
        counted = _count(found, people, at)
        absences = _absences(people)
        told = tuple(_tell(person, found, counted, absences, at) for person in people)
        Booking.unscoped.bulk_update(people, ["verdict", "agrees"])
        return Answer(found, told, _household(people, at))


def _count(party: Party, people: Sequence[Booking], at: datetime.datetime) -> set[uuid.UUID | None]:
    """Return the NIKs that may be looked at: those told before that agreed, and new ones within their limits."""
    known: set[uuid.UUID | None] = {person.nik_index for person in people if person.verdict and person.agrees}
    new = [person.nik_index for person in people if not person.verdict and person.nik_index]
    if not new:
        return known
    assert party.contact_index is not None
    return known | limits.ask(
        nik_indexes=new, contact_index=party.contact_index, party=party.pk, persons=len(people), at=at
    )


def _tell(
    person: Booking,
    party: Party,
    counted: set[uuid.UUID | None],
    absences: Mapping[uuid.UUID | None, list[datetime.date]],
    at: datetime.datetime,
) -> Told:
    assert person.nik_index is not None
    on = at.astimezone(ZoneInfo(party.office.time_zone)).date()
    facts = _facts(person, may_look=person.nik_index in counted, at=at)
    standing = standing_of(person.nik_index, on)
    invited = is_invited(person.nik_index, standing.election if standing else "")
    decided = entitlement.decide(
        facts,
        standing,
        invited=invited or person.priority == Priority.INVITED,
        no_shows=absences.get(person.nik_index, []),
        on=on,
        recording_date=party.slot.day if party.slot else max(on, party.wish_from or on),
    )
    if person.verdict or person.nik_index in counted:
        person.verdict, person.agrees = decided.verdict, facts is not None
    return Told(person, decided)


def _facts(person: Booking, *, may_look: bool, at: datetime.datetime) -> RecordingFacts | None:
    """Return what the registry knows; whoever may not be looked at is asked with a KK number that nobody has."""
    kk_number = person.kk_number_index if may_look and person.kk_number_index else uuid.uuid4()
    found = public_answers.answer(nik=person.nik, kk_number=kk_number, purpose=PURPOSE, at=at)
    if found is None:
        return None
    return RecordingFacts(
        birth_date=found.birth_date,
        ever_married=found.ever_married,
        residency_status=found.residency_status,
        card_state=found.card_state,
        district=found.home_district,
    )


def _absences(people: Sequence[Booking]) -> dict[uuid.UUID | None, list[datetime.date]]:
    niks = [person.nik_index for person in people]
    days: dict[uuid.UUID | None, list[datetime.date]] = {}
    absent = Booking.unscoped.filter(nik_index__in=niks, state=BookingState.NO_SHOW, slot__isnull=False)
    for nik_index, day in absent.values_list("nik_index", "slot__day"):
        days.setdefault(nik_index, []).append(day)
    return days


def _household(people: Sequence[Booking], at: datetime.datetime) -> tuple[str, ...]:
    """Return the masked names of those who are not in the form; asked once, for somebody who agrees if there is one."""
    asking = next((person for person in people if person.agrees), people[0])
    kk_number = asking.kk_number_index if asking.agrees and asking.kk_number_index else uuid.uuid4()
    due = public_answers.answer_household(nik=asking.nik, kk_number=kk_number, purpose=PURPOSE, at=at)
    named = {person.nik_index for person in people}
    return tuple(member.shown_name for member in due if member.nik_index not in named)
