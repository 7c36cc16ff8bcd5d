"""What a run leaves for a later one, and whether a later run may rest on it.

Beside the result lies the folder ``row_digests``: a number per resident and per row of the roll, and which pairs were
weighed. Personal data: a number tells whoever knows a row whole that it was there. It is for the machine that compares,
never for those who get the result.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from elections.matching import room
from elections.matching.policy import Policy
from elections.matching.relations import Step
from elections.matching.weights import Weights

FOLDER = room.FOR_LATER
MATCHES = "matches.parquet"
ABOUT = "about.json"

PAIRS = ("area_pairs", "nation_pairs")
"""Tables of an engine that are kept to the end: which pairs were weighed."""

TABLES = {
    "residents": "resident_digests",
    "entries": "left_entries",
    "pairs": "left_pairs",
    "doubtful": "left_doubtful",
}
"""The files of the folder, each with the table that it is written from."""

OF_NO_EFFECT = ("memory_limit", "spill_limit", "threads")
"""Settings that say how to work, not what comes out."""

NEVER = ""
FOLDER_INCOMPLETE = "Hasil sebelumnya tidak lengkap atau rusak."
OTHER_VERSION = "Hasil sebelumnya dibuat oleh versi lain dari pemadanan."
OTHER_POLICY = "Kebijakan pemadanan berubah."
OTHER_WEIGHTS = "Bobot berubah karena data penduduk atau daftar banyak berubah."
SAME_FOLDER = "Hasil sebelumnya berada di folder hasil yang baru."


@dataclass(frozen=True)
class Earlier:
    """An earlier result that a run of the same policy, version and weights may rest on."""

    directory: Path
    standing: object
    """What the standing of a resident weighed, in the form of ``Weights.as_dict``."""

    def rows(self, name: str) -> str:
        """SQL for a table of the earlier run: ``matches``, ``residents``, ``entries`` or ``pairs``."""
        folder = self.directory if name == "matches" else self.directory / FOLDER
        return f"read_parquet('{_quoted(folder / name)}.parquet')"


def find(earlier: Path | None, directory: Path, policy: Policy, weights: Weights) -> tuple[Earlier | None, str]:
    """The earlier result, or None and why a full run is needed.

    ``weights`` are those before it is known who is taken.
    """
    if earlier is None:
        return None, NEVER
    if earlier.resolve() == directory.resolve():
        return None, SAME_FOLDER
    about = _whole(earlier)
    if about is None:
        return None, FOLDER_INCOMPLETE
    if about.get("version") != version():
        return None, OTHER_VERSION
    if about.get("policy") != _deciding(policy):
        return None, OTHER_POLICY
    if about.get("weights") != _through_json(weights.as_dict()):
        return None, OTHER_WEIGHTS
    return Earlier(earlier, about.get("standing")), NEVER


def same_standing(earlier: Earlier, weights: Weights) -> bool:
    """Whether the standing of a resident weighs what it weighed."""
    return bool(_of_standing(weights.as_dict()["fields"]) == earlier.standing)


def _of_standing(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: bits for name, bits in fields.items() if name.startswith("standing")}


def more_steps(*, resumes: bool, leaves: bool) -> int:
    """How many steps more than a plain run has, for the progress; a test counts them."""
    return 3 * (resumes or leaves) + 12 * resumes + 3 * leaves


def steps(pairs_before: str) -> list[Step]:
    """What is left of a run, by its rows; one row stands for all rows of equal content."""
    one_each = "SELECT digest, min(entry_id) AS entry_id FROM entry_digests GROUP BY digest"
    taker = "CASE WHEN margin IS NULL THEN resident_id END AS exact_id"
    weighed = " UNION ALL ".join(f"SELECT entry_id, resident_id FROM {table}" for table in PAIRS)
    return [
        Step(
            "Mencatat sidik daftar",
            "left_entries",
            f"SELECT entry_id, digest, {taker} FROM ({one_each}) JOIN matches USING (entry_id)",
            frees=("entry_digests",),
        ),
        Step(
            "Mencatat pasangan yang ditimbang",
            "left_pairs",
            f"SELECT * FROM ({weighed} {pairs_before}) SEMI JOIN left_entries USING (entry_id)",
            frees=PAIRS,
        ),
        Step(
            "Mencatat keraguan",
            "left_doubtful",
            "SELECT * FROM doubtful SEMI JOIN left_entries USING (entry_id)",
            frees=("doubtful",),
        ),
    ]


def leave(connection: duckdb.DuckDBPyConnection, directory: Path, policy: Policy, weights: Weights) -> None:
    """Write the folder ``row_digests`` beside a result, whole or not at all."""
    forget(directory)
    try:
        _write(connection, directory, policy, weights)
    except BaseException:
        forget(directory)
        raise


def _write(connection: duckdb.DuckDBPyConnection, directory: Path, policy: Policy, weights: Weights) -> None:
    """The words about the files, without which they count for nothing, come last."""
    folder = directory / FOLDER
    folder.mkdir(mode=0o700)
    for name, table in TABLES.items():
        target = _quoted(folder / f"{name}.parquet")
        connection.execute(f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    plain = weights.as_dict()
    standing = _of_standing(plain["fields"])
    written = _files(directory) | {"matches": room.part(directory, MATCHES)}
    about = {
        "version": version(),
        "policy": _deciding(policy),
        "weights": plain | {"fields": {name: bits for name, bits in plain["fields"].items() if name not in standing}},
        "standing": standing,
        "files": {name: _checksum(path) for name, path in written.items()},
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def forget(directory: Path) -> None:
    """Remove what was left beside a result."""
    shutil.rmtree(directory / FOLDER, ignore_errors=True)


@cache
def version() -> str:
    """What rows depend on beside data and settings: the sources of this package, its models, and DuckDB's hash."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    package = Path(__file__).parent
    for path in sorted([*package.glob("*.py"), *package.glob("models/*.json")]):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _whole(directory: Path) -> dict[str, Any] | None:
    """What is said of the files, or None when one is missing or not as it was written."""
    try:
        about = json.loads((directory / FOLDER / ABOUT).read_text(encoding="utf-8"))
        whole = about["files"] == {name: _checksum(path) for name, path in _files(directory).items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(about) if whole else None


def _files(directory: Path) -> dict[str, Path]:
    folder = directory / FOLDER
    beside = {name: folder / f"{name}.parquet" for name in TABLES}
    return {"matches": directory / MATCHES, **beside}


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _deciding(policy: Policy) -> dict[str, object]:
    return _through_json({name: value for name, value in policy.as_dict().items() if name not in OF_NO_EFFECT})


def _through_json(value: dict[str, object]) -> dict[str, object]:
    """As it would come back from a file: tuples as lists."""
    return dict(json.loads(json.dumps(value)))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
