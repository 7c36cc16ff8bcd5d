"""The stored codes of the registry and the codes its rules decide on are the same."""

import ast
from pathlib import Path

import pytest
from django.db.models import Choices

from registry import choices
from registry.rules.region_codes import Kind, Level


def test_levels_and_kinds_of_regions_agree_with_the_rule() -> None:
    assert choices.RegionLevel.values == [level.value for level in Level]
    assert choices.RegionKind.values == [kind.value for kind in Kind]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (choices.Sex, ["L", "P"]),
        (choices.MaritalStatus, [1, 2, 3, 4]),
        (choices.ResidencyStatus, [1, 2, 3, 4, 6, 9]),
        (choices.RelationToHead, list(range(1, 12))),
    ],
)
def test_codes_of_siak_stay_as_siak_writes_them(kind: type[Choices], codes: list[object]) -> None:
    assert kind.values == codes


def test_every_label_is_written_and_used_once_in_its_list() -> None:
    lists = [kind for kind in vars(choices).values() if isinstance(kind, type) and issubclass(kind, Choices)]
    for kind in lists:
        labels = [str(label) for label in kind.labels]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_the_rules_know_no_django_and_no_choices() -> None:
    for path in Path(choices.__file__).parent.joinpath("rules").glob("*.py"):
        imported = _imported(path)
        assert not [name for name in imported if name.startswith("django") or name.endswith("choices")], path


def _imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names
