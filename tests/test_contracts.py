"""The import contracts of pyproject.toml: each is kept, and each catches a violation planted in a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass
class Copy:
    """The packages as they are, in a folder where they may be damaged; what was planted can be pulled out again."""

    root: Path
    planted: list[Path] = field(default_factory=list)

    def write(self, file: str, line: str) -> None:
        """Write a module, with every package on the way to it."""
        path = self.root / file
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.parent / "__init__.py").exists():
            (path.parent / "__init__.py").touch()
            self.planted.append(path.parent / "__init__.py")
        path.write_text(f"{line}\n")
        self.planted += [path, *missing]

    def pull_out(self) -> None:
        """Remove everything that was planted."""
        for path in sorted(self.planted, reverse=True):  # what is in a folder before the folder
            path.rmdir() if path.is_dir() else path.unlink()
        self.planted.clear()


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """One copy for all tests; each pulls out what it planted."""
    root = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", root)
    for package in LINTER["root_packages"]:
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    return Copy(root)


@pytest.fixture(scope="module")
def before(undamaged: Copy) -> set[str]:
    """The contracts that the tree breaks with nothing planted in it."""
    return broken(undamaged.root)


@pytest.fixture
def copy(undamaged: Copy, before: set[str]) -> Iterator[Copy]:
    """The copy, to be planted in; checked before anything is."""
    yield undamaged
    undamaged.pull_out()


def broken(tree: Path, *options: str) -> set[str]:
    """Return the ids of the contracts that a tree breaks."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), *(options or ("--cache-dir", str(tree / "cache")))],
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
    assert broken(ROOT, "--no-cache") == set()


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract_and_no_other(
    copy: Copy, before: set[str], file: str, line: str, contract: str
) -> None:
    target = line.split()[1]
    if target.endswith("planted_target"):
        copy.write(f"{target.replace('.', '/')}.py", "")

    copy.write(file, line)

    assert broken(copy.root) - before == {contract}


@pytest.mark.parametrize("package", CIRCLES)
def test_a_planted_circle_is_caught(copy: Copy, before: set[str], package: str) -> None:
    here = package.replace("/", ".")

    copy.write(f"{package}/planted_one.py", f"import {here}.planted_other")
    copy.write(f"{package}/planted_other.py", f"import {here}.planted_one")

    assert broken(copy.root) - before == {"cycles"}


def test_writing_down_an_access_is_open_to_everybody(copy: Copy, before: set[str]) -> None:
    copy.write("elections/views/planted.py", "import registry.actions.access")
    if not (copy.root / "registry/actions/access.py").exists():
        copy.write("registry/actions/access.py", "")

    assert broken(copy.root) - before == set()


def test_what_was_planted_is_pulled_out_again(copy: Copy, before: set[str]) -> None:
    copy.write("elections/made_up/new/planted.py", "import celery")
    damaged = broken(copy.root)
    copy.pull_out()

    assert (damaged - before, broken(copy.root)) == ({"pure"}, before)


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for _file, _line, contract in PLANTED} | {"cycles"} == set(NAMES)
