"""People by number, birth date or name, inside the scope: at most a page of them, the likeliest first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, Case, QuerySet, Value, When
from psycopg2.errors import QueryCanceled

from registry import scope, sealing
from registry.models import Household, Resident
from registry.rules.search_term import Meaning, Term

MOST_SHOWN: Final = 25
#: A search may not hold a connection longer; what takes so long is too vague to be of use.
PATIENCE: Final = datetime.timedelta(seconds=2)

_BY_NAME: Final = "SELECT resident_id FROM find_residents(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. Place, year and date of birth only put in order; nobody is left out for them."""

    term: Term
    place: str = ""
    year: int | None = None
    birth_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Who was found; `more` when the page was too short for all, `gave_up` when it took too long."""

    residents: Sequence[Resident] = ()
    more: bool = False
    gave_up: bool = False


def find(wish: Wish) -> Findings:
    """Return who fits, in the order in which a clerk should look; nobody outside the scope."""
    try:
        with transaction.atomic():
            _limit_time()
            found = _ASKED[wish.term.meaning](wish)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return Findings(gave_up=True)
    _lift_limit()
    return Findings(found[:MOST_SHOWN], more=len(found) > MOST_SHOWN)


def shown_in_lists(residents: QuerySet[Resident]) -> QuerySet[Resident]:
    """Return them with all that a line about a resident shows."""
    return residents.select_related("card", "household", "region__parent")


def _by_number(wish: Wish) -> list[Resident]:
    """A NIK names one person, a KK number everybody on it; one number may be both."""
    sealer, number = sealing.sealer(), wish.term.text
    bearer = Resident.objects.filter(nik_index=sealer.index(sealing.NIK, number))
    card = Household.objects.filter(kk_number_index=sealer.index(sealing.KK_NUMBER, number))
    members = Resident.objects.filter(household__in=list(card.values_list("pk", flat=True)))
    return _shown([*_ids(bearer), *_ids(members.order_by("relation_to_head", "birth_date", "pk"))])


def _by_birth_date(wish: Wish) -> list[Resident]:
    people = Resident.objects.filter(birth_date=wish.term.text)
    near = Case(When(scope.within("region_id", wish.place), then=True), default=False, output_field=BooleanField())
    return _shown(_ids(people.order_by(near.desc() if wish.place else Value(0), "name", "pk")))


def _by_name(wish: Wish) -> list[Resident]:
    with connection.cursor() as cursor:
        ids: list[int] = []
        for area in sorted(scope.current().regions):
            given = [wish.term.text, area, wish.place, wish.birth_date, wish.year, MOST_SHOWN + 1]
            cursor.execute(_BY_NAME, given)
            ids += [row for (row,) in cursor.fetchall()]
    return _shown(ids)


def _ids(people: QuerySet[Resident]) -> list[int]:
    return list(people.values_list("pk", flat=True)[: MOST_SHOWN + 1])


def _shown(ids: list[int]) -> list[Resident]:
    """Return these people in this order with what a line shows: first looked up, then joined, as in `worklists`."""
    people = shown_in_lists(Resident.objects.all()).in_bulk(ids)
    return [people[pk] for pk in dict.fromkeys(ids) if pk in people]


_ASKED: Final = {Meaning.NUMBER: _by_number, Meaning.BIRTH_DATE: _by_birth_date, Meaning.NAME: _by_name}


def _limit_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE // datetime.timedelta(milliseconds=1):d}")


def _lift_limit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
