"""Marriages and divorces: both sides change, if both are in the registry; a household changes by its own act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.rules.card_due import DUE_AGE
from registry.rules.civil_events.plan import FUTURE, Draft, Person, Plan, spoken_day
from registry.rules.dates import age_on
from registry.rules.siak_codes import Marital

#: UU 16/2019: 19 for both; younger only with the dispensation of a court.
MARRIAGE_AGE = 19


@dataclass(frozen=True, slots=True)
class Marriage:
    """What the certificate tells; `dispensation` is the number of the court's decision, if there was one."""

    event_date: date
    dispensation: str = ""


@dataclass(frozen=True, slots=True)
class Divorce:
    """What the certificate or the court's decision tells."""

    event_date: date


def plan_marriage(person: Person, partner: Person | None, told: Marriage, *, today: date) -> Plan:
    """Say what a marriage changes; the partner is None when she is in no registry that can be seen here."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    for side in _sides(person, partner):
        _may_marry(draft, side, told)
        draft.add(side, marital_status=Marital.MARRIED)
        draft.consequences.append(f"{side.name} menjadi kawin.")
        age = age_on(told.event_date, born=side.birth_date)
        if age < DUE_AGE:
            day = spoken_day(told.event_date)
            draft.consequences.append(f"Usia {side.name} {age} tahun dan kawin: wajib KTP-el sejak {day}.")
            draft.consequences.append(f"{side.name} berhak memilih walau belum 17 tahun.")
    if partner is None:
        draft.consequences.append("Pasangan tidak ada di register ini: hanya satu pihak yang berubah.")
    else:
        draft.refuse_if(person.id == partner.id, "Pasangan harus orang lain.")
        draft.refuse_if(
            person.id != partner.id and person.sex == partner.sex,
            "Kedua pihak tercatat dengan jenis kelamin yang sama. Periksa datanya.",
        )
        if person.household_id != partner.household_id:
            draft.consequences.append("Keduanya masih di kartu keluarga masing-masing: pisahkan atau pindahkan.")
    return draft.done()


def plan_divorce(person: Person, partner: Person | None, told: Divorce, *, today: date) -> Plan:
    """Say what a divorce changes."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    for side in _sides(person, partner):
        draft.refuse_if(not side.is_counted, f"{side.name} tidak lagi dihitung sebagai penduduk di sini.")
        draft.refuse_if(side.marital_status != Marital.MARRIED, f"{side.name} tidak tercatat kawin.")
        draft.refuse_if(told.event_date < side.birth_date, f"Tanggal peristiwa sebelum {side.name} lahir.")
        draft.add(side, marital_status=Marital.DIVORCED)
        draft.consequences.append(f"{side.name} menjadi cerai hidup.")
    if partner is None:
        draft.consequences.append("Mantan pasangan tidak ada di register ini: hanya satu pihak yang berubah.")
    else:
        draft.refuse_if(person.id == partner.id, "Mantan pasangan harus orang lain.")
        if person.household_id == partner.household_id:
            draft.consequences.append("Keduanya masih di satu kartu keluarga: pisahkan bila salah satu keluar.")
    return draft.done()


def _sides(person: Person, partner: Person | None) -> tuple[Person, ...]:
    return (person,) if partner is None or partner.id == person.id else (person, partner)


def _may_marry(draft: Draft, side: Person, told: Marriage) -> None:
    draft.refuse_if(not side.is_counted, f"{side.name} tidak lagi dihitung sebagai penduduk di sini.")
    draft.refuse_if(side.marital_status == Marital.MARRIED, f"{side.name} masih tercatat kawin.")
    age = age_on(told.event_date, born=side.birth_date)
    draft.refuse_if(
        age < MARRIAGE_AGE and not told.dispensation,
        f"{side.name} belum {MARRIAGE_AGE} tahun: isi nomor dispensasi pengadilan (UU 16/2019).",
    )
