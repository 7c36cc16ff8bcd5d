"""Events put people on the lists of those due and take them off, with nobody moving a mark."""

from __future__ import annotations

import pytest

from registry.actions import reversals
from registry.choices import CardStatus
from registry.models import CardRecord, CivilEvent, Officer
from registry.queries import due
from registry.queries.due import Kind, Wish
from registry.rules.due import school_year_of
from tests.registry.events.every_kind import marriage, move_out, record
from tests.registry.events.families import AT, TODAY, VILLAGE, Family, confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _only_the_son_is_unrecorded(family: Family) -> None:
    """Everybody else has a card."""
    others = CardRecord.objects.exclude(resident=family.son)
    holders = list(others.values_list("resident", flat=True))
    others.delete()
    CardRecord.objects.bulk_create(CardRecord(resident_id=pk, state=CardStatus.CARD_ISSUED) for pk in holders)


def listed() -> dict[Kind, list[int]]:
    """Return who stands on which list of the village in this school year."""
    period = school_year_of(TODAY).period
    return {kind: list(due.listed(Wish(kind, VILLAGE, period), on=TODAY).values_list("pk", flat=True)) for kind in Kind}


def undo(event: CivilEvent, officer: Officer) -> None:
    confirmation = confirmed(reversals.foresee(event.pk))
    reversals.reverse(event.pk, reason="Salah orang", confirmation=confirmation, by=officer, at=AT)


def test_marrying_at_sixteen_makes_due_and_undoing_it_makes_undue(family: Family, at_work: Officer) -> None:
    son = family.son.pk
    as_a_boy = {Kind.UNRECORDED: [], Kind.SEVENTEEN: [son], Kind.SIXTEEN: []}
    assert listed() == as_a_boy
    event = record(marriage(family), at_work)
    assert listed() == {Kind.UNRECORDED: [son], Kind.SEVENTEEN: [], Kind.SIXTEEN: []}
    undo(event, at_work)
    assert listed() == as_a_boy


def test_moving_away_takes_off_every_list_and_undoing_it_puts_back(family: Family, at_work: Officer) -> None:
    before = listed()
    event = record(move_out(family), at_work)
    assert listed() == {kind: [] for kind in Kind}
    undo(event, at_work)
    assert listed() == before
