"""The access log sealed every minute and read again every night."""

from __future__ import annotations

import datetime
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction

from registry.actions import alarms
from registry.models import AccessEntry, AccessSeal, TrailCheck
from registry.models.alarm import AlarmKind
from registry.queries import trail_seals

_LOCK_NOT_AVAILABLE: Final = "55P03"


class EntriesInFlight(Exception):
    """Entries are being written and did not end in time: the next tick seals them."""


class SealingElsewhere(Exception):
    """Another worker is sealing at this moment."""


def seal(*, at: datetime.datetime) -> AccessSeal | None:
    """Seal every entry that has none; return the seal, or None where there was nothing to seal.

    An entry gets its id when it is inserted and is seen when its transaction ends: entry 7 may appear after entry 8.
    Sealing 8 alone would leave 7 inside a stretch that is closed, and the verifier would call it forged. So the table
    is locked in SHARE MODE first: that waits until every transaction that has written an entry is over, and an
    insert that comes meanwhile draws its id only after the lock is free again. Officers would wait behind the lock,
    so it is given up after `SEAL_PATIENCE` (tests/races/test_trail.py shows the race without it).

    Raises:
        EntriesInFlight, SealingElsewhere: see the classes.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('registry_accessseal'), 0)")
            if not cursor.fetchone()[0]:
                raise SealingElsewhere
            patience = int(settings.SEAL_PATIENCE.total_seconds() * 1000)
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{patience}ms"])
            cursor.execute(_LOCK)
            cursor.execute(_SEAL, [at, at])
            made = cursor.fetchone()
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise EntriesInFlight from error
    return AccessSeal.objects.get(pk=made[0]) if made else None


def check(*, at: datetime.datetime) -> TrailCheck:
    """Read the whole trail, keep what was found, and raise an alarm where anything is wrong.

    The head of the last check must still be there: so a tail cut off since yesterday shows even where nobody
    keeps the digests elsewhere.
    """
    last = TrailCheck.objects.exclude(head="").order_by("-pk").first()
    known = (last.head,) if last else ()
    with transaction.atomic():
        head = trail_seals.head()
        found = [str(fault) for fault in trail_seals.faults(now=at, known_heads=known)]
        made = TrailCheck.objects.create(
            at=at, head=head.head if head else "", entries=AccessEntry.objects.count(), faults=found[:100]
        )
        if found:
            alarms.sound(kind=AlarmKind.TRAIL, officer=None, at=at, detail=found[0])
    return made


_LOCK: Final = "LOCK TABLE registry_accessentry IN SHARE MODE"
_SEAL: Final = """
    WITH head AS (SELECT number, last_id, digest FROM registry_accessseal ORDER BY number DESC LIMIT 1),
    unsealed AS (
        SELECT min(id) AS first_id, max(id) AS last_id, count(*)::integer AS row_count,
               access_rows_digest(string_agg(int8send(id) || digest, ''::bytea ORDER BY id)) AS rows_digest
        FROM registry_accessentry WHERE id > coalesce((SELECT last_id FROM head), -9223372036854775808)
    ),
    next AS (
        SELECT coalesce(head.number, 0) + 1 AS number, unsealed.*, coalesce(head.digest, ''::bytea) AS previous
        FROM unsealed LEFT JOIN head ON true WHERE unsealed.row_count > 0
    )
    INSERT INTO registry_accessseal (number, first_id, last_id, row_count, previous, rows_digest, sealed_at, digest)
    SELECT number, first_id, last_id, row_count, previous, rows_digest, %s,
           access_seal_digest(number, first_id, last_id, row_count, previous, rows_digest, %s)
    FROM next RETURNING number
"""
