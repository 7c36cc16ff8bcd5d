"""The only place that claims or locks rows of the queue, in one order: turn, draw, parties, seats, bookings, numbers.

A party is locked before its seats and bookings are touched; free seats are claimed in one statement that skips what
others are claiming (SKIP LOCKED), so nobody waits for somebody who waits for her. Whoever cannot have a lock within
a few seconds is told so in words (`Crowded`). docs/concurrency.md names the race that each of these prevents.
"""

from __future__ import annotations

import datetime
import random
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest
from psycopg2.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from queueing.models import Draw, Notice, Party, Seat
from queueing.models.seat import FREE

_Claimed = TypeVar("_Claimed")

BE_PATIENT: Final = "SET LOCAL lock_timeout = '2s';"
_LOCK_PARTY: Final = "SELECT * FROM queueing_party WHERE id = %s FOR NO KEY UPDATE"
#: How often an empty claim is tried again while free seats are to be seen: others may yet give theirs back.
TRIES: Final = 20

#: Free, open for the public now, of one slot and one lane; `seat_free` is the index for it.
CLAIM: Final = """
SELECT id FROM queueing_seat
WHERE slot_id = %(slot)s AND lane = %(lane)s AND taken_by_id IS NULL AND offered_to_id IS NULL AND withheld = ''
    AND opens_at <= %(at)s
ORDER BY slot_id, lane, id LIMIT %(persons)s FOR UPDATE SKIP LOCKED
"""
_FREE: Final = """
SELECT count(*) FROM queueing_seat
WHERE slot_id = %(slot)s AND lane = %(lane)s AND taken_by_id IS NULL AND offered_to_id IS NULL AND withheld = ''
    AND opens_at <= %(at)s
"""

#: After `party`: who confirms a family takes the turns of its people in one order, so that the index that keeps one
#: live booking a resident lets nobody wait in a circle (`tests/races/test_claiming_seats.py`).
TURN_OF_A_FAMILY: Final = """
SELECT count(pg_advisory_xact_lock(hashtextextended(people.nik, 7))) AS taken FROM (
    SELECT booking.nik_index::text AS nik FROM party JOIN queueing_booking AS booking ON booking.party_id = party.id
    WHERE party.persons > 1 AND booking.state = 'held' AND booking.nik_index IS NOT NULL
    ORDER BY 1 OFFSET 0
) AS people
"""

_RAISE_TALLIES: Final = """
WITH counted (subject, since, most) AS (
    SELECT * FROM unnest(%(subjects)s::uuid[], %(since)s::timestamptz[], %(most)s::integer[])
),
commit AS (
    SELECT set_config('synchronous_commit', coalesce(%(commit)s, current_setting('synchronous_commit')), true)
)
INSERT INTO queueing_tally AS tally (subject, since, count)
SELECT subject, since, 1 FROM counted, commit ORDER BY subject
ON CONFLICT (subject, since) DO UPDATE SET count = tally.count + 1
    WHERE tally.count < (SELECT most FROM counted WHERE counted.subject = tally.subject)
RETURNING subject
"""

_CLAIM_DUE_NOTICES = """
    WITH due AS MATERIALIZED (
        SELECT id FROM queueing_notice
        WHERE state IN ('waiting', 'sending') AND due_at <= %(at)s
          AND (state = 'waiting' OR lease_until < statement_timestamp())
        ORDER BY rank, due_at
        LIMIT %(most)s
        FOR UPDATE SKIP LOCKED
    )
    UPDATE queueing_notice AS notice
    SET state = 'sending', attempts = attempts + 1, lease_until = statement_timestamp() + %(lease)s
    FROM due WHERE notice.id = due.id
    RETURNING notice.*
"""


class Crowded(Exception):
    """Too many people want the same rows; nothing was changed, and a moment later it will do."""

    def __init__(self) -> None:
        super().__init__("Sedang sangat ramai. Coba lagi beberapa detik lagi; isian Anda tidak hilang.")


@contextmanager
def patient() -> Iterator[None]:
    """Open a transaction that waits at most two seconds for a lock.

    Raises:
        Crowded: a lock was not to be had in time.
    """
    with telling_crowds(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BE_PATIENT)
        yield


@contextmanager
def telling_crowds() -> Iterator[None]:
    """Say so in words where a lock was not to be had in time; for statements that set their own patience.

    Raises:
        Crowded: see the class.
    """
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected | QueryCanceled):
            raise Crowded from error
        raise


def lock_party(party_id: uuid.UUID, *, first: str = "") -> Party:
    """Lock one party until the transaction ends, and return it as it is now; `first` is said in the same message.

    Raises:
        Party.DoesNotExist: there is none.
    """
    for party in Party.unscoped.raw(f"{first} {_LOCK_PARTY}", [party_id]):
        return party
    raise Party.DoesNotExist


