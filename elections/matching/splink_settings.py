"""The comparison as a Splink model: the same levels and conditions, the same blocking rules, the same weights."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any

from splink import SettingsCreator

from elections.matching.blocking import Rule
from elections.matching.comparing import FIELDS, LevelRule
from elections.matching.contexts import CONTEXTS, between
from elections.matching.sides import suffixed
from elections.matching.vocabulary import NameLevel
from elections.matching.weights import Bits, Weights

ROLL, REGISTRY = suffixed("l"), suffixed("r")

NAME_FREQUENCIES: Mapping[IntEnum, str] = {
    NameLevel.EQUAL: "norm",
    NameLevel.VARIANT: "norm",
    NameLevel.SOUND: "order_key",
    NameLevel.SHORTENED: "name_id",
    NameLevel.CLOSE: "name_id",
    NameLevel.SIMILAR: "name_id",
}
"""Whose frequency counts at each level of the name: of the name as written out, of its sound, of its words."""


def settings(
    *,
    weights: Weights | None = None,
    rules: Iterable[Rule] = (),
    fields: Iterable[str] = tuple(FIELDS),
    translated: Callable[[str], str] = str,
) -> SettingsCreator:
    """Splink's settings: untrained without ``weights``, else with m and u that give exactly these weights.

    ``translated`` turns a condition of DuckDB's into one of another database.
    """
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="row_id",
        comparisons=[comparison(field, weights, translated) for field in fields],
        blocking_rules_to_generate_predictions=[{"blocking_rule": translated(spelled(rule))} for rule in rules],
        probability_two_random_records_match=_prior(weights) if weights else 0.0001,
        retain_matching_columns=weights is not None,
        retain_intermediate_calculation_columns=False,
    )


def _prior(weights: Weights) -> float:
    odds = 2 ** (weights.prior / 100)
    return odds / (1 + odds)


def spelled(rule: Rule) -> str:
    """A blocking rule with Splink's l and r in place of e and r."""
    return re.sub(r"\be\.", "l.", rule.condition)


def comparison(field: str, weights: Weights | None, translated: Callable[[str], str] = str) -> dict[str, Any]:
    """One field as Splink's comparison. A level that has another weight in a context stands there once for each."""
    rules = _rules(field, in_contexts=weights is not None)
    return {
        "output_column_name": field,
        "comparison_levels": [_level(rule, key, weights, translated) for rule, key in rules],
    }


def _rules(field: str, *, in_contexts: bool) -> list[tuple[LevelRule, str]]:
    """The rules of a field with the key of their weights."""
    contexts = CONTEXTS.get(field, ()) if in_contexts else ()
    rules = []
    for rule in FIELDS[field](ROLL, REGISTRY):
        if rule.level.value:
            for context in contexts:
                condition = f"({rule.condition}) AND {between(context, ROLL, REGISTRY)}"
                rules.append((LevelRule(rule.level, condition), context.name))
        rules.append((rule, field))
    return rules


def _level(rule: LevelRule, key: str, weights: Weights | None, translated: Callable[[str], str]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "sql_condition": "ELSE" if rule.condition == "TRUE" else translated(rule.condition),
        "label_for_charts": rule.level.name if key in FIELDS else f"{rule.level.name} ({key})",
    }
    if rule.level.value == 0:
        return {**plain, "is_null_level": True}
    if weights is None:
        return plain
    return {**plain, **_chances(rule.level, weights.fields[key][rule.level])}


def _chances(level: IntEnum, bits: Bits) -> dict[str, Any]:
    """Chances m and u whose ratio is the weight.

    At a level of the name Splink multiplies with u and divides by the frequency: with a u of 1 that adds the rarity,
    and m, which may then be above 1, is the factor that is left.
    """
    if not bits.cap:
        same = min(1.0, 2 ** (bits.random / 100)) / 2
        return {"m_probability": same, "u_probability": same / 2 ** (bits.random / 100)}
    return {
        "m_probability": 2 ** (bits.random / 100),
        "u_probability": 1.0,
        "tf_adjustment_column": NAME_FREQUENCIES[level],
        "tf_adjustment_weight": 1.0,
        "tf_minimum_u_value": 2 ** (-bits.cap / 100),
        "disable_tf_exact_match_detection": True,
    }


def level_numbers(field: str) -> dict[int, int]:
    """Splink's number of a level to ours: -1 for blank, then from the last rule of `comparison` with weights up."""
    known = [rule.level.value for rule, _ in _rules(field, in_contexts=True) if rule.level.value]
    return {-1: 0, **dict(enumerate(reversed(known)))}
