"""Who came to be recorded, and how she was reached, is forgotten a while after; places and numbers stay as counts."""

from __future__ import annotations

import datetime
import uuid
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from queueing import locks
from queueing.choices import BookingState
from queueing.models import Attempt, Booking, OneTimeCode, Party, Tally, Ticket
from queueing.models.booking import EXPECTED
from registry.rules.retention import Period

PEOPLE: Final = Period(
    datetime.timedelta(days=90),
    "the session, or the end of what was asked for",
    "assumption: a quarter of a year is enough to answer a complaint, as for notices (UU 27/2022 art. 16; check)",
)
CODES: Final = Period(
    datetime.timedelta(days=1), "the end of the code", "assumption: a code that is over proves nothing (check)"
)
ASKINGS: Final = Period(
    datetime.timedelta(days=31),
    "the asking",
    "the limit counts thirty days (queueing/rules/limits.py); assumption (check)",
)
TALLIES: Final = Period(
    datetime.timedelta(days=2), "the begin of the stretch", "the longest stretch is a day; assumption (check)"
)
#: How many parties one statement forgets.
BATCH: Final = 2_000


def parties_due(at: datetime.datetime) -> QuerySet[Party]:
    """Return parties that are over for so long and still name somebody."""
    limit = at - PEOPLE.keep
    over = (
        Q(slot__ends_at__lt=limit)
        | Q(slot=None, ended_at__lt=limit)
        | Q(slot=None, ended_at=None, created_at__lt=limit, wish_until__isnull=True)
        | Q(slot=None, ended_at=None, wish_until__lt=limit.date())
    )
    named = Booking.unscoped.filter(Q(nik_index__isnull=False) | ~Q(name=""), party=OuterRef("pk"))
    return Party.unscoped.filter(over).filter(Q(contact_index__isnull=False) | Exists(named))


def forget_people(at: datetime.datetime) -> int:
    """Take names, numbers and contacts off the parties that are due; return how many parties.

    Somebody who is still expected after all this time did not come: a booking that is expected names its person.
    """
    forgotten = 0
    while ids := list(parties_due(at).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        _forget(ids, at)
        forgotten += len(ids)
    return forgotten


def numbers_due(at: datetime.datetime) -> QuerySet[Ticket]:
    """Return numbers of days that are long over and still name somebody; sessions and cards are kept elsewhere."""
    named = Q(nik_index__isnull=False) | Q(resident__isnull=False) | ~Q(name="")
    return Ticket.unscoped.filter(named, day__lt=(at - PEOPLE.keep).date())


def forget_numbers(at: datetime.datetime) -> int:
    """Take names off the numbers that are due; return how many."""
    return numbers_due(at).update(name="", nik_index=None, resident=None)


def codes_due(at: datetime.datetime) -> QuerySet[OneTimeCode]:
    """Return one-time codes that are long over."""
    return OneTimeCode.objects.filter(expires_at__lt=at - CODES.keep)


def askings_due(at: datetime.datetime) -> QuerySet[Attempt]:
    """Return askings that count no more."""
    return Attempt.objects.filter(at__lt=at - ASKINGS.keep)


def tallies_due(at: datetime.datetime) -> QuerySet[Tally]:
    """Return counts of stretches that are over."""
    return Tally.objects.filter(since__lt=at - TALLIES.keep)


def _forget(ids: list[uuid.UUID], at: datetime.datetime) -> None:
    locks.lock_parties(ids)
    people = Booking.unscoped.filter(party__in=ids)
    people.filter(state__in=EXPECTED).update(state=BookingState.NO_SHOW, ended_at=at)
    people.update(name="", nik_index=None, nik_sealed=b"", kk_number_index=None)
    Party.unscoped.filter(pk__in=ids).update(channel="", contact_index=None, contact_sealed=b"")
