"""Every kind of event: what was confirmed is written, undone it leaves exactly what was there before."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from registry.actions import deaths, event_book, new_rows, reversals
from registry.choices import CivilEventKind, MaritalStatus, RelationToHead, ResidencyStatus
from registry.models import AccessEntry, CardRecord, CivilEvent, CivilEventChange, Household, Officer, Resident
from registry.rules.civil_events.deaths import Death
from tests.registry.events import every_kind
from tests.registry.events.every_kind import KINDS, NIK, YESTERDAY, Told, record
from tests.registry.events.families import (
    AT,
    KK_NUMBER,
    OTHER_VILLAGE,
    TODAY,
    Family,
    confirmed,
    everything,
    make_family,
    nik_index,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Kind = Callable[[Family], Told]


def undo(event: CivilEvent, officer: Officer) -> CivilEvent:
    confirmation = confirmed(reversals.foresee(event.pk))
    return reversals.reverse(event.pk, reason="Salah orang", confirmation=confirmation, by=officer, at=AT)


@pytest.mark.parametrize("kind", KINDS)
def test_undoing_an_event_gives_back_exactly_the_former_rows(kind: Kind, family: Family, at_work: Officer) -> None:
    before = everything()
    event = record(kind(family), at_work)
    assert everything() != before

    reversal = undo(event, at_work)

    made = [row for row in everything()["resident"] if row not in before["resident"]]
    left = [row for row in everything()["household"] if row not in before["household"]]
    assert [row for row in before["resident"] if row not in everything()["resident"]] == []
    assert [row for row in before["household"] if row not in everything()["household"]] == []
    assert [row for row in before["cardrecord"] if row not in everything()["cardrecord"]] == []
    assert len(made) == event.changes.filter(is_new=True, resident__isnull=False).count()
    assert len(left) == event.changes.filter(is_new=True, household__isnull=False).count()
    assert (reversal.kind, reversal.reverses_id, reversal.reason) == ("reversal", event.pk, "Salah orang")


@pytest.mark.parametrize("kind", KINDS)
def test_an_undone_event_may_be_recorded_again_with_the_same_numbers(
    kind: Kind, family: Family, at_work: Officer
) -> None:
    first = record(kind(family), at_work)
    after = everything()
    undo(first, at_work)

    record(kind(family), at_work)

    assert everything() == after


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_is_written_in_the_access_log_with_everybody_it_touched(
    kind: Kind, family: Family, at_work: Officer
) -> None:
    event = record(kind(family), at_work)
    entry = AccessEntry.objects.get(action="change")
    touched = set(event.changes.filter(resident__isnull=False).values_list("resident_id", flat=True))

    assert (entry.subject, entry.officer) == (f"peristiwa {event.pk}", at_work)
    assert set(entry.residents) == touched | {event.resident_id}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_sent_twice_makes_one_event(kind: Kind, family: Family, at_work: Officer) -> None:
    told, key = kind(family), uuid.uuid4()
    given = {"confirmation": confirmed(told.foresee(), key), "by": at_work, "at": AT}

    assert told.record(given) == told.record(given)
    assert CivilEvent.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_event_keeps_holds_no_number(kind: Kind, family: Family, at_work: Officer) -> None:
    event = record(kind(family), at_work)
    kept = str([event.details, *event.changes.values_list("before", "after")])

    assert not [number for number in (NIK, KK_NUMBER, family.father.nik) if number in kept]


def test_a_death_makes_the_spouse_a_widow(family: Family, at_work: Officer) -> None:
    record(every_kind.death(family), at_work)

    family.mother.refresh_from_db()
    family.father.refresh_from_db()
    assert family.father.residency_status == ResidencyStatus.DECEASED
    assert family.mother.marital_status == MaritalStatus.WIDOWED


def test_a_newborn_joins_the_mothers_household_with_a_card_not_recorded(family: Family, at_work: Officer) -> None:
    event = record(every_kind.birth(family), at_work)

    child = Resident.objects.get(pk=event.resident_id)
    assert (child.nik, child.household_id, child.region_id) == (NIK, family.home.pk, family.home.region_id)
    assert (child.relation_to_head, child.marital_status, child.batch_id) == (4, 1, None)
    assert CardRecord.objects.get(resident=child).state == "UNREGISTERED"


def test_a_reversed_birth_leaves_an_invalid_resident(family: Family, at_work: Officer) -> None:
    event = record(every_kind.birth(family), at_work)
    plan = reversals.foresee(event.pk)
    undo(event, at_work)

    assert Resident.objects.get(pk=event.resident_id).residency_status == ResidencyStatus.INVALID
    assert any("tidak dapat dihapus" in sentence for sentence in plan.consequences)


def test_a_typed_nik_of_somebody_else_is_refused(family: Family, at_work: Officer) -> None:
    taken = Resident.unscoped.filter(pk=family.father.pk)
    taken.update(nik_index=nik_index(NIK))

    with pytest.raises(new_rows.NikTaken):
        record(every_kind.arrival(family), at_work)


def test_a_split_of_a_number_that_is_in_use_is_refused(family: Family, at_work: Officer) -> None:
    record(every_kind.split(family), at_work)
    other = make_family()

    with pytest.raises(new_rows.KkNumberTaken):
        record(every_kind.split(other), at_work)


def test_a_split_seals_the_new_number_and_moves_only_the_chosen(family: Family, at_work: Officer) -> None:
    record(every_kind.split(family), at_work)

    family.daughter.refresh_from_db()
    home = Household.objects.get(pk=family.daughter.household_id)
    assert (home.kk_number, home.region_id, home.rt) == (KK_NUMBER, OTHER_VILLAGE, "004")
    assert (family.daughter.region_id, family.daughter.relation_to_head) == (OTHER_VILLAGE, RelationToHead.HEAD)
    assert family.home.members.count() == 3


def test_a_move_inside_the_area_never_counts_as_gone(family: Family, at_work: Officer) -> None:
    other = make_family(OTHER_VILLAGE)
    house = record(every_kind.house_move(family), at_work)
    moved = record(every_kind.join(family, other.home.pk), at_work)

    assert {house.kind, moved.kind} == {CivilEventKind.MOVE_WITHIN}
    assert set(Resident.objects.values_list("residency_status", flat=True)) == {ResidencyStatus.ALIVE}
    family.daughter.refresh_from_db()
    assert family.daughter.household_id == other.home.pk


def test_moving_to_another_household_is_undone_as_one(family: Family, at_work: Officer) -> None:
    other = make_family(OTHER_VILLAGE)
    before = everything()
    undo(record(every_kind.join(family, other.home.pk), at_work), at_work)
    assert everything() == before


def test_whoever_left_may_come_back(family: Family, at_work: Officer) -> None:
    record(every_kind.move_out(family), at_work)
    before = everything()
    event = record(every_kind.come_back(family.son.pk, family.home.pk), at_work)

    family.son.refresh_from_db()
    assert (family.son.residency_status, event.kind) == (ResidencyStatus.ALIVE, CivilEventKind.MOVE_IN)
    undo(event, at_work)
    assert everything() == before


def test_an_event_that_is_no_longer_as_it_was_confirmed_is_refused(family: Family, at_work: Officer) -> None:
    told = every_kind.death(family)
    confirmation = confirmed(told.foresee())
    Resident.unscoped.filter(pk=family.mother.pk).update(marital_status=MaritalStatus.DIVORCED)

    with pytest.raises(event_book.ChangedMeanwhile):
        told.record({"confirmation": confirmation, "by": at_work, "at": AT})
    assert not CivilEvent.objects.exists()


def test_what_the_rules_forbid_is_refused_when_it_is_confirmed(family: Family, at_work: Officer) -> None:
    told = every_kind.death(family)
    confirmation = confirmed(told.foresee())
    record(every_kind.death(family), at_work)

    with pytest.raises(event_book.ForbiddenByRules, match="sudah dicatat"):
        told.record({"confirmation": confirmation, "by": at_work, "at": AT})


def test_undoing_is_refused_when_something_changed_since_and_says_what(family: Family, at_work: Officer) -> None:
    event = record(every_kind.death(family), at_work)
    Resident.unscoped.filter(pk=family.mother.pk).update(marital_status=MaritalStatus.MARRIED)

    with pytest.raises(reversals.AlreadyChanged, match="SITI AMINAH: status kawin"):
        reversals.foresee(event.pk)


def test_undoing_a_death_waits_for_the_new_head_to_be_undone(family: Family, at_work: Officer) -> None:
    told = Death(YESTERDAY)
    dead = deaths.record(
        family.father.pk, told, document="", by=at_work, at=AT,
        confirmation=confirmed(deaths.foresee(family.father.pk, told, on=TODAY)),
    )  # fmt: skip
    Resident.unscoped.filter(pk=family.mother.pk).update(relation_to_head=RelationToHead.HEAD)

    with pytest.raises(reversals.AlreadyChanged, match=r"kepala keluarga \(BUDI SANTOSO, SITI AMINAH\)"):
        reversals.foresee(dead.pk)


def test_undoing_a_split_is_refused_once_others_joined(family: Family, at_work: Officer) -> None:
    event = record(every_kind.split(family), at_work)
    family.daughter.refresh_from_db()
    Resident.unscoped.filter(pk=family.son.pk).update(household_id=family.daughter.household_id)

    with pytest.raises(reversals.AlreadyChanged, match="AGUS SANTOSO masuk"):
        reversals.foresee(event.pk)


def test_an_event_is_undone_once_and_a_reversal_never(family: Family, at_work: Officer) -> None:
    event = record(every_kind.death(family), at_work)
    reversal = undo(event, at_work)

    with pytest.raises(reversals.AlreadyReversed):
        reversals.foresee(event.pk)
    with pytest.raises(reversals.NotReversible):
        reversals.foresee(reversal.pk)


def test_the_book_cannot_be_rewritten(family: Family, at_work: Officer) -> None:
    event = record(every_kind.death(family), at_work)
    changes = CivilEventChange.unscoped.filter(event=event)
    with pytest.raises(IntegrityError, match="reversed and never changed"), transaction.atomic():
        CivilEvent.unscoped.filter(pk=event.pk).update(document="lain")
    with pytest.raises(IntegrityError, match="what a civil event changed is never changed"), transaction.atomic():
        changes.update(before={})
    with pytest.raises(IntegrityError, match="what a civil event changed is never changed"), transaction.atomic():
        changes.delete()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "reversal", "reason": "x"}, "a_reversal_and_nothing_else_reverses"),
        ({"kind": "wedding"}, "civil_event_is_of_a_known_kind"),
    ],
)
def test_the_database_refuses_an_event_that_makes_no_sense(
    values: dict[str, str], sentence: str, family: Family, officer: Officer
) -> None:
    with pytest.raises(IntegrityError, match=sentence):
        CivilEvent.unscoped.create(resident=family.son, event_date=TODAY, recorded_at=AT, recorded_by=officer, **values)
