"""A birth: a new member of the parent's household, whose card is not due yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.rules.card_due import due_by_age
from registry.rules.civil_events.plan import FUTURE, Draft, Home, Person, Plan, Subject, spoken_day
from registry.rules.dates import age_on
from registry.rules.given_names import name_faults, name_remarks
from registry.rules.relations import relation_of_newborn
from registry.rules.siak_codes import Marital, Residency

YOUNGEST_PARENT = 10
#: Later reports need the decision of the head of the office (UU 24/2013 art. 32).
REPORTED_WITHIN = timedelta(days=60)
#: A child may be born after her father's death, never after having been away.
PARENTS = frozenset({Residency.ALIVE, Residency.DECEASED, Residency.MISSING, Residency.GONE_ABROAD})


@dataclass(frozen=True, slots=True)
class Birth:
    """What the parents and the birth certificate tell; `event_date` is the birth date."""

    event_date: date
    name: str
    sex: str
    birth_place: str


def plan(parent: Person, home: Home, told: Birth, *, today: date) -> Plan:
    """Say what the birth of a child of this resident changes."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(parent.residency_status not in PARENTS, "Orang tua ini tidak lagi terdaftar di sini.")
    draft.refuse_if(not home.living, "Keluarga ini tidak punya anggota lagi: anak perlu keluarga lain.")
    draft.refuse_if(
        age_on(told.event_date, born=parent.birth_date) < YOUNGEST_PARENT,
        f"Orang tua belum berumur {YOUNGEST_PARENT} tahun pada tanggal lahir ini.",
    )
    twins = [member for member in home.members if member.birth_date == told.event_date and member.name == told.name]
    draft.refuse_if(
        any(twin.residency_status != Residency.INVALID for twin in twins),
        "Anak dengan nama dan tanggal lahir ini sudah ada di keluarga ini.",
    )
    draft.refusals.extend(name_faults(told.name))
    relation = relation_of_newborn(parent.relation_to_head)
    draft.make(
        Subject.RESIDENT,
        told.name,
        household_id=home.id,
        relation_to_head=relation,
        name=told.name,
        birth_place=told.birth_place,
        birth_date=told.event_date.isoformat(),
        sex=told.sex,
        marital_status=Marital.SINGLE,
        occupation_code=None,
        residency_status=Residency.ALIVE,
        region_id=home.region_id,
    )
    draft.consequences.append(f"{told.name} masuk ke keluarga {parent.name}.")
    draft.consequences.append(f"Wajib KTP-el pada usia 17 tahun, {spoken_day(due_by_age(told.event_date))}.")
    if today - told.event_date > REPORTED_WITHIN:
        draft.consequences.append("Dilaporkan lebih dari 60 hari sesudah lahir: perlu keputusan kepala dinas.")
    draft.consequences.extend(name_remarks(told.name))
    return draft.done()
