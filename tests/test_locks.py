"""The requirement locks: every wish is there, every package has hashes, and development runs what production runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def wishes(name: str) -> Iterator[Requirement]:
    """Give the requirements of an .in file and of those that it includes."""
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            yield from wishes(line.removeprefix("-r ").strip())
        elif line.strip() and not line.startswith("#"):
            yield Requirement(line)


def pins(name: str) -> dict[str, list[str]]:
    """Return a lock's packages with version, marker and hashes as they are written, one entry for each Python."""
    text = re.sub(r"^\s*#.*\n?", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        found.setdefault(canonicalize_name(re.split(r"[=\[ ]", entry)[0]), []).append(entry.strip())
    return found


LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_its_source_asks_for(lock: str) -> None:
    locked = pins(lock)
    missing = []
    for wish in wishes(lock.replace(".txt", ".in")):
        versions = re.findall(r"^\S+==([^\s;]+)", "\n".join(locked.get(canonicalize_name(wish.name), [])), re.MULTILINE)
        if not any(version in wish.specifier for version in versions):
            missing.append(str(wish))

    assert not missing


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    locked = pins(lock)

    assert len(locked) >= (10 if lock == "requirements-bench.txt" else 30)
    assert not [name for name, entry in locked.items() if not all("--hash=sha256:" in one for one in entry)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


def test_development_installs_everything_exactly_as_production_does() -> None:
    production, development = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: development.get(name) for name in production} == production
