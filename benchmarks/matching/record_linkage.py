"""recordlinkage (pandas) as its documentation tells: blocks, comparisons, a sum of points, the best for each row.

The sum was taken because the classifier that learns without labels (ECM) does worse here: with narrow blocks it finds
.41 of the hard profile's hard rows, with these it takes the strangers for the matches.

Runs in the environment of requirements-bench.txt, which holds neither DuckDB nor this project's dependencies.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import recordlinkage

from benchmarks.matching.meter import Meter

BLOCKS = (["nik"], ["birth_date"], ["name"], ["kk_number"])
"""Several blocks whose pairs are united: each finds what an error hides from the others."""

STRINGS = {"nik": 0.9, "name": 0.85, "birth_place": 0.85}
"""Fields compared by Jaro-Winkler, and from which likeness on they agree."""

EQUALS = ("birth_date", "kk_number", "sex", "region_code", "rt", "rw")


POINTS: dict[str, float] = {
    "nik": 4.0,
    "name": 3.0,
    "birth_date": 3.0,
    "kk_number": 2.0,
    "birth_place": 1.0,
    "region_code": 1.0,
    "sex": 0.5,
    "rt": 0.5,
    "rw": 0.5,
}
ENOUGH = 8.0
"""Points of agreement from which on two rows are one person."""


def link(lists: Path, out: Path, meter: Meter, _area: str) -> None:
    meter.phase("reading")
    roll, residents = _table(lists / "roll.parquet", "entry_id"), _table(lists / "residents.parquet", "resident_id")
    meter.phase("blocking")
    pairs = _pairs(roll, residents)
    meter.phase("comparing")
    vectors = _compared(pairs, roll, residents)
    meter.phase("classifying")
    _best(vectors).to_parquet(out / "links.parquet")


def _table(path: Path, identifier: str) -> pd.DataFrame:
    """Read a list; a blank is missing, so that it agrees with nothing."""
    columns = [identifier, *dict.fromkeys((*STRINGS, *EQUALS))]
    table = pd.read_parquet(path, columns=columns).set_index(identifier)
    return table.astype(object).where(table.notna() & (table != ""), None)


def _pairs(roll: pd.DataFrame, residents: pd.DataFrame) -> pd.MultiIndex:
    indexer = recordlinkage.Index()
    for block in BLOCKS:
        indexer.block(block)
    indexer.sortedneighbourhood("name", window=5, block_on=["region_code"])
    return indexer.index(roll, residents)


def _compared(pairs: pd.MultiIndex, roll: pd.DataFrame, residents: pd.DataFrame) -> pd.DataFrame:
    compare = recordlinkage.Compare()
    for field, least in STRINGS.items():
        compare.string(field, field, method="jarowinkler", threshold=least, label=field)
    for field in EQUALS:
        compare.exact(field, field, label=field)
    return compare.compute(pairs, roll, residents)


def _best(vectors: pd.DataFrame) -> pd.DataFrame:
    """Sum the points, keep what is enough, the best for each row."""
    points = (vectors * pd.Series(POINTS)[vectors.columns]).sum(axis=1)
    ranked = points[points >= ENOUGH].sort_values(ascending=False)
    best = ranked[~ranked.index.get_level_values(0).duplicated()]
    return best.index.to_frame(index=False, name=["entry_id", "resident_id"])
