"""From which files and settings a result was made, so that it is used again instead of being made again."""

import json
from pathlib import Path
from typing import Any

from elections.matching.engines import ENGINES
from elections.matching.model import load
from elections.matching.policy import Policy

OF_NO_EFFECT = ("memory_limit", "spill_limit", "threads")
"""Settings that say how to work, not what comes out."""


def note(directory: Path, residents: Path, roll: Path) -> None:
    """Write into a result's summary which files it was made from."""
    path = directory / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8")) | {"inputs": _identities(residents, roll)}
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def result_of(
    directory: Path, residents: Path, roll: Path, policy: Policy, *, scorer: str = ENGINES[0]
) -> dict[str, Any] | None:
    """The summary of the result in ``directory`` if it is of these files, policy and model, by this engine."""
    try:
        summary: dict[str, Any] = json.loads((directory / "summary.json").read_text(encoding="utf-8"))
        same = (
            summary["inputs"] == _identities(residents, roll)
            and _effective(summary["policy"]) == _effective(json.loads(json.dumps(policy.as_dict())))
            and summary["engine"] == scorer
            and summary["weights"]["version"] == load(policy.model).version
        )
    except (OSError, ValueError, KeyError):
        return None
    return summary if same and (directory / "matches.parquet").exists() else None


def _identities(residents: Path, roll: Path) -> dict[str, dict[str, Any]]:
    """Name, size and moment of change: who changes a file leaves at least one of them different."""
    return {
        role: {"name": path.name, "bytes": path.stat().st_size, "changed": path.stat().st_mtime_ns}
        for role, path in (("residents", residents), ("roll", roll))
    }


def _effective(policy: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in policy.items() if name not in OF_NO_EFFECT}
