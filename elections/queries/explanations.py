"""Why a run said what it said of one row, in sentences."""

from __future__ import annotations

from elections.matching.explaining import Basis, explain, levels_of
from elections.models import Match


def explained(found: Match) -> list[str]:
    """The evidence of a match from what its run decided by; nothing for a run of an older vocabulary."""
    row = {name: getattr(found, name) for name in ("outcome", "weight", "margin")}
    try:
        basis = Basis.from_summary(found.run.summary)
        levels = levels_of(found.levels, found.name_bits or 0) if found.levels else {}
        return explain({**row, **levels, "reason": found.reason or None}, basis)
    except (KeyError, TypeError, ValueError):
        return []
