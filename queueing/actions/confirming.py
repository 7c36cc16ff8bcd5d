"""The last step of a form: what was told is checked, places become bookings, and a refusal says no more than it may."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction

from queueing import locks
from queueing.actions import bookings, draws, entitlements, offers, people, telling, waiting_list
from queueing.actions.bookings import AlreadyBooked
from queueing.actions.waiting_list import AlreadyWaiting
from queueing.choices import BookingState, PartyState
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
    """Book the places of a form that was told what there is to tell, or let it wait; a repeat finds it done.

    A form that asks for a place joins the line, or takes part in the draw that it names. The party stays locked from
    looking at the verdicts to booking: a NIK that is changed in another window meanwhile waits, and then finds the
    form over.

    Raises:
        NotToldYet: see the class; so do the others.
        NotConfirmed: ...
        BookedBefore: ...
        AlreadyWaiting: only of people whose numbers agree.
        bookings.HoldExpired: ...
        bookings.NotReady: ...
        draws.DrawShut: ...
        locks.Crowded: ...
    """
    try:
        return _confirm(party, at)
    except AlreadyBooked as refused:
        _explain(party, at, refused)
        raise
    except AlreadyWaiting as refused:
        if all(person.agrees for person in people.people_of(party)):
            raise
        raise NotConfirmed from refused


def accept(*, party: uuid.UUID, at: datetime.datetime) -> Party:
    """Take what is offered; a refusal says no more than it may.

    Raises:
        NotConfirmed: see the class; so does BookedBefore.
        offers.OfferOver: ...
        locks.Crowded: ...
    """
    try:
        return offers.accept(party=party, at=at)
    except AlreadyBooked as refused:
        _explain(party, at, refused)
        raise


def _confirm(party: uuid.UUID, at: datetime.datetime) -> Party:
    """Book at once where nobody stands in the way, as nearly always; else begin anew and look who it is."""
    draw: uuid.UUID | None = None
    try:
        with locks.telling_crowds(), transaction.atomic():
            form = locks.lock_party(party, first=locks.BE_PATIENT)
            draw = form.draw_id
            if draw is None:
                return _finish(form, at, bookings.book_at_once)
    except IntegrityError as error:
        bookings.raise_unless_clash(error)
    with locks.patient():
        if draw:
            locks.lock_draw(draw, shared=True)  # before the party: see locks
        return _finish(locks.lock_party(party), at, bookings.confirm)


def _finish(form: Party, at: datetime.datetime, book: Callable[..., Party]) -> Party:
    """Do what the form, whose row is locked, was filled in for."""
    if form.state == PartyState.CONFIRMED:
        return form
    if form.state in (PartyState.HELD, PartyState.ASKING):
        _check(form.pk, at)
    if form.state != PartyState.ASKING:
        return book(party=form.pk, at=at)
    if form.draw_id:
        return draws.enter(party=form.pk, draw=form.draw_id, at=at)
    return waiting_list.join(party=form.pk, at=at)


def _check(party: uuid.UUID, at: datetime.datetime) -> None:
    verdicts = people.verdicts_in(party)
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
    everybody = Booking.unscoped.filter(party=party).exclude(state=BookingState.CANCELLED)
    own = {person.nik_index: person for person in everybody}
    others = Booking.unscoped.filter(nik_index__in=own, state__in=EXPECTED).exclude(party=party)
    clashing = list(others.select_related("party"))
    concerned = [own[other.nik_index] for other in clashing]
    if not concerned or not all(person.agrees for person in concerned):
        raise NotConfirmed from refused
    for other in {other.party_id for other in clashing}:
        telling.again(party=other, at=at)
    raise BookedBefore([person.name for person in concerned]) from refused