def lock_parties(party_ids: Collection[uuid.UUID]) -> list[Party]:
    """Lock several parties in the order of their ids."""
    return list(Party.unscoped.select_for_update(no_key=True).filter(pk__in=party_ids).order_by("pk"))


def lapsed_parties(*, at: datetime.datetime, most: int, slot: int | None = None) -> list[Party]:
    """Lock parties whose hold has run out, leaving those that somebody is confirming just now."""
    lapsed = Party.unscoped.filter(state="held", held_until__lte=at)
    if slot is not None:
        lapsed = lapsed.filter(slot_id=slot)
    return list(lapsed.select_for_update(no_key=True, skip_locked=True).order_by("held_until")[:most])


def take_passing_turn(office: int) -> None:
    """Wait until nobody else passes seats of this office on; the turn ends with the transaction.

    It comes before any other lock: whoever passes seats on sees the line as the one before left it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('passing'), %s)", [office])


def lock_draw(draw: uuid.UUID, *, shared: bool = False) -> Draw:
    """Lock a draw; shared by those who take part, alone by whoever draws: nobody comes in while it is drawn.

    Raises:
        Draw.DoesNotExist: there is none.
    """
    with connection.cursor() as cursor:
        kind = "SHARE" if shared else "NO KEY UPDATE"
        cursor.execute(f"SELECT FROM queueing_draw WHERE id = %s FOR {kind}", [draw])
    return Draw.unscoped.select_related("office").get(pk=draw)


def lock_drawing(draw: uuid.UUID) -> list[Party]:
    """Lock everybody who takes part in a draw that is locked, in the order of the ids."""
    drawing = Party.unscoped.filter(draw=draw, state="drawing")
    return list(drawing.select_for_update(no_key=True).order_by("pk"))


def seats_to_draw_for(*, office: int, day: datetime.date, before: datetime.datetime) -> list[Seat]:
    """Lock the general seats of a day that open before that moment, to announce a draw for them."""
    seats = Seat.objects.filter(slot__office=office, slot__day=day, lane="general", opens_at__lt=before)
    return list(seats.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def seats_of_draw(draw: uuid.UUID) -> list[Seat]:
    """Lock the seats of a draw that nobody has, in the order of their slots and numbers."""
    seats = Seat.objects.filter(FREE, draw=draw, lane="general").order_by("slot__starts_at", "slot", "number")
    return list(seats.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("slot"))


def lock_in_line(fitting: QuerySet[Party], *, most: int) -> list[Party]:
    """Lock the first of these parties, leaving out such as are leaving just now."""
    return list(fitting.select_for_update(no_key=True, skip_locked=True, of=("self",))[:most])


def lapsed_offers(*, at: datetime.datetime, most: int, party: uuid.UUID | None = None) -> list[Party]:
    """Lock parties whose offer is over: its time has run out, or the seats are not given to anybody any more.

    Whoever accepts or declines at this moment has the party's row and is left out.
    """
    good = Seat.objects.filter(offered_to=OuterRef("pk"), offered_until__gt=at, withheld="")
    lapsed = Party.unscoped.filter(~Exists(good), state="offered")
    if party is not None:
        lapsed = lapsed.filter(pk=party)
    return list(lapsed.select_for_update(no_key=True, skip_locked=True).order_by("joined_at", "pk")[:most])


def freed_seats(slot: int, *, lane: str) -> list[Seat]:
    """Lock the free seats of the slot that somebody gave up, leaving out such as others are claiming."""
    free_seats = Seat.objects.filter(FREE, slot=slot, lane=lane, freed_at__isnull=False)
    return list(free_seats.select_for_update(no_key=True, skip_locked=True).order_by("pk"))


def offered_seats(party: uuid.UUID) -> list[Seat]:
    """Lock the seats that are offered to a party whose row is locked."""
    return list(Seat.objects.select_for_update(no_key=True).filter(offered_to=party).order_by("pk"))


def claim(slot: int, *, lane: str, persons: int, at: datetime.datetime) -> list[int]:
    """Claim as many free seats of the slot for the open transaction; all of them or none.

    Returns:
        Their ids; empty when the slot has not enough that nobody else is claiming.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"slot": slot, "lane": lane, "persons": persons, "at": at})
        seats = [seat for (seat,) in cursor.fetchall()]
    return seats if len(seats) == persons else []


def lock_seats(seat_ids: Collection[int]) -> list[Seat]:
    """Lock seats by their ids, in the order of the ids."""
    return list(Seat.objects.select_for_update(no_key=True).filter(pk__in=seat_ids).order_by("pk"))


def lock_slots(slots: Collection[int]) -> list[Seat]:
    """Lock every seat of these slots, in the order of their ids; whoever is claiming one is waited for."""
    return list(Seat.objects.select_for_update(no_key=True).filter(slot__in=slots).order_by("pk"))


