"""The residents' list: tabs by what is to be done, one page after another without ever counting them all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from registry.choices import CardStatus
from registry.models import Resident
from registry.models.resident import ResidentQuerySet
from registry.queries.finding import shown_in_lists
from registry.rules.card_due import DUE_AGE
from registry.rules.card_status import NEEDS_RECAPTURE, UNFETCHED
from registry.rules.dates import latest_birth_date
from registry.rules.next_step import RECORDING_AGE

PAGE: Final = 25


class Tab(StrEnum):
    """What a list is of."""

    UNRECORDED = "belum-rekam"
    SIXTEEN = "umur-16"
    SEVENTEEN = "umur-17"
    RECAPTURE = "rekam-ulang"
    DUPLICATE = "ganda"
    ADJUDICATE = "adjudikasi"
    DOUBTFUL = "perlu-diperiksa"
    PRINT_READY = "siap-cetak"
    UNDERWAY = "menunggu-diambil"
    UNFETCHED = "belum-diambil"
    ALL = "semua"


TITLES: Final = {
    Tab.UNRECORDED: "Belum rekam",
    Tab.SIXTEEN: "Umur 16, belum rekam",
    Tab.SEVENTEEN: "Umur 17, belum rekam",
    Tab.RECAPTURE: "Rekam ulang",
    Tab.DUPLICATE: "Rekaman ganda",
    Tab.ADJUDICATE: "Adjudikasi",
    Tab.DOUBTFUL: "Perlu diperiksa",
    Tab.PRINT_READY: "Siap cetak",
    Tab.UNDERWAY: "Cetak dan kirim",
    Tab.UNFETCHED: "Tercetak, belum diambil",
    Tab.ALL: "Semua penduduk",
}


#: These are cut by birth date, so the index has them in this order; by id it would sort the whole year for each page.
_OLDEST_FIRST: Final = frozenset({Tab.SIXTEEN, Tab.SEVENTEEN})


@dataclass(frozen=True, slots=True)
class Worklist:
    """Which list, of which place, and from which resident on."""

    tab: Tab = Tab.UNRECORDED
    place: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and the resident after whom the next one begins, if there is a next one."""

    residents: Sequence[Resident]
    next_after: int | None


def page_of(worklist: Worklist, *, on: datetime.date) -> Page:
    """Return a page of the list: in the order in which people were taken in, or the oldest of a year first."""
    order = ("birth_date", "pk") if worklist.tab in _OLDEST_FIRST else ("pk",)
    people: ResidentQuerySet = Resident.objects.filter(_behind(worklist))
    if worklist.place:
        people = people.living_in(worklist.place)
    # First who, then what a line shows: joined at once, PostgreSQL cannot guess how many rows the policies let
    # through, and sorts them all.
    ids = list(_CUT[worklist.tab](people, on).order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    found = shown_in_lists(Resident.objects.filter(pk__in=ids[:PAGE])).order_by(*order)
    return Page(list(found), ids[PAGE - 1] if len(ids) > PAGE else None)


def _behind(worklist: Worklist) -> Q:
    """Return who comes after the last one of the page before; the address carries an id, never a birth date."""
    if worklist.tab not in _OLDEST_FIRST:
        return Q(pk__gt=worklist.after)
    born = Resident.objects.filter(pk=worklist.after).values_list("birth_date", flat=True).first()
    if born is None:
        return Q()
    return Q(birth_date__gte=born) & (Q(birth_date__gt=born) | Q(pk__gt=worklist.after))


def _unrecorded(people: ResidentQuerySet, on: datetime.date) -> QuerySet[Resident]:
    return _not_recorded(people).due_on(on)


def _of_age(age: int) -> Callable[[ResidentQuerySet, datetime.date], QuerySet[Resident]]:
    def cut(people: ResidentQuerySet, on: datetime.date) -> QuerySet[Resident]:
        born_in = Q(birth_date__lte=latest_birth_date(age, on=on), birth_date__gt=latest_birth_date(age + 1, on=on))
        return _not_recorded(people).filter(born_in)

    return cut


def _not_recorded(people: ResidentQuerySet) -> ResidentQuerySet:
    return people.alive().filter(card__state=CardStatus.UNREGISTERED)


def _in(*states: str) -> Callable[[ResidentQuerySet, datetime.date], QuerySet[Resident]]:
    return lambda people, _on: people.alive().filter(card__state__in=states)


_CUT: Final[dict[Tab, Callable[[ResidentQuerySet, datetime.date], QuerySet[Resident]]]] = {
    Tab.UNRECORDED: _unrecorded,
    Tab.SIXTEEN: _of_age(RECORDING_AGE),
    Tab.SEVENTEEN: _of_age(DUE_AGE),
    Tab.RECAPTURE: _in(*sorted(NEEDS_RECAPTURE)),
    Tab.DUPLICATE: _in(CardStatus.DUPLICATE_RECORD),
    Tab.ADJUDICATE: _in(CardStatus.ADJUDICATE_RECORD),
    Tab.DOUBTFUL: _in(
        CardStatus.ADJUDICATE_RECORD,
        CardStatus.DUPLICATE_RECORD,
        CardStatus.REQUEST_VALIDATION,
        CardStatus.SEARCH_FAILURE_AT_CENTRAL,
    ),
    Tab.PRINT_READY: _in(CardStatus.PRINT_READY_RECORD),
    Tab.UNDERWAY: _in(CardStatus.SENT_FOR_CARD_PRINTING, CardStatus.CARD_PRINTED, CardStatus.CARD_SHIPPED),
    Tab.UNFETCHED: _in(*sorted(UNFETCHED)),
    Tab.ALL: lambda people, _on: people,
}
assert set(_CUT) == set(TITLES) == set(Tab)
