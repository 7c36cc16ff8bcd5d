"""Births, deaths, marriages, corrections: what changes, what follows, what is forbidden, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from registry.rules.civil_events import births, corrections, deaths, marriages, reversals
from registry.rules.civil_events.births import Birth
from registry.rules.civil_events.corrections import Correction
from registry.rules.civil_events.deaths import Death
from registry.rules.civil_events.marriages import Divorce, Marriage
from registry.rules.civil_events.plan import NEW, Person, Subject
from registry.rules.siak_codes import Marital, Relation, Residency
from tests.registry.rules.people import (
    DAUGHTER,
    FATHER,
    HOME,
    MOTHER,
    SON,
    TODAY,
    changed,
    day,
    person,
)

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
