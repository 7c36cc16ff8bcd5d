"""What civil events change, what follows from them and what forbids them, case by case."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from registry import choices
from registry.rules import card_due, given_names, nik, nik_proposal, relations, siak_codes
from registry.rules.civil_events import births, corrections, deaths, households, marriages, moves, reversals
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.corrections import Correction
from registry.rules.civil_events.deaths import Death
from registry.rules.civil_events.households import HeadChange, HouseMove, Split
from registry.rules.civil_events.marriages import Divorce, Marriage
from registry.rules.civil_events.moves import Address, Arrival, Join, MoveOut, Return
from registry.rules.civil_events.plan import NEW, Home, Person, Plan, Subject
from registry.rules.siak_codes import Marital, Relation, Residency

TODAY = datetime.date(2026, 11, 26)
VILLAGE = "35.16.08.2001"


def person(number: int, name: str, relation: Relation, born: str, **values: Any) -> Person:
    told = {
        "birth_place": "MOJOKERTO", "sex": "L", "marital_status": Marital.SINGLE, "occupation_code": None,
        "residency_status": Residency.ALIVE, "region_id": VILLAGE, "household_id": 1, **values,
    }  # fmt: skip
    return Person(id=number, name=name, relation_to_head=relation, birth_date=datetime.date.fromisoformat(born), **told)


FATHER = person(1, "BUDI", Relation.HEAD, "1980-08-01", marital_status=Marital.MARRIED)
MOTHER = person(2, "SITI", Relation.WIFE, "1982-03-05", sex="P", marital_status=Marital.MARRIED)
SON = person(3, "AGUS", Relation.CHILD, "2010-02-03")
DAUGHTER = person(4, "DEWI", Relation.CHILD, "2006-01-02", sex="P")
GRANDMOTHER = person(5, "MURNI", Relation.PARENT, "1950-07-01", sex="P", marital_status=Marital.WIDOWED)
HOME = Home(1, VILLAGE, "DSN SAWAHAN", "001", "002", (FATHER, MOTHER, SON, DAUGHTER, GRANDMOTHER))
ELSEWHERE = Address("35.16.09.2001", "DSN BARU", "004", "001")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def changed(plan: Plan) -> dict[int, dict[str, Any]]:
    return {change.id: dict(change.after) for change in plan.changes}


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


# Births


BIRTH = Birth(day("2026-11-24"), "RINI SANTOSO", "P", "MOJOKERTO")


def test_a_birth_makes_a_child_of_the_household() -> None:
    plan = births.plan(MOTHER, HOME, BIRTH, today=TODAY)
    (change,) = plan.changes
    assert (change.subject, change.id, change.before) == (Subject.RESIDENT, NEW, {})
    assert (change.after["household_id"], change.after["relation_to_head"], change.after["sex"]) == (1, 4, "P")
    assert "Wajib KTP-el pada usia 17 tahun, 24-11-2043." in plan.consequences


@pytest.mark.parametrize(
    ("parent", "told", "sentence"),
    [
        (MOTHER, replace(BIRTH, event_date=day("2026-11-27")), "belum tiba"),
        (SON, replace(BIRTH, event_date=day("2019-01-01")), "belum berumur 10"),
        (replace(MOTHER, residency_status=Residency.MOVED), BIRTH, "tidak lagi terdaftar"),
        (MOTHER, replace(BIRTH, name="DEWI", event_date=DAUGHTER.birth_date), "sudah ada di keluarga"),
        (MOTHER, replace(BIRTH, name="RIN1"), "tanpa angka"),
    ],
)
def test_an_impossible_birth_is_refused(parent: Person, told: Birth, sentence: str) -> None:
    plan = births.plan(parent, HOME, told, today=TODAY)
    assert any(sentence in refusal for refusal in plan.refusals)
    assert plan.changes == ()


def test_a_late_report_needs_the_head_of_the_office() -> None:
    plan = births.plan(MOTHER, HOME, replace(BIRTH, event_date=day("2026-09-26")), today=TODAY)
    assert any("60 hari" in sentence for sentence in plan.consequences)


# Deaths


@pytest.mark.parametrize(
    ("dead", "widowed", "sentence"),
    [
        (FATHER, {2: {"marital_status": 4}}, "pilih kepala keluarga baru"),
        (MOTHER, {1: {"marital_status": 4}}, "BUDI menjadi cerai mati."),
        (SON, {}, "Tidak dihitung lagi"),
    ],
)
def test_a_death_reaches_the_spouse_and_the_household(
    dead: Person, widowed: dict[int, dict[str, int]], sentence: str
) -> None:
    plan = deaths.plan(dead, HOME, Death(TODAY), today=TODAY)
    assert changed(plan) == {dead.id: {"residency_status": 2}, **widowed}
    assert any(sentence in consequence for consequence in plan.consequences)


def test_the_death_of_one_of_two_wives_makes_no_widower() -> None:
    second = replace(MOTHER, id=9, name="RATNA")
    home = replace(HOME, members=(*HOME.members, second))
    assert set(changed(deaths.plan(second, home, Death(TODAY), today=TODAY))) == {9}
    assert set(changed(deaths.plan(FATHER, home, Death(TODAY), today=TODAY))) == {1, 2, 9}


def test_the_last_members_death_leaves_an_empty_card() -> None:
    alone = replace(HOME, members=(FATHER,))
    plan = deaths.plan(FATHER, alone, Death(TODAY), today=TODAY)
    assert "Kartu keluarga tidak lagi punya anggota." in plan.consequences
    assert any("Pasangan tidak ditemukan" in sentence for sentence in plan.consequences)


@pytest.mark.parametrize(
    ("dead", "on", "sentence"),
    [
        (FATHER, "2026-11-27", "belum tiba"),
        (FATHER, "1980-07-31", "sebelum tanggal lahir"),
        (replace(FATHER, residency_status=Residency.DECEASED), "2026-11-20", "sudah dicatat"),
        (replace(FATHER, residency_status=Residency.MOVED), "2026-11-20", "tidak lagi dihitung"),
        (replace(FATHER, residency_status=Residency.INVALID), "2026-11-20", "tidak lagi dihitung"),
    ],
)
def test_an_impossible_death_is_refused(dead: Person, on: str, sentence: str) -> None:
    assert sentence in " ".join(deaths.plan(dead, HOME, Death(day(on)), today=TODAY).refusals)


# Marriages and divorces


def test_a_marriage_makes_a_sixteen_year_old_due() -> None:
    told = Marriage(TODAY, "12/Pdt.P/2026")
    plan = marriages.plan_marriage(SON, None, told, today=TODAY)
    assert changed(plan) == {3: {"marital_status": 2}}
    assert "Usia AGUS 16 tahun dan kawin: wajib KTP-el sejak 26-11-2026." in plan.consequences


def test_a_marriage_changes_both_sides() -> None:
    groom = person(7, "HERU", Relation.CHILD, "2000-01-01", household_id=8)
    plan = marriages.plan_marriage(DAUGHTER, groom, Marriage(TODAY), today=TODAY)
    assert changed(plan) == {4: {"marital_status": 2}, 7: {"marital_status": 2}}
    assert any("masing-masing" in sentence for sentence in plan.consequences)


@pytest.mark.parametrize(
    ("side", "partner", "told", "sentence"),
    [
        (SON, None, Marriage(TODAY), "dispensasi pengadilan"),
        (DAUGHTER, SON, Marriage(TODAY), "AGUS belum 19 tahun"),
        (FATHER, None, Marriage(TODAY), "BUDI masih tercatat kawin"),
        (DAUGHTER, FATHER, Marriage(TODAY), "BUDI masih tercatat kawin"),
        (DAUGHTER, DAUGHTER, Marriage(TODAY), "harus orang lain"),
        (DAUGHTER, replace(DAUGHTER, id=8), Marriage(TODAY), "jenis kelamin yang sama"),
        (replace(DAUGHTER, residency_status=Residency.DECEASED), None, Marriage(TODAY), "tidak lagi dihitung"),
        (DAUGHTER, None, Marriage(day("2026-12-01")), "belum tiba"),
    ],
)
def test_an_impossible_marriage_is_refused(side: Person, partner: Person | None, told: Marriage, sentence: str) -> None:
    assert sentence in " ".join(marriages.plan_marriage(side, partner, told, today=TODAY).refusals)


@pytest.mark.parametrize(
    ("side", "partner", "sentence"),
    [
        (SON, None, "tidak tercatat kawin"),
        (FATHER, DAUGHTER, "DEWI tidak tercatat kawin"),
        (FATHER, FATHER, "harus orang lain"),
    ],
)
def test_an_impossible_divorce_is_refused(side: Person, partner: Person | None, sentence: str) -> None:
    assert sentence in " ".join(marriages.plan_divorce(side, partner, Divorce(TODAY), today=TODAY).refusals)


def test_a_divorce_inside_one_card_asks_for_a_split() -> None:
    plan = marriages.plan_divorce(FATHER, MOTHER, Divorce(TODAY), today=TODAY)
    assert changed(plan) == {1: {"marital_status": 3}, 2: {"marital_status": 3}}
    assert any("pisahkan" in sentence for sentence in plan.consequences)


# Corrections


def test_a_correction_keeps_only_what_differs() -> None:
    told = Correction(TODAY, {"name": "BUDI S", "sex": "L", "birth_date": "1980-08-01", "household_id": 9})
    (change,) = corrections.plan(FATHER, told, today=TODAY).changes
    assert (change.before, change.after) == ({"name": "BUDI"}, {"name": "BUDI S"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"birth_date": "2009-02-03"}, "Menjadi wajib KTP-el."),
        ({"birth_date": "2009-02-03"}, "NIK tidak berubah"),
        ({"marital_status": 2}, "Menjadi wajib KTP-el."),
    ],
)
def test_a_correction_says_what_follows(values: dict[str, Any], sentence: str) -> None:
    plan = corrections.plan(SON, Correction(TODAY, values), today=TODAY)
    assert any(sentence in consequence for consequence in plan.consequences)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "AGUS"}, "Tidak ada yang berubah"),
        ({"birth_date": "2026-12-01"}, "belum tiba"),
        ({"birth_date": "1890-12-01"}, "130 tahun"),
        ({"name": "4GUS"}, "tanpa angka"),
    ],
)
def test_an_impossible_correction_is_refused(values: dict[str, Any], sentence: str) -> None:
    assert sentence in " ".join(corrections.plan(SON, Correction(TODAY, values), today=TODAY).refusals)


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


# Plans and reversals


def test_a_plan_is_known_by_what_it_says() -> None:
    plan = deaths.plan(FATHER, HOME, Death(TODAY), today=TODAY)
    divorced = replace(HOME, members=(FATHER, replace(MOTHER, marital_status=Marital.DIVORCED)))
    assert plan.digest() == deaths.plan(FATHER, HOME, Death(TODAY), today=TODAY).digest()
    assert plan.digest() != deaths.plan(FATHER, divorced, Death(TODAY), today=TODAY).digest()


def test_undoing_turns_every_change_around() -> None:
    written = reversals.Written(
        Subject.RESIDENT, 1, "BUDI", {"residency_status": 1}, {"residency_status": 2}, {"residency_status": 2}, False
    )
    (change,) = reversals.plan([written]).changes
    assert (change.before, change.after) == ({"residency_status": 2}, {"residency_status": 1})
    assert written.changed_since() == ()
    assert replace(written, now={"residency_status": 3}).changed_since() == ("residency_status",)
