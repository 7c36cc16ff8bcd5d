"""What an engine does: find the candidates of unsettled entries and weigh them. Here in DuckDB, the default."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from dataclasses import dataclass
from typing import Protocol

from elections.matching.blocking import Rule, candidates, rule_name
from elections.matching.pairing import compared, pairs_of
from elections.matching.policy import Policy
from elections.matching.relations import LEVEL_COLUMNS, Step
from elections.matching.scoring import likelihood, weight
from elections.matching.weights import Weights

SCORED_COLUMNS = (
    "entry_id",
    "resident_id",
    "rule",
    *LEVEL_COLUMNS,
    "name_bits",
    "recorded",
    "likelihood",
    "weight",
)
"""What every engine leaves of a candidate pair."""

STAGES = {"area": "di wilayah", "nation": "di luar wilayah"}


class Scorer(Protocol):
    """An engine."""

    def steps(self, stage: str, entries: str, rules: tuple[Rule, ...], *, known: str = "") -> list[Step]:
        """Steps that make the table ``<stage>_scored`` with SCORED_COLUMNS: the candidate pairs worth a look.

        ``entries`` is a table like ``roll``; ``known`` a table of pairs that need not be weighed again. A pair is worth
        a look from the review threshold on, or when the NIK is the same: hopeless ones would only fill memory.
        """


@dataclass(frozen=True)
class DuckDBScorer:
    """Candidates, levels and weights as three SQL steps."""

    policy: Policy
    weights: Weights

    def steps(self, stage: str, entries: str, rules: tuple[Rule, ...], *, known: str = "") -> list[Step]:
        """See Scorer. The weighing is a step of its own: a filter would compute every string distance twice."""
        pairs, levels, where = f"{stage}_pairs", f"{stage}_levels", STAGES[stage]
        new_pairs = f"(SELECT * FROM {pairs} ANTI JOIN {known} USING (entry_id, resident_id))" if known else pairs
        return [
            Step(f"Mencari calon {where}", pairs, candidates(rules, entries)),
            Step(
                f"Membandingkan calon {where}", levels, compared(pairs_of(new_pairs), rule=rule_name(rules)), (pairs,)
            ),
            Step(f"Menimbang calon {where}", f"{stage}_scored", self._scored(levels), (levels,)),
        ]

    def _scored(self, levels: str) -> str:
        return f"""
            SELECT {", ".join(SCORED_COLUMNS)} FROM (
                SELECT *, {likelihood(self.weights)} AS likelihood, {weight(self.weights)} AS weight FROM {levels})
            WHERE weight >= {self.policy.doubt} OR rule = 'nik'"""
