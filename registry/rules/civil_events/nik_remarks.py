"""What a NIK that is entered by hand adds to a plan: errors forbid, differences are only said."""

from __future__ import annotations

import dataclasses
from datetime import date

from registry.rules import nik as nik_rule
from registry.rules.civil_events.plan import Plan


def with_nik(plan: Plan, nik: str, *, birth_date: date, sex: str, home: str) -> Plan:
    """Return the plan with what is to say of the NIK of the person it makes.

    Args:
        plan: the plan so far.
        nik: as it was typed.
        birth_date: the person's.
        sex: L or P.
        home: kode wilayah where the person will live.
    """
    report = nik_rule.check(nik, birth_date=birth_date, sex=sex, home=home)
    return dataclasses.replace(
        plan,
        changes=plan.changes if report.is_valid else (),
        consequences=(*plan.consequences, *(warning.sentence for warning in report.warnings)),
        refusals=(*plan.refusals, *(error.sentence for error in report.errors)),
    )
