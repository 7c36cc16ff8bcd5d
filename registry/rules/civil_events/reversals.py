"""Undoing an event: every value goes back to what it was, if it is still what the event made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.rules.civil_events.plan import Change, Plan, Subject, Value
from registry.rules.siak_codes import Residency

_INVALID = "{name} tidak dapat dihapus dari register: statusnya menjadi tidak valid."
_EMPTY = "Keluarga yang dibuat peristiwa ini tetap ada tanpa anggota; nomornya boleh dipakai lagi."


@dataclass(frozen=True, slots=True)
class Written:
    """One change as it was written down, with the values that the row has now."""

    subject: Subject
    id: int
    name: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    now: Mapping[str, Value]
    is_new: bool

    def changed_since(self) -> tuple[str, ...]:
        """The columns that are no longer what the event made of them."""
        return tuple(column for column, value in self.after.items() if self.now[column] != value)


def plan(written: Iterable[Written]) -> Plan:
    """Say what undoing restores; whether anything changed since is asked of each change first."""
    changes: list[Change] = []
    consequences: list[str] = []
    for one in written:
        if not one.is_new:
            changes.append(Change(one.subject, one.id, one.name, one.after, one.before))
        elif one.subject is Subject.RESIDENT:
            now = {"residency_status": one.now["residency_status"]}
            changes.append(Change(one.subject, one.id, one.name, now, {"residency_status": int(Residency.INVALID)}))
            consequences.append(_INVALID.format(name=one.name))
        else:
            consequences.append(_EMPTY)
    consequences.append("Peristiwa tetap tercatat sebagai dibatalkan, dengan alasan Anda.")
    return Plan(tuple(changes), tuple(consequences), ())
