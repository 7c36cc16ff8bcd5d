"""Splink's predictions as SCORED_COLUMNS: its levels to ours, and the second explanation that it does not weigh."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.blocking import Rule
from elections.matching.pairing import name_bits
from elections.matching.policy import Policy
from elections.matching.relations import LEVEL_COLUMNS, LEVEL_FIELDS
from elections.matching.scorer import SCORED_COLUMNS
from elections.matching.scoring import against_household, of_standing
from elections.matching.splink_settings import level_numbers
from elections.matching.weights import Weights

PREDICTION = "__splink__df_predict"
"""How the table of a prediction begins, before Splink's hash."""

KEPT_COLUMNS = ("row_id_l", "row_id_r", "match_key", "match_weight", *(f"gamma_{field}" for field in LEVEL_FIELDS))


def kept(prediction: str, rules: tuple[Rule, ...], policy: Policy) -> str:
    """SQL for what is wanted of a prediction of Splink's, in a dialect that all its databases read.

    Splink gives the levels only together with every column that was compared; half a unit below the threshold is room
    for its weights being no whole numbers.
    """
    always = "".join(f" OR match_key = '{number}'" for number, rule in enumerate(rules) if rule.name == "nik")
    return f"""SELECT {", ".join(KEPT_COLUMNS)} FROM ({prediction}) AS predicted
        WHERE match_weight >= {policy.doubt / 100 - 0.005}{always}"""


def scored(predicted: str, rules: tuple[Rule, ...], policy: Policy, weights: Weights, *, known: str = "") -> str:
    """SQL for the pairs worth a look out of Splink's; ``predicted`` and ``known`` are tables, see Scorer.

    Splink's weight as whole hundredths is the one against a random resident; without the standing it is the likelihood.
    """
    new = f"ANTI JOIN {known} USING (entry_id, resident_id)" if known else ""
    return f"""
        SELECT {", ".join(SCORED_COLUMNS)} FROM (
            SELECT pairs.*, {name_bits()} AS name_bits, coalesce(r.recorded, false) AS recorded
            FROM (
                SELECT *, least(against_random, {against_household(weights)}) AS weight,
                    against_random - ({of_standing(weights)}) AS likelihood
                FROM ({_in_our_words(predicted, rules)}) {new}
                WHERE weight >= {policy.doubt} OR rule = 'nik') AS pairs
            JOIN roll AS e USING (entry_id) JOIN residents AS r USING (resident_id)
            LEFT JOIN names AS a ON a.name_id = e.name_id
            LEFT JOIN names AS b ON b.name_id = r.name_id)"""


def _in_our_words(predicted: str, rules: tuple[Rule, ...]) -> str:
    levels = ", ".join(
        f"{_level(field)} AS {column}" for field, column in zip(LEVEL_FIELDS, LEVEL_COLUMNS, strict=True)
    )
    names = " ".join(f"WHEN '{number}' THEN '{rule.name}'" for number, rule in enumerate(rules))
    return f"""SELECT row_id_l AS entry_id, row_id_r AS resident_id, CASE match_key {names} END AS rule, {levels},
                    round(100 * match_weight)::INTEGER AS against_random
                FROM {predicted}"""


def _level(field: str) -> str:
    branches = " ".join(f"WHEN {theirs} THEN {ours}" for theirs, ours in level_numbers(field).items())
    return f"CASE gamma_{field} {branches} END"
