"""The roll and its truth, recomputed from the files alone."""

import re
from collections import Counter
from datetime import date

import pytest

from elections.made_up.profiles import HARD_KINDS, PERSON_KINDS, STANDARD, ErrorKind, group_of
from tests.elections.made_up.written_files import Files, born, kinds_of, village_of

HEADER = (
    "NO,NO_KK,NIK,NAMA,TEMPAT_LAHIR,TANGGAL_LAHIR,STATUS_KAWIN,JENIS_KELAMIN,ALAMAT,RT,RW,DISABILITAS,"
    "STATUS_PEREKAMAN,KETERANGAN,TPS,KODE_WILAYAH"
)
UNRECORDED = {"UNREGISTERED", "ENROLL_FAILURE_AT_CENTRAL", "ENROLL_FAILURE_AT_REGIONAL", "DUPLICATE_RECORD"}


def test_the_columns_stand_in_the_order_of_the_form(files: Files) -> None:
    first = (files.directory / "dpt-35.16.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.replace('"', "") == HEADER


def test_every_value_is_quoted(files: Files) -> None:
    for name in ("siak-35.16.csv", "dpt-35.16.csv", "truth-roll-35.16.csv"):
        for line in (files.directory / name).read_text(encoding="utf-8").splitlines()[:2000]:
            assert re.fullmatch(r'"[^"]*"(,"[^"]*")*', line)


def test_rows_are_numbered_from_one_in_both_files(files: Files) -> None:
    numbers = [str(number) for number in range(1, len(files.roll) + 1)]
    assert [row["NO"] for row in files.roll] == numbers
    assert [row["no"] for row in files.truth_roll] == numbers


def test_the_totals_of_the_truth_are_those_of_the_files(files: Files) -> None:
    total = files.truth["total"]
    sexes = Counter(row["JENIS_KELAMIN"] for row in files.roll)
    unrecorded = [row for row in files.truth_roll if row["recorded"] == "0"]
    assert total["siak_rows"] == len(files.siak)
    assert total["roll_rows"] == len(files.roll) == round(823_014 * 30_000 / 1_119_209)
    assert (total["male_rows"], total["female_rows"]) == (sexes["L"], sexes["P"])
    assert total["stations"] == len({(row["KODE_WILAYAH"], row["TPS"]) for row in files.roll})
    assert total["matched"] == sum(bool(row["nik"]) for row in files.truth_roll)
    assert total["unrecorded"] == len(unrecorded) == round(10_327 * 30_000 / 1_119_209)
    assert total["recorded"] == len(files.roll) - len(unrecorded)
    assert total["clean_rows"] == sum(not row["errors"] for row in files.truth_roll)
    assert total["hard_rows"] == sum(bool(kinds_of(row) & set(HARD_KINDS)) for row in files.truth_roll)


def test_recorded_means_what_the_registry_says_of_the_person(files: Files) -> None:
    people = files.residents_by_nik
    for row in files.truth_roll:
        recorded = bool(row["nik"]) and people[row["nik"]]["STATUS_EKTP"] not in UNRECORDED
        assert (row["recorded"] == "1") == recorded


def test_village_figures_add_up_to_the_total(files: Files) -> None:
    truth = files.truth["regencies"]["35.16"]
    rows = Counter(row["KODE_WILAYAH"] for row in files.roll)
    short = Counter(
        row["KODE_WILAYAH"] for row, known in zip(files.roll, files.truth_roll, strict=True) if known["recorded"] == "0"
    )
    for village in truth["villages"]:
        assert village["roll_rows"] == rows[village["code"]]
        assert village["unrecorded"] == short[village["code"]]
        assert village["recorded"] + village["unrecorded"] == village["roll_rows"]
    for name in ("residents", "roll_rows", "matched", "recorded", "unrecorded", "stations"):
        assert sum(village[name] for village in truth["villages"]) == truth["total"][name]


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_of_error_comes_as_often_as_its_rate_says(files: Files, kind: ErrorKind) -> None:
    rows = sum(kind in kinds_of(row) for row in files.truth_roll)
    assert rows == files.truth["errors"][kind]
    assert rows == pytest.approx(STANDARD.rows(kind, len(files.roll)), rel=0.05, abs=1)


def test_most_rows_are_clean_and_one_in_eighteen_is_hard(files: Files) -> None:
    total = files.truth["total"]
    assert total["clean_rows"] / total["roll_rows"] == pytest.approx(0.89, abs=0.01)
    assert 0.05 < total["hard_rows"] / total["roll_rows"] < 0.06


def test_a_row_without_errors_says_what_the_registry_says(files: Files) -> None:
    people = files.residents_by_nik
    for row, truth in zip(files.roll, files.truth_roll, strict=True):
        if not truth["errors"]:
            person = people[truth["nik"]]
            assert row["NIK"] == person["NIK"]
            assert row["NAMA"] == person["NAMA_LGKP"]
            assert row["TANGGAL_LAHIR"] == f"{born(person):%d|%m|%Y}"
            assert row["NO_KK"] == person["NO_KK"]
            assert row["KODE_WILAYAH"] == village_of(person)
            assert (row["RT"], row["RW"]) == (person["NO_RT"], person["NO_RW"])
            assert row["STATUS_KAWIN"] == {"1": "B", "2": "S", "3": "P", "4": "P"}[person["STAT_KWN"]]


def test_a_spoiled_value_differs_from_the_right_one(files: Files) -> None:
    people = files.residents_by_nik
    columns = {"nik": ("NIK", "NIK"), "name": ("NAMA", "NAMA_LGKP"), "place": ("TEMPAT_LAHIR", "TMPT_LHR")}
    seen = 0
    for row, truth in zip(files.roll, files.truth_roll, strict=True):
        for kind in kinds_of(truth) - set(PERSON_KINDS):
            group = group_of(ErrorKind(kind))
            if truth["nik"] and group in columns:
                written, right = columns[group]
                assert row[written] != people[truth["nik"]][right]
                seen += 1
    assert seen > 1_000


def test_odd_rows_are_what_they_are_called(files: Files) -> None:
    people = files.residents_by_nik
    listed = Counter(row["nik"] for row in files.truth_roll if row["nik"])
    for row, truth in zip(files.roll, files.truth_roll, strict=True):
        kinds = kinds_of(truth)
        person = people.get(truth["nik"])
        if person is None:
            assert kinds & {"not_in_registry", "lives_in_neighbour"}
            assert row["NIK"] not in people or kinds & {"nik_of_another"}
            continue
        young = born(person) > date(2003, 12, 9) and person["STAT_KWN"] == "1"
        assert ("dead" in kinds) == (person["STATUS"] == "2")
        assert ("moved" in kinds) == (person["STATUS"] == "3")
        assert ("military_or_police" in kinds) == (person["JENIS_PKRJN"] in {"6", "7"})
        assert ("under_age" in kinds) == young
        assert bool(kinds & {"on_two_tps", "two_niks"}) <= (listed[truth["nik"]] == 2)
        if row["KODE_WILAYAH"] != village_of(person):
            assert kinds & {"wrong_village", "on_two_tps", "two_niks"}


def test_a_person_on_two_tps_stands_at_two_different_ones(files: Files) -> None:
    places: dict[str, set[tuple[str, str]]] = {}
    for row, truth in zip(files.roll, files.truth_roll, strict=True):
        if truth["nik"]:
            places.setdefault(truth["nik"], set()).add((row["KODE_WILAYAH"], row["TPS"]))
    listed = Counter(row["nik"] for row in files.truth_roll if row["nik"])
    twice = [nik for nik, rows in listed.items() if rows > 1]
    assert len(twice) == files.truth["findings"]["duplicate"]
    assert all(len(places[nik]) == 2 for nik in twice)


def test_people_who_live_in_the_kota_carry_its_numbers_and_address(files: Files) -> None:
    rows = [
        row
        for row, truth in zip(files.roll, files.truth_roll, strict=True)
        if kinds_of(truth) == {"lives_in_neighbour"}
    ]
    assert rows
    for row in rows:
        assert row["NIK"].startswith("3576")
        assert "KOTA MOJOKERTO" in row["ALAMAT"]
        assert row["KODE_WILAYAH"].startswith("35.16.")


def test_those_missing_from_the_roll_may_vote_and_are_nowhere_on_it(files: Files) -> None:
    listed = {row["nik"] for row in files.truth_roll}
    eligible = {
        row["NIK"]
        for row in files.siak
        if row["STATUS"] == "1"
        and (born(row) <= date(2003, 12, 9) or row["STAT_KWN"] != "1")
        and row["JENIS_PKRJN"] not in {"6", "7"}
    }
    missing = {row["nik"] for row in files.missing}
    assert missing == eligible - listed
    assert len(missing) == files.truth["findings"]["missing_from_roll"]
    assert len(missing) / len(files.roll) == pytest.approx(STANDARD.missing, abs=0.002)


def test_a_clean_roll_agrees_with_the_registry_in_every_row(clean: Files) -> None:
    people = clean.residents_by_nik
    assert clean.truth["errors"] == {}
    assert clean.truth["total"]["clean_rows"] == len(clean.roll)
    assert {row["NIK"] for row in clean.roll} <= set(people)
    assert len({row["NIK"] for row in clean.roll}) == len(clean.roll)
    for row, truth in zip(clean.roll, clean.truth_roll, strict=True):
        assert (row["STATUS_PEREKAMAN"] == "S") == (truth["recorded"] == "1")
