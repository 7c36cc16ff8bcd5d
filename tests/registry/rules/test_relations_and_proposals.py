"""What the rules propose to a clerk: a NIK, relations to a new head; and when a card is due."""

from __future__ import annotations

import datetime

import pytest

from registry import choices
from registry.rules import card_due, given_names, nik, nik_proposal, relations, siak_codes
from registry.rules.siak_codes import Relation
from tests.registry.rules.people import (
    TODAY,
    VILLAGE,
    day,
)


def test_the_codes_of_the_rules_are_those_of_the_registry() -> None:
    for rule, stored in (
        (siak_codes.Marital, choices.MaritalStatus),
        (siak_codes.Residency, choices.ResidencyStatus),
        (siak_codes.Relation, choices.RelationToHead),
    ):
        assert {one.name: one.value for one in rule} == {one.name: one.value for one in stored}


@pytest.mark.parametrize(
    ("born", "status", "on", "due"),
    [
        ("2009-11-26", 1, "2026-11-26", True),
        ("2009-11-27", 1, "2026-11-26", False),
        ("2010-11-27", 2, "2026-11-26", True),
        ("2010-11-27", 4, "2026-11-26", True),
        ("2008-02-29", 1, "2025-02-28", False),
        ("2008-02-29", 1, "2025-03-01", True),
    ],
)
def test_a_card_is_due_at_seventeen_or_on_marriage(born: str, status: int, on: str, due: bool) -> None:
    assert card_due.card_is_due_on(day(born), status, day(on)) is due


@pytest.mark.parametrize(("born", "due"), [("2010-02-03", "2027-02-03"), ("2008-02-29", "2025-03-01")])
def test_the_day_a_card_becomes_due_is_the_seventeenth_birthday(born: str, due: str) -> None:
    assert card_due.due_by_age(day(born)) == day(due)
    assert card_due.card_is_due_on(day(born), 1, day(due))
    assert not card_due.card_is_due_on(day(born), 1, day(due) - datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("sex", "serial", "number"),
    [("L", 1, "3516082411260001"), ("P", 1, "3516086411260001"), ("P", 9999, "3516086411269999")],
)
def test_a_proposed_nik_is_one_that_the_rules_accept(sex: str, serial: int, number: str) -> None:
    born = day("2026-11-24")
    proposed = nik_proposal.propose(district="35.16.08", birth_date=born, sex=sex, serial=serial)
    assert proposed == number
    report = nik.check(proposed, birth_date=born, sex=sex, home=VILLAGE)
    assert (report.errors, report.warnings) == ((), ())


@pytest.mark.parametrize(
    ("district", "serial"), [("35.16", 1), ("35.16.08.2001", 1), ("35.16.08", 0), ("35.16.08", 10000)]
)
def test_a_nik_is_not_proposed_out_of_something_else(district: str, serial: int) -> None:
    with pytest.raises(ValueError, match=r"six figures|from 1 to"):
        nik_proposal.propose(district=district, birth_date=TODAY, sex="L", serial=serial)


@pytest.mark.parametrize(
    ("member", "new_head", "sex", "proposed"),
    [
        (Relation.HEAD, Relation.WIFE, "L", Relation.HUSBAND),
        (Relation.HEAD, Relation.HUSBAND, "P", Relation.WIFE),
        (Relation.CHILD, Relation.WIFE, "L", Relation.CHILD),
        (Relation.PARENT, Relation.WIFE, "P", Relation.PARENT_IN_LAW),
        (Relation.HEAD, Relation.CHILD, "L", Relation.PARENT),
        (Relation.WIFE, Relation.CHILD, "P", Relation.PARENT),
        (Relation.CHILD, Relation.CHILD, "P", Relation.OTHER_RELATIVE),
        (Relation.GRANDCHILD, Relation.CHILD, "P", Relation.OTHER_RELATIVE),
        (Relation.CHILD, Relation.PARENT, "L", Relation.GRANDCHILD),
        (Relation.WIFE, Relation.PARENT_IN_LAW, "P", Relation.CHILD),
        (Relation.DOMESTIC_WORKER, Relation.CHILD, "P", Relation.DOMESTIC_WORKER),
        (Relation.CHILD, Relation.OTHER, "P", Relation.OTHER_RELATIVE),
        (Relation.CHILD, Relation.HEAD, "P", Relation.CHILD),
    ],
)
def test_relations_to_a_new_head_are_proposed(member: int, new_head: int, sex: str, proposed: int) -> None:
    assert relations.to_new_head(member, new_head, sex=sex) == proposed


@pytest.mark.parametrize(
    ("parent", "child"),
    [(1, Relation.CHILD), (3, Relation.CHILD), (4, Relation.GRANDCHILD), (5, Relation.GRANDCHILD), (9, 9)],
)
def test_a_newborn_stands_to_the_head_as_the_parent_says(parent: int, child: int) -> None:
    assert relations.relation_of_newborn(parent) == child


@pytest.mark.parametrize(
    ("name", "faults", "remarks"),
    [("SITI AMINAH", 0, 0), ("SUHARTO", 0, 1), ("X", 0, 1), ("R2D2", 1, 1), ("?", 1, 1), ("A" * 61, 1, 1)],
)
def test_new_names_are_letters_and_better_two_words(name: str, faults: int, remarks: int) -> None:
    assert (len(given_names.name_faults(name)), len(given_names.name_remarks(name))) == (faults, remarks)
