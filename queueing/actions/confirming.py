"""The last step of a form: what was told is checked, places become bookings, and a refusal says no more than it may."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from queueing import locks
from queueing.actions import bookings, entitlements, people, telling
from queueing.actions.bookings import AlreadyBooked
from queueing.choices import PartyState
from queueing.models import Booking, Party
from queueing.models.booking import EXPECTED
from queueing.rules.entitlement import BOOKABLE


class NotToldYet(Exception):
    """Somebody's numbers have changed since, or may not book: the check is to be read first."""

    def __init__(self) -> None:
        super().__init__("Periksa lagi jawaban untuk setiap orang sebelum memesan.")


class NotConfirmed(Exception):
    """The form cannot be confirmed from home, and why is not said: it might be about somebody else."""

    def __init__(self) -> None:
        super().__init__("Pesanan ini tidak dapat dikonfirmasi secara daring.")


class BookedBefore(Exception):
    """People whose numbers agree have live bookings already; the links to those were sent where they were booked."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"Sudah punya pesanan yang berlaku: {', '.join(names)}.")
        self.names = tuple(names)


def confirm(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Book the places of a form that was told what there is to tell; a repeat finds them booked.

    The party stays locked from looking at the verdicts to booking: a NIK that is changed in another window meanwhile
    waits, and then finds the form over.

    Raises:
        NotToldYet: see the class; so do the others.
        NotConfirmed: ...
        BookedBefore: ...
        bookings.HoldExpired: ...
        bookings.NotReady: ...
        locks.Crowded: ...
    """
    try:
        with locks.patient():
            found = locks.lock_party(party)
            if found.state == PartyState.CONFIRMED:
                return found
            if found.state == PartyState.HELD:
                _check(party, at)
            return bookings.confirm(party=party, at=at)
    except AlreadyBooked as refused:
        _explain(party, at, refused)
        raise


def _check(party: uuid.UUID, at: datetime.datetime) -> None:
    verdicts = {person.verdict for person in people.people_of(party)}
    if "" in verdicts:
        answer = entitlements.tell(party=party, at=at)
        if not all(told.booking.verdict for told in answer.people):
            raise NotConfirmed
    if not verdicts <= BOOKABLE:
        raise NotToldYet


def _explain(party: uuid.UUID, at: datetime.datetime, refused: AlreadyBooked) -> None:
    """Say who is booked already where everybody concerned agrees with the registry, and send the links again.

    Raises:
        BookedBefore: everybody concerned agrees.
        NotConfirmed: somebody does not: nothing is said of anybody.
    """
    own = {person.nik_index: person for person in people.people_of(party)}
    others = Booking.unscoped.filter(nik_index__in=own, state__in=EXPECTED).exclude(party=party)
    clashing = list(others.select_related("party"))
    concerned = [own[other.nik_index] for other in clashing]
    if not concerned or not all(person.agrees for person in concerned):
        raise NotConfirmed from refused
    for other in {other.party_id for other in clashing}:
        telling.again(party=other, at=at)
    raise BookedBefore([person.name for person in concerned]) from refused
