"""Every rule that can hold a row back has a name on screen."""

from __future__ import annotations

from registry.ingest import kinds
from registry.ingest.held_lines import RAGGED_RULE
from registry.rules.rule_titles import TITLES, title_of


def test_every_rule_of_every_kind_has_a_title() -> None:
    rules = {check.rule for kind in kinds.offered() for check in kind.checks} | {RAGGED_RULE}

    assert rules - set(TITLES) == set()
    assert title_of("nik_scientific") == "NIK dirusak Excel"
