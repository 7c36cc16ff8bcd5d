"""Opening the list of those to be recorded again, and printing letters to them; whoever is shown is written down."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from queueing.queries import record_again
from queueing.queries.record_again import Reach
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import cards, due
from registry.queries.due import PersonDue

_SUBJECT = "daftar rekam ulang"


@dataclass(frozen=True, slots=True)
class Opened:
    """One page: people with the way to reach them, and after whom the next page begins, if there is one."""

    people: tuple[tuple[PersonDue, Reach], ...]
    next_after: int | None


@transaction.atomic
def open_list(*, after: int, most: int, by: Officer, at: datetime.datetime) -> Opened:
    """Return a page of those in the scope in force whose recording failed, and write down who is on it.

    Raises:
        DailyLimitReached: she has seen as many today as her role may.
    """
    failed = cards.to_be_recaptured(after=after, most=most + 1)
    shown = list(failed)[:most]
    reached = record_again.reach({resident: failed[resident] for resident in shown}, at=at)
    people = [(person, reached[person.resident_id]) for person in due.people(shown)]
    _write_down(AccessAction.LIST, "Melihat daftar rekam ulang", shown, by, at)
    return Opened(tuple(people), shown[-1] if len(failed) > most else None)


@transaction.atomic
def print_letters(*, residents: Collection[int], by: Officer, at: datetime.datetime) -> list[PersonDue]:
    """Return to whom letters go, of these residents: a list that is counted, and a print beside it.

    Raises:
        DailyLimitReached: as for `open_list`.
    """
    people = due.people(sorted(cards.to_be_recaptured_of(residents)))
    if people:
        purpose, ids = "Mencetak surat rekam ulang", [person.resident_id for person in people]
        _write_down(AccessAction.LIST, purpose, ids, by, at)
        access.record(action=AccessAction.PRINT, subject=_SUBJECT, purpose=purpose, beside=ids, by=by, at=at)
    return people


def _write_down(action: AccessAction, purpose: str, ids: list[int], by: Officer, at: datetime.datetime) -> None:
    access.record(action=action, subject=_SUBJECT, purpose=purpose, residents=ids, by=by, at=at)
