"""Trains the model anew: ``python -m elections.matching.training RESIDENTS ROLL --version NAME --out FILE``.

Decisions made by people at a review desk may be given too: a CSV of ``entry_id, resident_id, same`` (1 or 0). They are
joined to the pairs of equal NIKs, or taken out of them.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import splink

from elections.matching.engine import opened, prepared
from elections.matching.learning import learn
from elections.matching.model import CURRENT, Model, load, save
from elections.matching.policy import Policy
from elections.matching.reading import BadInput, Source

TOLD = 0.25
"""A weight that moved by less than this many bits is not told."""


def train(
    residents: Source,
    roll: Source,
    *,
    version: str,
    before: Model | None = None,
    decisions: Path | None = None,
    seed: int = 2020,
    memory_limit: str = "4GB",
) -> Model:
    """Learn a model from a registry and a roll, and from decisions of people where there are any.

    Raises BadInput for what cannot be read. Needs about 3 GB for a regency of a million.
    """
    policy = Policy(polling_date=date(2020, 12, 9), memory_limit=memory_limit)
    with TemporaryDirectory() as folder, opened(policy, Path(folder)) as connection:
        counts = prepared(connection, residents, roll, policy)
        _known(connection)
        decided = _decided(connection, decisions) if decisions else 0
        about = _about(connection, counts, decided, seed)
        return learn(connection, version=version, about=about, before=before, seed=seed)


def _about(connection: duckdb.DuckDBPyConnection, counts: dict[str, int], decided: int, seed: int) -> dict[str, Any]:
    (known,) = connection.execute("SELECT count(*) FROM known").fetchall()[0]
    return {
        "trained_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "residents": counts["residents"],
        "entries": counts["roll"],
        "known_pairs": known,
        "decisions": decided,
        "seed": seed,
        "splink": splink.__version__,
        "how": "u: Splink's random sampling. m: Splink, from pairs with equal NIKs and from decisions. No EM.",
    }


def _known(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of known pairs: ``known`` by equal NIKs, ``known_by_person`` by name, birth date and village."""
    for table, columns in (("known", "nik"), ("known_by_person", "name_id, birth_date, region")):
        connection.execute(
            f"""CREATE TABLE {table} AS SELECT entry_id, any_value(resident_id) AS resident_id
            FROM roll JOIN residents USING ({columns}) GROUP BY entry_id HAVING count(*) = 1"""
        )


def _decided(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Take people's word before the NIK's; gives how many decisions speak of rows and residents that are here."""
    try:
        connection.execute(
            """CREATE TABLE decided AS SELECT entry_id, resident_id, same
            FROM read_csv(?, header = true, columns = {entry_id: BIGINT, resident_id: BIGINT, same: BOOLEAN})
            SEMI JOIN roll USING (entry_id) SEMI JOIN residents USING (resident_id)""",
            [str(path)],
        )
    except duckdb.Error as error:
        raise BadInput(
            f"Berkas {path.name} tidak dapat dibaca ({type(error).__name__}). Isinya harus tiga kolom: "
            "entry_id, resident_id, same (1 bila orang yang sama, 0 bila bukan)."
        ) from None
    connection.execute("DELETE FROM known USING decided AS d WHERE known.entry_id = d.entry_id")
    connection.execute("INSERT INTO known SELECT entry_id, resident_id FROM decided WHERE same")
    (decided,) = connection.execute("SELECT count(*) FROM decided").fetchall()[0]
    return int(decided)


def changes(before: Model, after: Model) -> list[str]:
    """What a new model says otherwise, a line per level whose weight moved by ``TOLD`` bits or more."""
    lines = []
    for field, levels in after.fields.items():
        for level, chances in sorted(levels.items(), reverse=True):
            earlier = before.fields[field].get(level)
            if earlier is None:
                lines.append(f"{field} {level.name}: {chances.bits():+.2f} bit (baru)")
            elif abs(chances.bits() - earlier.bits()) >= TOLD:
                lines.append(f"{field} {level.name}: {earlier.bits():+.2f} -> {chances.bits():+.2f} bit")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Train once; 0 when the model was written, 2 when an input cannot be used."""
    asked = _parser().parse_args(arguments)
    before = load(asked.before) if asked.before else None
    try:
        model = train(
            asked.residents,
            asked.roll,
            version=asked.version,
            before=before,
            decisions=asked.decisions,
            memory_limit=asked.memory,
        )
    except BadInput as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    save(model, asked.out)
    told = changes(before, model) if before else []
    summary = f"Model {model.version} ditulis ke {asked.out}. Bobot yang berubah: {len(told)}."
    sys.stdout.write("\n".join([summary, *told]) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m elections.matching.training",
        description="Melatih model pemadanan dari data penduduk dan daftar pemilih.",
    )
    parser.add_argument("residents", type=Path, metavar="PENDUDUK", help="data penduduk, Parquet atau CSV")
    parser.add_argument("roll", type=Path, metavar="DAFTAR", help="daftar pemilih, Parquet atau CSV")
    parser.add_argument("--version", required=True, metavar="NAMA", help="nama model baru")
    parser.add_argument("--out", type=Path, required=True, metavar="BERKAS", help="tempat model ditulis (JSON)")
    parser.add_argument("--before", default=CURRENT, metavar="MODEL", help="model sebelumnya, untuk dibandingkan")
    parser.add_argument("--decisions", type=Path, metavar="BERKAS", help="keputusan petugas (CSV)")
    parser.add_argument("--memory", default="4GB", metavar="UKURAN", help="batas memori")
    return parser


if __name__ == "__main__":
    sys.exit(main())
