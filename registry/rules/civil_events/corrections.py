"""Correction of data: the old value is kept, the numbers never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.rules.card_due import card_is_due_on
from registry.rules.civil_events.plan import FUTURE, Draft, Person, Plan, Value, plain
from registry.rules.given_names import name_faults
from registry.rules.siak_codes import Residency

#: What may be corrected; a move, a death or a head has its own event.
CORRECTABLE = ("name", "birth_place", "birth_date", "sex", "marital_status", "occupation_code")
OLDEST_AGE = 130


@dataclass(frozen=True, slots=True)
class Correction:
    """The right values by column, and the day of the decision or of the request."""

    event_date: date
    values: Mapping[str, Value]


def plan(person: Person, told: Correction, *, today: date) -> Plan:
    """Say what a correction changes."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(person.residency_status == Residency.INVALID, "Data ini sudah dinyatakan tidak valid.")
    after = {column: value for column, value in told.values.items() if column in CORRECTABLE}
    name = str(after.get("name", person.name))
    if name != person.name:
        draft.refusals.extend(name_faults(name))
    born = date.fromisoformat(str(after.get("birth_date", plain(person.birth_date))))
    draft.refuse_if(born > today, "Tanggal lahir belum tiba.")
    draft.refuse_if(born.year < today.year - OLDEST_AGE, f"Tanggal lahir lebih dari {OLDEST_AGE} tahun yang lalu.")
    draft.add(person, **after)
    draft.refuse_if(not draft.changes, "Tidak ada yang berubah.")
    if born != person.birth_date or after.get("sex", person.sex) != person.sex:
        draft.consequences.append("NIK tidak berubah, walau tanggal lahir atau jenis kelamin di dalamnya berbeda.")
    _say_whether_due(draft, person, born, int(after.get("marital_status") or person.marital_status), today)
    return draft.done()


def _say_whether_due(draft: Draft, person: Person, born: date, marital_status: int, today: date) -> None:
    was_due = card_is_due_on(person.birth_date, person.marital_status, today)
    is_due = card_is_due_on(born, marital_status, today)
    if is_due and not was_due:
        draft.consequences.append("Menjadi wajib KTP-el.")
    if was_due and not is_due:
        draft.consequences.append("Tidak lagi wajib KTP-el: belum 17 tahun dan belum pernah kawin.")
