"""What is counted against those who try things out: forms and codes of a source, codes of a contact, askings of a NIK.

Counting and refusing is one step each, so that no crowd slips through between looking and writing
(`tests/races/test_limits.py`).
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import QuerySet

from queueing import locks
from queueing.models import Attempt
from queueing.rules import limits
from queueing.rules.limits import stretch_of
from queueing.source import Source
from registry import sealing

_MINUTE: Final = 1
_DAY: Final = 24 * 60


class TooManyTries(Exception):
    """The source has sent as many forms as one may; `until` is when it may again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__("Terlalu banyak percobaan dari perangkat atau jaringan ini.")
        self.until = until


class TooManyCodes(Exception):
    """The contact, or everybody together, has been sent as many codes as there may be; `until` is when it may again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__("Kode belum dapat dikirim sekarang.")
        self.until = until


class TooManyPeople(Exception):
    """The contact has been used for as many people as there may be in thirty days."""

    def __init__(self) -> None:
        super().__init__("Dari nomor atau alamat ini sudah dipesankan tempat untuk banyak orang dalam 30 hari.")


def note_try(*, source: Source, at: datetime.datetime) -> None:
    """Count one form or code of a source.

    Raises:
        TooManyTries: see the class; what was sent is not to be looked at.
    """
    _count_tries(
        {
            f"try:{source.device}": (limits.SOURCE_MINUTES, limits.SOURCE_TRIES),
            f"try:{source.address}": (limits.SOURCE_MINUTES, limits.ADDRESS_TRIES),
        },
        at,
    )


def note_find(*, source: Source, code: str, at: datetime.datetime) -> None:
    """Count one try to find the ticket of a booking code, whether there is such a code or not.

    Raises:
        TooManyTries: see the class; what was sent is not to be looked at.
    """
    _count_tries(
        {
            f"find:{source.address}": (limits.SOURCE_MINUTES, limits.FIND_ADDRESS_TRIES),
            f"find:{code}": (limits.FIND_CODE_MINUTES, limits.FIND_CODE_TRIES),
        },
        at,
    )


def note_code(*, contact_index: uuid.UUID, at: datetime.datetime) -> None:
    """Count one code for a contact, inside the transaction that sends it.

    Raises:
        TooManyCodes: see the class.
    """
    refused = _count(
        {f"codes:{contact_index}": (_DAY, limits.OTP_A_DAY), "codes": (_MINUTE, limits.OTP_A_MINUTE)},
        at,
    )
    if refused:
        raise TooManyCodes(refused)


def ask(
    *,
    nik_indexes: Collection[uuid.UUID],
    contact_index: uuid.UUID,
    party: uuid.UUID,
    persons: int,
    at: datetime.datetime,
) -> set[uuid.UUID]:
    """Count one asking about each of these NIKs from a proven contact; return those that it may be told about.

    Inside the transaction that answers: whoever asks about the same NIK or from the same contact waits until it ends.

    Raises:
        TooManyPeople: see the class; nothing was counted.
    """
    locks.take_turn(contact_index, *nik_indexes)
    earlier = Attempt.objects.filter(
        contact_index=contact_index, at__gt=at - datetime.timedelta(days=limits.PHONE_DAYS)
    )
    used, asked = _niks(earlier.exclude(party=party)), _niks(earlier.filter(party=party))
    new = set(nik_indexes) - used
    if new and not limits.phone_may_book(used=len(used), persons=len(new)):
        raise TooManyPeople
    tries = _tries(nik_indexes, since=at - datetime.timedelta(days=1))
    told = set()
    for index in nik_indexes:
        fits = index in asked or limits.may_ask(asked=len(asked), persons=persons)
        if fits and tries[index] < limits.NIK_TRIES_A_DAY:
            told.add(index)
            asked.add(index)
    Attempt.objects.bulk_create(
        Attempt(nik_index=index, contact_index=contact_index, party_id=party, at=at) for index in told
    )
    return told


def _count_tries(tallies: Mapping[str, tuple[int, int]], at: datetime.datetime) -> None:
    if refused := _count(tallies, at):
        raise TooManyTries(refused)


def _count(tallies: Mapping[str, tuple[int, int]], at: datetime.datetime) -> datetime.datetime | None:
    """Count one more for each name, in minutes of so many and at most so many; return until when one refuses."""
    counted, ends = [], {}
    for name, (minutes, most) in tallies.items():
        subject = sealing.sealer().index("tally", name)
        since, ends[subject] = stretch_of(at, minutes)
        counted.append((subject, since, most))
    refusing = ends.keys() - locks.raise_tallies(counted)
    return max((ends[subject] for subject in refusing), default=None)


def _niks(attempts: QuerySet[Attempt]) -> set[uuid.UUID]:
    return set(attempts.values_list("nik_index", flat=True))


def _tries(nik_indexes: Collection[uuid.UUID], *, since: datetime.datetime) -> Counter[uuid.UUID]:
    attempts = Attempt.objects.filter(nik_index__in=nik_indexes, at__gt=since)
    return Counter(attempts.values_list("nik_index", flat=True))
