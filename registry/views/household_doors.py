"""Every household operation as one door, and the arrival of a stranger."""

from __future__ import annotations

import datetime
from typing import Final

from registry.actions import households, moves
from registry.actions.event_book import Numbers
from registry.forms import households as forms
from registry.models import CivilEvent
from registry.rules.civil_events.households import HeadChange, HouseMove, Split
from registry.rules.civil_events.moves import Address, Arrival
from registry.rules.civil_events.plan import Plan
from registry.views.event_doors import Door, Given, Signed


def _split(given: Given) -> Split:
    return Split(given["event_date"], given.form.relations(), given.form.where())


def _foresee_split(given: Given, on: datetime.date) -> Plan:
    return households.foresee_split(given.pk, _split(given), on=on)


def _record_split(given: Given, signed: Signed) -> CivilEvent:
    words = {"document": given["document"], "reason": given["reason"]}
    return households.split(given.pk, _split(given), kk_number=given["kk_number"], **words, **signed)


def _foresee_move(given: Given, on: datetime.date) -> Plan:
    return households.foresee_house_move(given.pk, HouseMove(given["event_date"], given.form.where()), on=on)


def _record_move(given: Given, signed: Signed) -> CivilEvent:
    words = {"document": given["document"], "reason": given["reason"]}
    return households.move(given.pk, HouseMove(given["event_date"], given.form.where()), **words, **signed)


def _head_change(given: Given) -> HeadChange:
    return HeadChange(given["event_date"], given.form.relations(), bool(given["kk_number"]))


def _foresee_head(given: Given, on: datetime.date) -> Plan:
    return households.foresee_head_change(given.pk, _head_change(given), on=on)


def _record_head(given: Given, signed: Signed) -> CivilEvent:
    words = {"document": given["document"], "reason": given["reason"]}
    return households.change_head(given.pk, _head_change(given), kk_number=given["kk_number"], **words, **signed)


def _arrival(given: Given) -> Arrival:
    return Arrival(
        event_date=given["event_date"],
        name=given["name"],
        birth_place=given["birth_place"],
        birth_date=given["birth_date"],
        sex=given["sex"],
        marital_status=given["marital_status"],
        relation=given["relation"],
    )


def _where(given: Given) -> int | Address:
    return given.form.where() if isinstance(given.form, forms.ArrivalWithCardForm) else given.pk


def _foresee_arrival(given: Given, on: datetime.date) -> Plan:
    return moves.foresee_arrival(_arrival(given), where=_where(given), nik=given["nik"], on=on)


def _record_arrival(given: Given, signed: Signed) -> CivilEvent:
    numbers = Numbers(given["nik"], given.form.cleaned_data.get("kk_number", ""))
    words = {"origin": given["origin"], "document": given["document"]}
    return moves.arrive(_arrival(given), where=_where(given), numbers=numbers, **words, **signed)


SPLIT: Final = Door("pisah", "Pisah kartu keluarga", forms.SplitForm, _foresee_split, _record_split)
MOVE: Final = Door("pindah", "Pindah alamat", forms.HouseMoveForm, _foresee_move, _record_move)
HEAD: Final = Door("ganti-kepala", "Ganti kepala keluarga", forms.HeadChangeForm, _foresee_head, _record_head)
ARRIVAL: Final = Door("datang", "Pendatang baru", forms.ArrivalForm, _foresee_arrival, _record_arrival)
ARRIVAL_WITH_CARD: Final = Door(
    "keluarga-datang", "Keluarga baru datang", forms.ArrivalWithCardForm, _foresee_arrival, _record_arrival
)
OF_HOUSEHOLDS: Final = (SPLIT, MOVE, HEAD, ARRIVAL)
