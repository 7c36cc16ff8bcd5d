"""A match taken apart again: its parts sum to its weight, and each has a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum
from typing import Any

import pytest

from elections.matching.explaining import Basis, accounts, decisive, explain, levels_of
from elections.matching.relations import LEVEL_COLUMNS
from elections.matching.vocabulary import LEVELS, NameLevel, NikLevel, Outcome, Reason, RtLevel
from elections.matching.weights import Bits
from tests.elections.matching.conftest import Result
from tests.elections.matching.crowd import Crowd


@pytest.fixture(scope="session")
def basis(crowd_result: Result) -> Basis:
    return Basis.from_summary(json.loads(crowd_result.comparison.summary.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def weighed(crowd_result: Result) -> list[dict[str, Any]]:
    return [match for match in crowd_result.matches.values() if match["weight"] is not None]


def test_the_parts_of_every_match_sum_to_its_weight(weighed: list[dict[str, Any]], basis: Basis) -> None:
    assert len(weighed) > 6000
    for match in weighed:
        account = decisive(accounts(match, basis.weights))
        assert account.weight == sum(part.bits for part in account.parts) == match["weight"]


def test_a_waterfall_runs_from_the_start_over_the_strongest_to_the_sum(
    weighed: list[dict[str, Any]], basis: Basis
) -> None:
    for match in weighed[:500]:
        for account in accounts(match, basis.weights):
            start, *parts = account.parts
            assert (start.field, start.level, start.bits) == ("start", None, start.total)
            assert [part.total - part.bits for part in parts] == [part.total for part in account.parts[:-1]]
            alone = [abs(part.bits) for part in parts if part.field not in {"name", "rarity"}]
            assert alone == sorted(alone, reverse=True)
            assert {part.field for part in parts if part.level is not None} == set(LEVELS)


def test_a_rare_name_is_a_bonus_of_its_own_right_after_the_name(weighed: list[dict[str, Any]], basis: Basis) -> None:
    seen = 0
    for match in weighed:
        of_random, of_household = accounts(match, basis.weights)
        bonus = {part.field: part.bits for part in of_random.parts}.get("rarity")
        cap = basis.weights.fields["name"][NameLevel(match["name_level"])].cap
        assert bonus == (min(cap, match["name_bits"]) if cap else None)
        assert all(part.field != "rarity" for part in of_household.parts)
        if bonus is not None:
            fields = [part.field for part in of_random.parts]
            assert fields[fields.index("name") + 1] == "rarity"
            seen += bonus > 0
    assert seen > 6000


def test_levels_stored_as_figures_give_the_same_accounts(weighed: list[dict[str, Any]], basis: Basis) -> None:
    match = weighed[0]
    figures = "".join(str(match[column]) for column in LEVEL_COLUMNS)
    assert accounts(levels_of(figures, match["name_bits"]), basis.weights) == accounts(match, basis.weights)


def test_a_summary_gives_back_the_weights_that_decided(basis: Basis) -> None:
    assert (basis.automatic, basis.review, basis.doubt, basis.margin) == (300, -500, -1000, 300)
    assert type(basis.weights).from_dict(basis.weights.as_dict()) == basis.weights


def test_a_row_that_found_nobody_has_one_sentence(crowd_result: Result, basis: Basis) -> None:
    nobody = next(match for match in crowd_result.matches.values() if match["outcome"] == "NOT_FOUND")
    assert explain(nobody, basis) == ["Tidak ditemukan: tidak ada penduduk yang mendekati."]


def test_no_sentence_bears_a_name_or_a_number_of_a_person(crowd: Crowd, crowd_result: Result, basis: Basis) -> None:
    for row in crowd.roll[:200]:
        said = " ".join(explain(crowd_result.matches[row["entry_id"]], basis))
        assert not row["name"] or row["name"] not in said
        assert not [word for word in said.split() if word.strip(".,;:").isdigit() and len(word) > 6]


def made(basis: Basis, **changes: Any) -> dict[str, Any]:
    """A row of matches whose fields all agree but for ``changes``."""
    levels = {f"{field}_level": int(max(vocabulary)) for field, vocabulary in LEVELS.items()}
    row: dict[str, Any] = {**levels, "name_bits": 900, "outcome": Outcome.PROBABLE, "reason": None, "margin": 5000}
    row |= changes
    of_random, of_household = accounts(row, basis.weights)
    return {"likelihood": of_random.likelihood, "weight": min(of_random.weight, of_household.weight), **row}


def test_a_row_is_told_outcome_evidence_sum_and_next_candidate(basis: Basis) -> None:
    said = explain(made(basis, kk_number_level=0), basis)
    assert said[0] == "Sangat mungkin orang yang sama: terhubung oleh bukti selain NIK."
    assert "NIK sama: sangat mendukung." in said
    assert "Tanggal lahir sama: sangat mendukung." in said
    assert "Nomor KK kosong di salah satu sisi: tidak dihitung." in said
    assert said[-2].endswith("mencapai batas 3,0 bit untuk dihubungkan tanpa petugas.")
    assert said[-1] == "Calon berikutnya tertinggal 50,0 bit, memenuhi syarat 3,0 bit."


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        ({"margin": None}, "NIK dan orangnya cocok, jadi calon lain tidak dicari."),
        ({"margin": 300}, "Calon berikutnya tertinggal 3,0 bit, memenuhi syarat 3,0 bit."),
        ({"margin": 299}, "kurang dari syarat 3,0 bit: petugas yang memilih."),
        ({"margin": 0}, "Calon berikutnya hanya tertinggal 0,0 bit, kurang dari syarat 3,0 bit: petugas yang memilih."),
        (
            {"margin": 0, "nik_level": NikLevel.EQUAL, "name_level": NameLevel.CLOSE},
            "NIK mengarah ke calon ini, tetapi nama mengarah ke calon lain: tidak dihubungkan tanpa petugas.",
        ),
    ],
)
def test_the_margin_is_told_by_the_rule_that_it_meets(basis: Basis, changes: dict[str, Any], ending: str) -> None:
    assert explain(made(basis, **changes), basis)[-1].endswith(ending)


def test_a_candidate_without_a_rival_is_told_so(basis: Basis) -> None:
    alone = made(basis)
    alone["margin"] = alone["likelihood"] - basis.doubt
    assert explain(alone, basis)[-1] == "Tidak ada calon lain yang layak dilihat."


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (300, "mencapai batas 3,0 bit untuk dihubungkan tanpa petugas."),
        (299, "petugas yang memutuskan."),
        (-500, "petugas yang memutuskan."),
        (-501, "tidak cukup untuk dianggap orang yang sama."),
    ],
)
def test_a_sum_is_told_against_both_thresholds(basis: Basis, weight: int, words: str) -> None:
    row = {**made(basis), "weight": weight}
    assert explain(row, basis)[-2].endswith(words)


def test_the_explanation_names_what_it_was_weighed_against(basis: Basis) -> None:
    at_home = " ".join(explain(made(basis), basis))
    assert "Penjelasan lain yang paling mungkin: anggota keluarganya" in at_home
    assert "nama ini dipakai" not in at_home
    away = " ".join(explain(made(basis, kk_number_level=1, area_level=1, rt_rw_level=0), basis))
    assert "Penjelasan lain yang paling mungkin: penduduk lain" in away
    assert "Nama sama persis; nama ini dipakai sekitar 1 dari 510 penduduk: sangat mendukung." in away


def test_a_difference_that_no_relative_would_have_is_told_so(basis: Basis) -> None:
    fields: dict[str, Mapping[IntEnum, Bits]] = {**basis.weights.fields, "rt_rw": {RtLevel.PARTLY: Bits(-400, 900)}}
    likelier = replace(basis, weights=replace(basis.weights, prior=5000, fields=fields))
    said = explain(made(likelier, rt_rw_level=RtLevel.PARTLY), likelier)
    assert "Penjelasan lain yang paling mungkin: anggota keluarganya" in said[1]
    assert "RT atau RW sama, yang lain berbeda, jarang pada anggota keluarga: sangat mendukung." in said


def test_more_agreement_never_weighs_less(basis: Basis) -> None:
    falling = {}
    for field, table in basis.weights.fields.items():
        # A card of another village is neither more nor less agreement than one of the same.
        compared = {level: bits for level, bits in table.items() if level and level.name != "ELSEWHERE"}
        against_random = [(level.name, bits.random) for level, bits in sorted(compared.items())]
        if (
            field in LEVELS
            and field not in {"nik", "name"}
            and against_random != sorted(against_random, key=lambda pair: pair[1])
        ):
            falling[field] = against_random
    assert falling == {}


def test_a_row_for_a_person_tells_why(basis: Basis) -> None:
    for reason in Reason:
        said = explain(made(basis, outcome=Outcome.REVIEW, reason=reason.value, margin=10), basis)[0]
        assert said.startswith("Perlu diperiksa petugas: ")
