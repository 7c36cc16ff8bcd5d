"""Moves of people: out of the area, into it, back into it, or to another household inside it.

A move inside the area is a kind of its own: nobody who only changed houses is ever counted as gone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from registry.rules.card_due import card_is_due_on
from registry.rules.civil_events.plan import (
    FUTURE,
    NEW,
    Draft,
    Home,
    Person,
    Plan,
    Subject,
    head_leaves,
)
from registry.rules.given_names import name_faults
from registry.rules.siak_codes import Relation, Residency

_SECOND_HEAD = "Keluarga tujuan sudah punya kepala keluarga."
#: Who may come back.
AWAY = frozenset({Residency.MOVED, Residency.MISSING, Residency.GONE_ABROAD})


@dataclass(frozen=True, slots=True)
class MoveOut:
    """Who leaves the area: members of one household, by id."""

    event_date: date
    who: frozenset[int]


@dataclass(frozen=True, slots=True)
class Join:
    """A resident goes to live in another household of the area."""

    event_date: date
    relation: int


@dataclass(frozen=True, slots=True)
class Return:
    """A resident who had left lives here again, in this household."""

    event_date: date
    relation: int


@dataclass(frozen=True, slots=True)
class Address:
    """Where a household lives."""

    region_id: str
    address: str
    rt: str
    rw: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody comes whom this registry has not known."""

    event_date: date
    name: str
    birth_place: str
    birth_date: date
    sex: str
    marital_status: int
    relation: int


def plan_move_out(home: Home, told: MoveOut, *, today: date) -> Plan:
    """Say what changes when members leave the area."""
    draft = Draft()
    leaving = [member for member in home.living if member.id in told.who]
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(not leaving or len(leaving) != len(told.who), "Pilih anggota yang masih tercatat di keluarga ini.")
    _not_before_birth(draft, leaving, told.event_date)
    for person in leaving:
        draft.add(person, residency_status=Residency.MOVED)
        draft.consequences.append(f"{person.name} tidak dihitung lagi di sini; surat pindah membawa datanya.")
    if sentence := head_leaves(home, leaving):
        draft.consequences.append(sentence)
    return draft.done()


def plan_join(person: Person, home: Home, target: Home, told: Join, *, today: date) -> Plan:
    """Say what changes when a resident moves to another household of the area."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(not person.is_counted, "Penduduk ini tidak lagi dihitung di sini.")
    draft.refuse_if(home.id == target.id, "Penduduk ini sudah ada di keluarga itu.")
    _enter(draft, person, target, told.relation)
    _not_before_birth(draft, [person], told.event_date)
    draft.consequences.append("Tetap penduduk di sini: hanya keluarga dan alamatnya yang berubah.")
    if sentence := head_leaves(home, [person]):
        draft.consequences.append(sentence)
    return draft.done()


def plan_return(person: Person, target: Home, told: Return, *, today: date) -> Plan:
    """Say what changes when somebody who had left lives here again."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(person.residency_status not in AWAY, "Penduduk ini tidak tercatat pindah, hilang, atau pergi.")
    _enter(draft, person, target, told.relation, residency_status=Residency.ALIVE)
    draft.consequences.append(f"{person.name} dihitung lagi sebagai penduduk di sini.")
    return draft.done()


def plan_arrival(where: Home | Address, told: Arrival, *, today: date) -> Plan:
    """Say what changes when a stranger arrives, in this household or in a new one at this address."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(told.birth_date > told.event_date, "Tanggal lahir sesudah tanggal datang.")
    draft.refusals.extend(name_faults(told.name))
    if isinstance(where, Address):
        draft.refuse_if(told.relation != Relation.HEAD, "Orang pertama di keluarga baru menjadi kepala keluarga.")
        make_home(draft, where)
    elif told.relation == Relation.HEAD:
        draft.refuse_if(where.has_head, _SECOND_HEAD)
    draft.refuse_if(_sex_differs(told.relation, told.sex), "Hubungan keluarga tidak cocok dengan jenis kelamin.")
    draft.make(
        Subject.RESIDENT,
        told.name,
        household_id=where.id if isinstance(where, Home) else NEW,
        relation_to_head=told.relation,
        name=told.name,
        birth_place=told.birth_place,
        birth_date=told.birth_date.isoformat(),
        sex=told.sex,
        marital_status=told.marital_status,
        occupation_code=None,
        residency_status=Residency.ALIVE,
        region_id=where.region_id,
    )
    draft.consequences.append(f"{told.name} menjadi penduduk di sini.")
    if card_is_due_on(told.birth_date, told.marital_status, told.event_date):
        draft.consequences.append("Wajib KTP-el: status kartunya tercatat belum merekam sampai datanya masuk.")
    return draft.done()


def make_home(draft: Draft, address: Address) -> None:
    """Add the household that the event makes."""
    draft.make(
        Subject.HOUSEHOLD,
        "Keluarga baru",
        region_id=address.region_id,
        address=address.address,
        rt=address.rt,
        rw=address.rw,
    )


def _enter(draft: Draft, person: Person, target: Home, relation: int, **also: int) -> None:
    if relation == Relation.HEAD:
        others = [member for member in target.living if member.id != person.id]
        led = any(member.relation_to_head == Relation.HEAD for member in others)
        draft.refuse_if(led, _SECOND_HEAD)
    draft.refuse_if(_sex_differs(relation, person.sex), "Hubungan keluarga tidak cocok dengan jenis kelamin.")
    draft.add(person, household_id=target.id, region_id=target.region_id, relation_to_head=relation, **also)


def _sex_differs(relation: int, sex: str) -> bool:
    return (relation, sex) in {(Relation.HUSBAND, "P"), (Relation.WIFE, "L")}


def _not_before_birth(draft: Draft, people: Collection[Person], day: date) -> None:
    for person in people:
        draft.refuse_if(day < person.birth_date, f"Tanggal peristiwa sebelum {person.name} lahir.")