def has_room(slot: int, *, lane: str, persons: int, at: datetime.datetime) -> bool:
    """Return whether so many seats look free, also such as somebody may be claiming."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {"slot": slot, "lane": lane, "at": at})
        return bool(cursor.fetchone()[0] >= persons)


def has_lapsed(slot: int, *, at: datetime.datetime) -> bool:
    """Return whether holds of the slot have run out, also such as somebody may be giving back at this moment."""
    return Party.unscoped.filter(state="held", held_until__lte=at, slot_id=slot).exists()


def try_for_room(claiming: Callable[[], _Claimed], room: Callable[[], bool]) -> _Claimed:
    """Claim, and claim again while seats look free: a claim that skipped seats which were then given back was unlucky.

    Returns:
        What the last claim gave: all that was asked for, or nothing.
    """
    given = claiming()
    for _ in range(TRIES):
        if given or not room():
            break
        time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - spreads people out, keeps no secret
        given = claiming()
    return given


def take_turn_at_invitations() -> None:
    """Wait, inside the open transaction, until no other list of invitations is being loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('queueing invitations'))")


def draw_number(*, office: int, day: datetime.date, letter: str) -> int:
    """Draw the next number of the letter; the row stays locked until the transaction ends, so there is no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO queueing_numbersequence (office_id, day, letter, last_number) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (office_id, day, letter)"
            " DO UPDATE SET last_number = queueing_numbersequence.last_number + 1 RETURNING last_number",
            [office, day, letter],
        )
        return int(cursor.fetchone()[0])


def take_turn(*indexes: uuid.UUID) -> None:
    """Wait for the others who count by these keyed indexes, and keep them waiting until the transaction ends."""
    with connection.cursor() as cursor:
        for index in sorted(set(indexes)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [str(index)])


def take_turn_of_a_family(niks: Collection[uuid.UUID | None]) -> None:
    """Take the turns of several people, by the keyed indexes of their NIK, as `TURN_OF_A_FAMILY` does."""
    if len(niks) > 1:
        with connection.cursor() as cursor:
            for nik in sorted(str(nik) for nik in niks if nik):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [nik])


def raise_tallies(counted: Sequence[tuple[uuid.UUID, datetime.datetime, int]]) -> set[uuid.UUID]:
    """Count one more for each subject in its stretch of time, in one statement that passes no limit.

    Outside of a transaction nobody waits for the disk: a count that a crash forgets has harmed nobody.

    Args:
        counted: subjects, the beginnings of their stretches, and how many there may be in each.

    Returns:
        The subjects that were counted; of the others as many as there may be were counted before.
    """
    subjects, since, most = zip(*counted, strict=True)
    values: dict[str, Any] = {
        "subjects": [str(subject) for subject in subjects],
        "since": list(since),
        "most": list(most),
    }
    values["commit"] = None if connection.in_atomic_block else "off"
    with connection.cursor() as cursor:
        cursor.execute(_RAISE_TALLIES, values)
        return {uuid.UUID(str(subject)) for (subject,) in cursor.fetchall()}


def take_publishing_turn(office: int, *, wait: bool) -> bool:
    """Let one at a time publish an office's days until its transaction ends; who does not wait may be told no."""
    kind = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {kind}(hashtext('publishing'), %s)", [office])
        return cursor.fetchone()[0] is not False


def free(
    seat_ids: Sequence[int],
    *,
    freed_at: datetime.datetime,
    opens_at: datetime.datetime | None = None,
    lane: str | None = None,
) -> None:
    """Give seats back; nobody of the public may claim them before `opens_at`, nor before they were to open anyway."""
    changes: dict[str, Any] = {"taken_by": None, "offered_to": None, "offered_until": None, "freed_at": freed_at}
    if opens_at is not None:
        changes["opens_at"] = Greatest(F("opens_at"), Value(opens_at))
    if lane is not None:
        changes["lane"] = lane
    Seat.objects.filter(pk__in=seat_ids).update(**changes)


def claim_due_notices(*, at: datetime.datetime, most: int, lease: datetime.timedelta) -> list[Notice]:
    """Take notices that are due, and those whose deliverer is believed dead, in one statement; the urgent come first.

    Rows that another deliverer is claiming at this moment are passed over, not waited for. The lease is measured by
    the database's clock, which all deliverers share; its end is also what they show when they write the outcome.
    It is committed on return: what was claimed may be sent (`tests/races/test_notices.py`).
    """
    with transaction.atomic(durable=True):
        claimed = Notice.unscoped.raw(_CLAIM_DUE_NOTICES, {"at": at, "most": most, "lease": lease})
        return sorted(claimed, key=lambda notice: (notice.rank, notice.due_at))
