"""The stored codes of elections agree with the plain enums that decide on them."""

import ast
from pathlib import Path

import pytest
from django.db.models import Choices

from elections import choices
from elections.matching import policy, vocabulary
from elections.rules import ranking
from registry.rules.card_status import RECORDED_STATES


def test_outcomes_and_findings_are_those_of_the_comparison() -> None:
    assert set(choices.Outcome.values) == {outcome.value for outcome in vocabulary.Outcome}
    assert set(choices.FindingKind.values) == {kind.value for kind in vocabulary.FindingKind}


def test_measures_are_those_of_the_ranking() -> None:
    assert choices.Measure.values == [measure.value for measure in ranking.Measure]


@pytest.mark.parametrize(("code", "label"), [("B", "Belum kawin"), ("S", "Sudah kawin"), ("P", "Pernah kawin")])
def test_marital_status_reads_as_on_the_form(code: str, label: str) -> None:
    assert choices.RollMaritalStatus(code).label == label


def test_simulated_figures_are_labelled_so() -> None:
    assert choices.FigureSource.SIMULATED.label == "Simulasi"


def test_every_label_is_written_and_used_once_in_its_list() -> None:
    lists = [kind for kind in vars(choices).values() if isinstance(kind, type) and issubclass(kind, Choices)]
    for kind in lists:
        labels = [str(label) for label in kind.labels]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_the_rules_know_no_django_and_no_choices() -> None:
    for path in Path(choices.__file__).parent.joinpath("rules").glob("*.py"):
        tree = ast.parse(path.read_text())
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        assert not [name for name in modules if name.startswith("django") or name.endswith("choices")], path


def test_the_comparison_and_the_registry_agree_on_what_counts_as_recorded() -> None:
    assert set(policy.RECORDED_STATES) == {state.value for state in RECORDED_STATES}
