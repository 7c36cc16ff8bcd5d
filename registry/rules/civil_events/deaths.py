"""A death: the dead is no longer counted, a spouse of the same household becomes a widow or widower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.rules.civil_events.plan import FUTURE, Draft, Home, Person, Plan, head_leaves
from registry.rules.siak_codes import Marital, Relation, Residency

_SPOUSES = {Relation.HEAD, Relation.HUSBAND, Relation.WIFE}


@dataclass(frozen=True, slots=True)
class Death:
    """What the family and the death certificate tell."""

    event_date: date


def plan(person: Person, home: Home, told: Death, *, today: date) -> Plan:
    """Say what the death of a resident changes."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(told.event_date < person.birth_date, "Tanggal kematian sebelum tanggal lahir.")
    draft.refuse_if(person.residency_status == Residency.DECEASED, "Kematian penduduk ini sudah dicatat.")
    draft.refuse_if(
        person.residency_status in {Residency.MOVED, Residency.INVALID},
        "Penduduk ini tidak lagi dihitung di sini: kematian dicatat di tempat ia terdaftar.",
    )
    draft.add(person, residency_status=Residency.DECEASED)
    widowed = spouses(person, home)
    for spouse in widowed:
        draft.add(spouse, marital_status=Marital.WIDOWED)
        draft.consequences.append(f"{spouse.name} menjadi cerai mati.")
    if person.marital_status == Marital.MARRIED and not widowed:
        draft.consequences.append("Pasangan tidak ditemukan di keluarga ini: betulkan status kawinnya bila terdaftar.")
    if sentence := head_leaves(home, [person]):
        draft.consequences.append(sentence)
    draft.consequences.append("Tidak dihitung lagi sebagai penduduk dan pemilih.")
    return draft.done()


def spouses(person: Person, home: Home) -> tuple[Person, ...]:
    """The living, married spouses of somebody who is head of a household or married to its head.

    A wife is no widow of a head who lives, so another wife of his is not hers; couples further down the card
    (child and child-in-law) cannot be paired from the codes.
    """
    if person.marital_status != Marital.MARRIED or person.relation_to_head not in _SPOUSES:
        return ()
    others = [
        member
        for member in home.living
        if member.id != person.id and member.marital_status == Marital.MARRIED and member.sex != person.sex
    ]
    if person.relation_to_head == Relation.HEAD:
        return tuple(other for other in others if other.relation_to_head in {Relation.HUSBAND, Relation.WIFE})
    heads = tuple(other for other in others if other.relation_to_head == Relation.HEAD)
    rivals = [
        member
        for member in home.living
        if member.id != person.id
        and member.marital_status == Marital.MARRIED
        and member.relation_to_head == person.relation_to_head
    ]
    return () if rivals else heads
