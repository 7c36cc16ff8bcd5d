"""A birth recorded: a new resident in the parent's household, with the NIK that was proposed or typed."""

from __future__ import annotations

import datetime

from django.utils import timezone

from registry import sealing
from registry.actions import event_book
from registry.actions.event_book import Confirmation, Entry, Numbers
from registry.actions.new_rows import NikTaken
from registry.choices import CivilEventKind
from registry.models import CivilEvent, Officer
from registry.queries import families
from registry.rules import nik_proposal
from registry.rules.civil_events import births
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.nik_remarks import with_nik
from registry.rules.civil_events.plan import NEW, Plan

_AT_ONCE = 50


class NoSerialFree(Exception):
    """Every serial of this district, day and sex is somebody's."""

    def __init__(self) -> None:
        super().__init__("Tidak ada nomor urut NIK yang bebas untuk tanggal ini. Ketik NIK dari SIAK.")


def propose_nik(parent_id: int, told: Birth, *, after: str = "") -> str:
    """Return the first NIK of the parent's district that nobody has; `after` asks for one behind it.

    Raises:
        NoSerialFree: see the class.
    """
    district = families.person(parent_id).region_id[:8]
    begin = int(after[12:]) + 1 if after else 1
    for first in range(begin, nik_proposal.LAST_SERIAL + 1, _AT_ONCE):
        numbers = [
            nik_proposal.propose(district=district, birth_date=told.event_date, sex=told.sex, serial=serial)
            for serial in range(first, min(first + _AT_ONCE, nik_proposal.LAST_SERIAL + 1))
        ]
        indexes = [sealing.sealer().index(sealing.NIK, number) for number in numbers]
        taken = families.taken_niks(indexes)
        free = (number for number, index in zip(numbers, indexes, strict=True) if index not in taken)
        if (number := next(free, None)) is not None:
            return number
    raise NoSerialFree


def foresee(parent_id: int, told: Birth, *, nik: str, is_proposed: bool, on: datetime.date) -> Plan:
    """Say what recording the birth would do; nothing is written."""
    parent = families.person(parent_id)
    home = families.home(parent.household_id)
    plan = births.plan(parent, home, told, today=on)
    if is_proposed:
        return plan
    return with_nik(plan, nik, birth_date=told.event_date, sex=told.sex, home=home.region_id)


def record(
    parent_id: int,
    told: Birth,
    *,
    nik: str,
    is_proposed: bool,
    document: str,
    confirmation: Confirmation,
    by: Officer,
    at: datetime.datetime,
) -> CivilEvent:
    """Record the birth of this resident's child.

    A proposed serial that another officer drew meanwhile gives way to the next one; the unique index decides
    (`tests/races/test_civil_events.py`). A typed NIK never gives way.

    Raises:
        NikTaken: somebody has the typed NIK.
        NoSerialFree: see the class.
    """
    number = nik
    while True:
        try:
            return event_book.write(
                lambda: foresee(parent_id, told, nik=nik, is_proposed=is_proposed, on=timezone.localdate(at)),
                entry=Entry(CivilEventKind.BIRTH, NEW, told.event_date, document),
                confirmation=confirmation,
                by=by,
                at=at,
                residents=[parent_id],
                numbers=Numbers(nik=number),
            )
        except NikTaken:
            if not is_proposed:
                raise
            number = propose_nik(parent_id, told, after=number)
