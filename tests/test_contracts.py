"""The import contracts of pyproject.toml: each is kept, and each catches a violation planted in a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NAMES = {contract["id"]: contract["name"] for contract in LINTER["contracts"]}

#: What is planted where, and which contract it breaks.
PLANTED = [
    ("registry/queries/planted.py", "import elections.choices", "apps"),
    ("registry/rules/planted.py", "import queueing", "apps"),
    ("elections/rules/planted.py", "import queueing", "apps"),
    ("queueing/planted.py", "import elections.choices", "apps"),
    ("elections/models/planted.py", "import kependudukan.redaction", "apps"),
    ("registry/models/planted.py", "import registry.queries.planted_target", "inside"),
    ("registry/queries/planted.py", "import registry.actions.planted_target", "inside"),
    ("elections/actions/planted.py", "import elections.tasks.planted_target", "inside"),
    ("elections/rules/planted.py", "import elections.models.planted_target", "inside"),
    ("queueing/actions/planted.py", "import queueing.views.planted_target", "inside"),
    ("elections/matching/planted.py", "import django.db", "pure"),
    ("elections/made_up/planted.py", "import celery", "pure"),
    ("registry/rules/planted.py", "import rest_framework", "pure"),
    ("elections/rules/planted.py", "import redis", "pure"),
    ("elections/views/planted.py", "import registry.actions.planted_target", "verbs"),
    ("queueing/actions/planted.py", "from registry.models import Officer", "nouns"),
    ("elections/queries/planted.py", "import registry.models.resident", "residents"),
    ("elections/views/planted.py", "import registry.models.household", "residents"),
    ("registry/actions/planted.py", "import pghistory", "history"),
    ("elections/actions/planted.py", "import splink", "engines"),
    ("elections/matching/planted.py", "import pyspark", "engines"),
    ("elections/matching/planted.py", "import sqlglot", "engines"),
]
CIRCLES = ["registry/actions", "elections/actions", "elections/matching"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages as they are, in a folder where they may be damaged."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in LINTER["root_packages"]:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def write(file: Path, line: str) -> None:
    """Write a module, with every package on the way to it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not (file.parent / "__init__.py").exists():
        (file.parent / "__init__.py").touch()
    file.write_text(f"{line}\n")


def broken(tree: Path) -> set[str]:
    """Return the ids of the contracts that a tree breaks."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", done.stdout, re.MULTILINE))
    assert set(verdicts) == set(NAMES.values()), done.stdout + done.stderr
    return {key for key, name in NAMES.items() if verdicts[name] == "BROKEN"}


def test_the_tree_keeps_every_contract() -> None:
    assert broken(ROOT) == set()


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract_and_no_other(copy: Path, file: str, line: str, contract: str) -> None:
    before = broken(copy)
    target = line.split()[1]
    if target.endswith("planted_target"):
        write(copy / f"{target.replace('.', '/')}.py", "")

    write(copy / file, line)

    assert broken(copy) - before == {contract}


@pytest.mark.parametrize("package", CIRCLES)
def test_a_planted_circle_is_caught(copy: Path, package: str) -> None:
    here = package.replace("/", ".")
    before = broken(copy)

    write(copy / package / "planted_one.py", f"import {here}.planted_other")
    write(copy / package / "planted_other.py", f"import {here}.planted_one")

    assert broken(copy) - before == {"cycles"}


def test_writing_down_an_access_is_open_to_everybody(copy: Path) -> None:
    before = broken(copy)
    write(copy / "elections/views/planted.py", "import registry.actions.access")
    if not (copy / "registry/actions/access.py").exists():
        write(copy / "registry/actions/access.py", "")

    assert broken(copy) - before == set()


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for _file, _line, contract in PLANTED} | {"cycles"} == set(NAMES)
