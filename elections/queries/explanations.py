"""Why a run said what it said of one row, in sentences."""

from __future__ import annotations

from typing import Any

from elections.matching import wording
from elections.matching.explaining import Basis, explain, levels_of
from elections.matching.leftovers import MARK
from elections.models import Match


def explained(found: Match) -> list[str]:
    """The evidence of a match from what its run decided by; nothing for a run of an older vocabulary."""
    row = {name: getattr(found, name) for name in ("outcome", "weight", "margin")}
    try:
        basis = Basis.from_summary(_decided_by(found))
        levels = levels_of(found.levels, found.name_bits or 0) if found.levels else {}
        return explain({**row, **levels, "reason": found.reason or None}, basis)
    except (KeyError, TypeError, ValueError):
        return []


def rule_in_words(found: Match) -> str:
    """By what the candidate was found; the name itself for a rule of an older version."""
    rule = found.rule.removeprefix(MARK)
    return wording.RULES.get(rule, rule)


def _decided_by(found: Match) -> dict[str, Any]:
    """The run's summary; of a row that a round weighed among its leftovers, with the weights of that step."""
    summary: dict[str, Any] = found.run.summary
    return {**summary, "weights": summary["leftovers"]["weights"]} if found.rule.startswith(MARK) else summary
