"""The whole trail read again: are its seals and entries as they were sealed, and if not, what was done where."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from registry.models import AccessEntry, AccessSeal
from registry.models.access import AccessAction
from registry.rules.retention import ACCESS_LOG

#: How the purge names the last seal whose entries it took away (registry/actions/purging.py).
PURGED_UP_TO: Final = "jejak sampai segel {}"
_PURGED: Final = re.compile(PURGED_UP_TO.format(r"(\d+)"))


class Damage(StrEnum):
    """What was done to the trail, as it is said on screen."""

    DELETED = "catatan dihapus"
    ADDED = "catatan disisipkan kemudian"
    EDITED = "catatan diubah"
    REARRANGED = "catatan ditukar, diurutkan ulang, atau diganti beserta sidiknya"
    SEAL_EDITED = "segel diubah"
    SEAL_MISSING = "segel dihapus"
    CHAIN_BROKEN = "segel tidak menyambung pada segel sebelumnya"
    TAIL_CUT = "ujung jejak dipotong atau diganti"


@dataclass(frozen=True)
class Fault:
    """One finding: the seal it lies under (None: not sealed yet), what it is, and where."""

    seal: int | None
    damage: Damage
    detail: str

    def __str__(self) -> str:
        place = "belum tersegel" if self.seal is None else f"segel {self.seal}"
        return f"{place}: {self.damage}, {self.detail}"


def head() -> AccessSeal | None:
    """Return the newest seal."""
    return AccessSeal.objects.order_by("-number").first()


def faults(*, now: datetime.datetime, known_heads: tuple[str, ...] = ()) -> list[Fault]:
    """Read everything, as sets, and return what is wrong in the order of the seals.

    Args:
        now: the moment; entries older than the time of keeping may be gone, if the purge says so.
        known_heads: seals as `AccessSeal.head` gave them once, kept where nobody reaches from here. Without one a
            tail cut off cleanly, entries and seals, leaves no mark.
    """
    found = [*_of_heads(known_heads), *_of_chain(), *_of_entries(now), *_of_unsealed()]
    return sorted(found, key=lambda fault: (fault.seal is None, fault.seal or 0))


def _of_heads(known: tuple[str, ...]) -> Iterator[Fault]:
    for text in known:
        number, _, digest = text.strip().partition(":")
        seal = AccessSeal.objects.filter(number=int(number)).first()
        if seal is None or bytes(seal.digest).hex() != digest:
            yield Fault(int(number), Damage.TAIL_CUT, "sidik yang disimpan di luar tidak cocok")


def _of_chain() -> Iterator[Fault]:
    for number, former, is_whole, follows in _rows(_CHAIN):
        if number != former + 1:
            yield Fault(former + 1, Damage.SEAL_MISSING, f"sesudah segel {former} langsung segel {number}")
        elif not follows:
            yield Fault(number, Damage.CHAIN_BROKEN, f"sidik segel {former} lain dari yang dicatat")
        if not is_whole:
            yield Fault(number, Damage.SEAL_EDITED, "sidiknya tidak cocok dengan isinya")


def _of_entries(now: datetime.datetime) -> Iterator[Fault]:
    purged = _purged_up_to()
    too_old = now - ACCESS_LOG.keep
    for number, first, last, sealed, present, agrees, edited, sealed_at in _rows(_ENTRIES):
        if present == 0 and number <= purged and sealed_at < too_old:
            continue
        where = f"catatan {first} sampai {last}"
        if edited:
            yield Fault(number, Damage.EDITED, "catatan " + ", ".join(str(pk) for pk in edited))
        if present < sealed:
            yield Fault(number, Damage.DELETED, f"{sealed - present} dari {sealed} hilang, {where}")
        elif present > sealed:
            yield Fault(number, Damage.ADDED, f"{present - sealed} lebih dari {sealed}, {where}")
        elif not agrees and not edited:
            yield Fault(number, Damage.REARRANGED, where)


def _of_unsealed() -> Iterator[Fault]:
    edited = [str(pk) for (pk,) in _rows(_UNSEALED)]
    if edited:
        yield Fault(None, Damage.EDITED, "catatan " + ", ".join(edited[:20]))


def _purged_up_to() -> int:
    """Return the last seal whose entries the purge says it took; its own entry is sealed as every other."""
    purges = AccessEntry.objects.filter(action=AccessAction.PURGE, subject__startswith=PURGED_UP_TO.format(""))
    return max((int(match[1]) for text in purges.values_list("subject", flat=True) if (match := _PURGED.match(text))),
               default=0)  # fmt: skip


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


_CHAIN: Final = """
    SELECT number, coalesce(lag(number) OVER chain, 0),
           digest = access_seal_digest(number, first_id, last_id, row_count, previous, rows_digest, sealed_at),
           previous = coalesce(lag(digest) OVER chain, ''::bytea)
    FROM registry_accessseal WINDOW chain AS (ORDER BY number) ORDER BY number
"""
# A seal answers for the ids above the former seal's last one: `from_id` is that one, and open at the first seal.
_ENTRIES: Final = """
    SELECT seal.number, seal.first_id, seal.last_id, seal.row_count, found.present,
           found.rows_digest = seal.rows_digest, found.edited, seal.sealed_at
    FROM (SELECT *, lag(last_id) OVER (ORDER BY number) AS from_id FROM registry_accessseal) AS seal,
    LATERAL (
        SELECT count(*) AS present,
               access_rows_digest(string_agg(int8send(entry.id) || entry.digest, ''::bytea ORDER BY entry.id))
                   AS rows_digest,
               (array_agg(entry.id ORDER BY entry.id)
                   FILTER (WHERE entry.digest <> access_entry_digest(entry)))[1:20] AS edited
        FROM registry_accessentry AS entry
        WHERE entry.id <= seal.last_id AND entry.id > coalesce(seal.from_id, -9223372036854775808)
    ) AS found
    ORDER BY seal.number
"""
_UNSEALED: Final = """
    SELECT entry.id FROM registry_accessentry AS entry
    WHERE entry.id > coalesce((SELECT max(last_id) FROM registry_accessseal), -9223372036854775808)
      AND entry.digest <> access_entry_digest(entry)
    ORDER BY entry.id LIMIT 21
"""
