"""A stored match is explained by the weights that decided it, and its rule in words."""

from __future__ import annotations

from typing import Any

from elections.matching.model import load
from elections.matching.policy import Policy
from elections.matching.statistics import EXPECTED_STANDING, Standings, Statistics
from elections.matching.vocabulary import LEVELS
from elections.matching.weights import weights_of
from elections.models import Match, ReconciliationRun
from elections.queries.explanations import explained, rule_in_words
from tests.elections.matching.crowd import POLLING_DAY


def weighed(residents: int) -> dict[str, Any]:
    weights = weights_of(load(), Statistics(residents, (0.01, 0.1, 1.0), 0.5, 0.01))
    return weights.knowing(Standings(EXPECTED_STANDING["standing"], EXPECTED_STANDING)).as_dict()


def found(rule: str) -> Match:
    summary = {
        "policy": Policy(polling_date=POLLING_DAY).as_dict(),
        "weights": weighed(1_000),
        "leftovers": {"weights": weighed(1_000_000)},
    }
    levels = "".join(str(int(max(vocabulary))) for vocabulary in LEVELS.values())
    run = ReconciliationRun(summary=summary)
    return Match(run=run, rule=rule, levels=levels, name_bits=900, outcome="PROBABLE", weight=3000, margin=2000)


def test_a_row_of_the_leftovers_is_explained_by_their_weights() -> None:
    at_home, abroad = (
        next(sentence for sentence in explained(found(rule)) if "Terhadapnya" in sentence)
        for rule in ("nik", "leftover:nik")
    )
    assert at_home != abroad


def test_a_rule_is_told_in_words_whoever_followed_it() -> None:
    assert rule_in_words(found("leftover:nik")) == rule_in_words(found("nik")) == "NIK yang sama"
    assert rule_in_words(found("aturan_lama")) == "aturan_lama"
