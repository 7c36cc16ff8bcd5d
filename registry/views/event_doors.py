"""Every kind of event as one door: its words, its form, what is foreseen from it, what records it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from registry.actions import births, corrections, deaths, marriages, moves
from registry.actions.event_book import Confirmation
from registry.forms import events as forms
from registry.forms.events import EventForm
from registry.models import CivilEvent, Officer
from registry.rules.civil_events import births as births_rules
from registry.rules.civil_events import moves as move_rules
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.corrections import CORRECTABLE, Correction
from registry.rules.civil_events.deaths import Death
from registry.rules.civil_events.marriages import Divorce, Marriage
from registry.rules.civil_events.moves import Join, MoveOut, Return
from registry.rules.civil_events.plan import PRESENT, Plan, plain
from registry.rules.siak_codes import Residency


class Signed(TypedDict):
    """Who records, when, and what she agreed to."""

    confirmation: Confirmation
    by: Officer
    at: datetime.datetime


@dataclass(frozen=True)
class Given:
    """What came through the door: whom it is about, the valid form, and a number that was proposed."""

    pk: int
    form: Any
    proposed: str = ""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what a form has cleaned
        return self.form.cleaned_data[name]


def nothing_proposed(given: Given) -> str:
    """Propose nothing."""
    return ""


@dataclass(frozen=True)
class Door:
    """One kind of event.

    Attributes:
        slug: its word in the address.
        title: what it is called on its page.
        statuses: the residents, by status dasar, on whose page it is offered; the rules decide again.
        propose: the number that the page proposes, or "".
    """

    slug: str
    title: str
    form: type[EventForm]
    foresee: Callable[[Given, datetime.date], Plan]
    record: Callable[[Given, Signed], CivilEvent]
    statuses: frozenset[int] = PRESENT
    propose: Callable[[Given], str] = nothing_proposed

    @property
    def address(self) -> str:
        """The name of its address inside the app."""
        return f"record_{self.slug.replace('-', '_')}"


def _birth(given: Given) -> Birth:
    return Birth(given["event_date"], given["name"], given["sex"], given["birth_place"])


def _propose_nik(given: Given) -> str:
    return "" if given["nik"] else births.propose_nik(given.pk, _birth(given))


def _foresee_birth(given: Given, on: datetime.date) -> Plan:
    nik = given["nik"] or given.proposed
    return births.foresee(given.pk, _birth(given), nik=nik, is_proposed=not given["nik"], on=on)


def _record_birth(given: Given, signed: Signed) -> CivilEvent:
    nik = given["nik"] or given.proposed
    is_proposed, document = not given["nik"], given["document"]
    return births.record(given.pk, _birth(given), nik=nik, is_proposed=is_proposed, document=document, **signed)


def _foresee_death(given: Given, on: datetime.date) -> Plan:
    return deaths.foresee(given.pk, Death(given["event_date"]), on=on)


def _record_death(given: Given, signed: Signed) -> CivilEvent:
    return deaths.record(given.pk, Death(given["event_date"]), document=given["document"], **signed)


def _move_out(given: Given) -> MoveOut:
    return MoveOut(given["event_date"], frozenset(given["who"]))


def _foresee_move_out(given: Given, on: datetime.date) -> Plan:
    return moves.foresee_move_out(given.pk, _move_out(given), on=on)


def _record_move_out(given: Given, signed: Signed) -> CivilEvent:
    destination, document = given["destination"], given["document"]
    return moves.move_out(given.pk, _move_out(given), destination=destination, document=document, **signed)


def _foresee_join(given: Given, on: datetime.date) -> Plan:
    told = Join(given["event_date"], given["relation"])
    return moves.foresee_join(given.pk, told, household_id=given["kk_number"], on=on)


def _record_join(given: Given, signed: Signed) -> CivilEvent:
    told = Join(given["event_date"], given["relation"])
    words = {"document": given["document"], "reason": given["reason"]}
    return moves.join(given.pk, told, household_id=given["kk_number"], **words, **signed)


def _foresee_return(given: Given, on: datetime.date) -> Plan:
    told = Return(given["event_date"], given["relation"])
    return moves.foresee_return(given.pk, told, household_id=given["kk_number"], on=on)


def _record_return(given: Given, signed: Signed) -> CivilEvent:
    told = Return(given["event_date"], given["relation"])
    words = {"document": given["document"], "origin": given["origin"]}
    return moves.come_back(given.pk, told, household_id=given["kk_number"], **words, **signed)


def _marriage(given: Given) -> Marriage:
    return Marriage(given["event_date"], given["dispensation"])


def _foresee_marriage(given: Given, on: datetime.date) -> Plan:
    return marriages.foresee_marriage(given.pk, _marriage(given), partner_id=given["partner"], on=on)


def _record_marriage(given: Given, signed: Signed) -> CivilEvent:
    words = {"partner_name": given["partner_name"], "document": given["document"]}
    return marriages.marry(given.pk, _marriage(given), partner_id=given["partner"], **words, **signed)


def _foresee_divorce(given: Given, on: datetime.date) -> Plan:
    told = Divorce(given["event_date"])
    return marriages.foresee_divorce(given.pk, told, partner_id=given["partner"], on=on)


def _record_divorce(given: Given, signed: Signed) -> CivilEvent:
    words = {"partner_name": given["partner_name"], "document": given["document"]}
    told = Divorce(given["event_date"])
    return marriages.divorce(given.pk, told, partner_id=given["partner"], **words, **signed)


def _correction(given: Given) -> Correction:
    return Correction(given["event_date"], {column: plain(given[column]) for column in CORRECTABLE})


def _foresee_correction(given: Given, on: datetime.date) -> Plan:
    return corrections.foresee(given.pk, _correction(given), on=on)


def _record_correction(given: Given, signed: Signed) -> CivilEvent:
    words = {"document": given["document"], "reason": given["reason"]}
    return corrections.record(given.pk, _correction(given), **words, **signed)


_KNOWN: Final = frozenset(Residency) - {Residency.INVALID}
OF_RESIDENTS: Final = (
    Door(
        "kelahiran",
        "Kelahiran anak",
        forms.BirthForm,
        _foresee_birth,
        _record_birth,
        births_rules.PARENTS,
        _propose_nik,
    ),
    Door("perkawinan", "Perkawinan", forms.MarriageForm, _foresee_marriage, _record_marriage),
    Door("perceraian", "Perceraian", forms.DivorceForm, _foresee_divorce, _record_divorce),
    Door("pindah-keluarga", "Pindah ke keluarga lain", forms.JoinForm, _foresee_join, _record_join),
    Door("pindah-keluar", "Pindah keluar wilayah", forms.MoveOutForm, _foresee_move_out, _record_move_out),
    Door("datang-kembali", "Datang kembali", forms.ReturnForm, _foresee_return, _record_return, move_rules.AWAY),
    Door("kematian", "Kematian", forms.DeathForm, _foresee_death, _record_death),
    Door("pembetulan", "Pembetulan data", forms.CorrectionForm, _foresee_correction, _record_correction, _KNOWN),
)
