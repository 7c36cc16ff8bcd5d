"""A hard roll: no family card numbers, twice the errors, and errors that come together."""

from collections import Counter, defaultdict

import pytest

from elections.made_up.profiles import HARD, HARD_KINDS, PERSON_KINDS, STANDARD, ErrorKind, group_of
from tests.elections.made_up.written_files import Files, born, kinds_of, village_of

PARTS = ("nik", "name", "birth")


def parts_of(row: dict[str, str]) -> list[str]:
    return [group_of(ErrorKind(kind)) for kind in kinds_of(row)]


def share(rows: list[list[str]], part: str) -> float:
    return sum(part in parts for parts in rows) / len(rows)


def test_no_family_card_number_stands_on_a_hard_roll(hard: Files, files: Files) -> None:
    assert {row["NO_KK"] for row in hard.roll} == {""}
    assert all(row["NO_KK"] for row in hard.siak)
    assert all(row["NO_KK"] for row in files.roll)


def test_about_three_quarters_of_the_rows_are_without_error(hard: Files) -> None:
    total = hard.truth["total"]
    assert 0.76 <= total["clean_rows"] / total["roll_rows"] <= 0.78


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if kind is not ErrorKind.KK_OUT_OF_DATE])
def test_every_kind_of_error_comes_at_least_twice_as_often(hard: Files, kind: ErrorKind) -> None:
    rows = hard.truth["errors"][kind]
    wanted = 2 * STANDARD.rate(kind) * len(hard.roll)
    assert rows == sum(kind in kinds_of(row) for row in hard.truth_roll)
    assert HARD.rate(kind) == 2 * STANDARD.rate(kind)
    assert rows >= round(0.95 * wanted) - 1
    if kind in PERSON_KINDS:
        assert rows <= round(1.05 * wanted) + 1


def test_a_part_of_a_row_has_one_error_at_most(hard: Files) -> None:
    for row in hard.truth_roll:
        assert max(Counter(parts_of(row)).values(), default=0) <= 1


@pytest.mark.parametrize("first", PARTS)
@pytest.mark.parametrize("further", PARTS)
def test_a_row_with_one_error_is_much_likelier_to_have_another(hard: Files, first: str, further: str) -> None:
    rows = [parts_of(row) for row in hard.truth_roll]
    spoiled = [parts for parts in rows if first in parts]
    if first != further:
        assert share(spoiled, further) > 2.5 * share(rows, further)
        assert share(spoiled, further) >= 0.9 * HARD.together


def test_some_rows_are_wrong_in_nik_name_and_birth_at_once(hard: Files, files: Files) -> None:
    together = sum(set(PARTS) <= set(parts_of(row)) for row in hard.truth_roll)
    assert together / len(hard.roll) > 0.01
    assert sum(set(PARTS) <= set(parts_of(row)) for row in files.truth_roll) / len(files.roll) < 0.0005


def test_on_an_ordinary_roll_errors_do_not_come_together(files: Files) -> None:
    rows = [parts_of(row) for row in files.truth_roll]
    spoiled = [parts for parts in rows if "nik" in parts]
    assert share(spoiled, "name") < 2 * share(rows, "name")


def test_a_careless_clerk_spoils_more_of_a_village(hard: Files, files: Files) -> None:
    def worst(of: Files) -> list[float]:
        rows: dict[str, list[bool]] = defaultdict(list)
        for row, truth in zip(of.roll, of.truth_roll, strict=True):
            rows[row["KODE_WILAYAH"]].append(bool(truth["errors"]))
        return sorted((sum(spoiled) / len(spoiled) for spoiled in rows.values() if len(spoiled) >= 40), reverse=True)

    careless = sum(spoiled > 0.38 for spoiled in worst(hard)) / len(worst(hard))
    assert HARD.careless / 2 < careless < 2 * HARD.careless
    assert worst(files)[0] < 0.38


def test_a_row_without_errors_says_what_the_registry_says_but_for_the_card(hard: Files) -> None:
    people = hard.residents_by_nik
    for row, truth in zip(hard.roll, hard.truth_roll, strict=True):
        if not truth["errors"]:
            person = people[truth["nik"]]
            assert (row["NIK"], row["NAMA"]) == (person["NIK"], person["NAMA_LGKP"])
            assert row["TANGGAL_LAHIR"] == f"{born(person):%d|%m|%Y}"
            assert row["KODE_WILAYAH"] == village_of(person)
            assert (row["RT"], row["RW"]) == (person["NO_RT"], person["NO_RW"])


def test_a_row_that_does_not_bear_the_nik_of_its_person_is_a_hard_one(hard: Files) -> None:
    for row, truth in zip(hard.roll, hard.truth_roll, strict=True):
        assert bool(kinds_of(truth) & set(HARD_KINDS)) == (row["NIK"] != truth["nik"])
