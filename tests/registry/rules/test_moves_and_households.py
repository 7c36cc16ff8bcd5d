"""Moves and household operations: what changes, what follows, what is forbidden, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.rules.civil_events import households, moves
from registry.rules.civil_events.households import HeadChange, HouseMove, Split
from registry.rules.civil_events.moves import Address, Arrival, Join, MoveOut, Return
from registry.rules.civil_events.plan import NEW, Home, Person, Subject
from registry.rules.siak_codes import Relation, Residency
from tests.registry.rules.people import (
    DAUGHTER,
    ELSEWHERE,
    FATHER,
    HOME,
    MOTHER,
    TODAY,
    changed,
    day,
)

# Moves


def test_moving_out_leaves_the_rest_without_a_head() -> None:
    plan = moves.plan_move_out(HOME, MoveOut(TODAY, frozenset({1, 3})), today=TODAY)
    assert changed(plan) == {1: {"residency_status": 3}, 3: {"residency_status": 3}}
    assert any("pilih kepala keluarga baru" in sentence for sentence in plan.consequences)


@pytest.mark.parametrize("who", [frozenset(), frozenset({77}), frozenset({1, 77})])
def test_only_members_can_move_out(who: frozenset[int]) -> None:
    assert moves.plan_move_out(HOME, MoveOut(TODAY, who), today=TODAY).refusals


OTHER_HOME = Home(8, "35.16.09.2001", "DSN LAIN", "001", "001", (replace(FATHER, id=80, household_id=8),))


def test_joining_another_household_is_no_move_out() -> None:
    plan = moves.plan_join(DAUGHTER, HOME, OTHER_HOME, Join(TODAY, Relation.OTHER_RELATIVE), today=TODAY)
    assert changed(plan) == {4: {"household_id": 8, "region_id": "35.16.09.2001", "relation_to_head": 9}}


@pytest.mark.parametrize(
    ("mover", "target", "relation", "sentence"),
    [
        (DAUGHTER, OTHER_HOME, Relation.HEAD, "sudah punya kepala"),
        (DAUGHTER, OTHER_HOME, Relation.HUSBAND, "tidak cocok dengan jenis kelamin"),
        (DAUGHTER, HOME, Relation.CHILD, "sudah ada di keluarga itu"),
        (replace(DAUGHTER, residency_status=Residency.MOVED), OTHER_HOME, Relation.CHILD, "tidak lagi dihitung"),
    ],
)
def test_an_impossible_joining_is_refused(mover: Person, target: Home, relation: int, sentence: str) -> None:
    assert sentence in " ".join(moves.plan_join(mover, HOME, target, Join(TODAY, relation), today=TODAY).refusals)


def test_only_whoever_left_can_come_back() -> None:
    gone = replace(FATHER, residency_status=Residency.MOVED)
    home = replace(HOME, members=(gone, MOTHER))
    assert changed(moves.plan_return(gone, home, Return(TODAY, 1), today=TODAY)) == {1: {"residency_status": 1}}
    assert moves.plan_return(FATHER, HOME, Return(TODAY, 1), today=TODAY).refusals


ARRIVAL = Arrival(TODAY, "JOKO SUSILO", "SURABAYA", day("1990-05-04"), "L", 1, Relation.HEAD)


def test_a_stranger_with_a_card_of_his_own_makes_a_household() -> None:
    plan = moves.plan_arrival(ELSEWHERE, ARRIVAL, today=TODAY)
    assert [change.subject for change in plan.changes] == [Subject.HOUSEHOLD, Subject.RESIDENT]
    assert plan.changes[1].after["household_id"] == NEW


@pytest.mark.parametrize(
    ("where", "told", "sentence"),
    [
        (HOME, ARRIVAL, "sudah punya kepala"),
        (ELSEWHERE, replace(ARRIVAL, relation=4), "menjadi kepala keluarga"),
        (HOME, replace(ARRIVAL, relation=3), "jenis kelamin"),
        (ELSEWHERE, replace(ARRIVAL, birth_date=day("2026-11-27")), "sesudah tanggal datang"),
    ],
)
def test_an_impossible_arrival_is_refused(where: Home | Address, told: Arrival, sentence: str) -> None:
    assert sentence in " ".join(moves.plan_arrival(where, told, today=TODAY).refusals)


# Household operations


def test_a_split_makes_a_household_and_moves_the_chosen() -> None:
    plan = households.plan_split(HOME, Split(TODAY, {4: 1}, ELSEWHERE), today=TODAY)
    new, daughter = plan.changes
    assert (new.subject, new.is_new, new.after["rt"]) == (Subject.HOUSEHOLD, True, "004")
    assert daughter.after == {"household_id": NEW, "relation_to_head": 1, "region_id": "35.16.09.2001"}
    assert any("tidak dihitung pindah keluar" in sentence for sentence in plan.consequences)


def test_a_head_who_splits_off_leaves_the_old_household_without_one() -> None:
    plan = households.plan_split(HOME, Split(TODAY, {1: 1, 2: 3}, ELSEWHERE), today=TODAY)
    assert any("Keluarga lama: kartu keluarga tidak punya kepala" in sentence for sentence in plan.consequences)


@pytest.mark.parametrize(
    ("relations_", "sentence"),
    [
        ({}, "Pilih siapa yang pisah"),
        ({4: 4}, "tepat satu kepala"),
        ({3: 1, 4: 1}, "tepat satu kepala"),
        ({3: 3, 4: 1}, "AGUS tidak cocok"),
        ({77: 1}, "masih tercatat"),
        ({1: 1, 2: 3, 3: 4, 4: 4, 5: 7}, "Semua anggota dipilih"),
    ],
)
def test_an_impossible_split_is_refused(relations_: dict[int, int], sentence: str) -> None:
    plan = households.plan_split(HOME, Split(TODAY, relations_, ELSEWHERE), today=TODAY)
    assert sentence in " ".join(plan.refusals)


def test_a_child_as_head_is_pointed_out() -> None:
    plan = households.plan_split(HOME, Split(TODAY, {3: 1}, ELSEWHERE), today=TODAY)
    assert any("perwalian" in sentence for sentence in plan.consequences)


def test_a_household_that_moves_takes_the_living_along() -> None:
    home = replace(HOME, members=(FATHER, replace(MOTHER, residency_status=Residency.DECEASED)))
    plan = households.plan_house_move(home, HouseMove(TODAY, ELSEWHERE), today=TODAY)
    assert [(change.subject, change.id) for change in plan.changes] == [("household", 1), ("resident", 1)]


def test_a_move_to_the_same_address_is_refused() -> None:
    same = Address(HOME.region_id, HOME.address, HOME.rt, HOME.rw)
    assert households.plan_house_move(HOME, HouseMove(TODAY, same), today=TODAY).refusals


def test_a_new_head_changes_everybodys_relation() -> None:
    relations_ = {1: 2, 2: 1, 3: 4, 4: 4, 5: 8}
    plan = households.plan_head_change(HOME, HeadChange(TODAY, relations_), today=TODAY)
    assert changed(plan) == {1: {"relation_to_head": 2}, 2: {"relation_to_head": 1}, 5: {"relation_to_head": 8}}
    renumbered = households.plan_head_change(HOME, HeadChange(TODAY, relations_, new_number=True), today=TODAY)
    assert len(renumbered.changes) == 6


@pytest.mark.parametrize("relations_", [{1: 1, 2: 3, 3: 4, 4: 4, 5: 7}, {2: 1}, {1: 2, 2: 1, 3: 1, 4: 4, 5: 8}])
def test_an_impossible_change_of_head_is_refused(relations_: dict[int, int]) -> None:
    assert households.plan_head_change(HOME, HeadChange(TODAY, relations_), today=TODAY).refusals
