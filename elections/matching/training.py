"""Learns the model from a registry and a roll, with Splink: u by random sampling, m from pairs known to be one person.

No expectation-maximisation: on the rows whose NIK fails it drifts. The pairs that are known come from equal NIKs (of
which a few in a thousand join two people, which keeps the model from being too sure) and from decisions at the review
desk. Levels that a random sample hardly ever sees are counted among the pairs of the blocking rules instead.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from elections.matching.blocking import AREA_RULES, NATION_RULES, candidates
from elections.matching.comparing import FIELDS
from elections.matching.flattening import FREQUENCIES, flat_residents, flat_roll
from elections.matching.model import Chances, Model
from elections.matching.pairing import compared, pairs_of
from elections.matching.splink_settings import NAME_FREQUENCIES, settings
from elections.matching.vocabulary import LEVELS, KkLevel, NameLevel, NikLevel

RANDOM_PAIRS = 20_000_000
SEEN_OFTEN_ENOUGH = 200
"""A chance from fewer random pairs than this is counted among the pairs of the blocking rules instead."""

SAMPLE = 20_000
"""Rows of the roll whose blocked pairs are counted."""

LEAST: Mapping[str, float] = {
    "nik": 0.0005,
    "name": 0.0005,
    "birth_date": 0.001,
    "sex": 0.001,
    "birth_place": 0.01,
    "kk_number": 0.02,
    "area": 0.002,
    "rt_rw": 0.02,
    "marital_status": 0.02,
}
"""A level is never rarer than this among rows of one person: what changes in a life, or differs from clerk to clerk,
may be rarer in the lists that were learned from than in the next."""

RAREST_CHANCE = 1e-7

PER_REGISTRY: Mapping[str, tuple[IntEnum, ...]] = {
    "nik": (
        *(NikLevel.SERIAL, NikLevel.SHOWN, NikLevel.LENGTH, NikLevel.ONE_FIGURE, NikLevel.SWAPPED),
        NikLevel.EQUAL,
    ),
    "kk_number": (KkLevel.NEAR, KkLevel.EQUAL),
}
"""Levels that a fixed number of other residents reach, however large the registry."""

CAPS: Mapping[IntEnum, int] = {
    NameLevel.SIMILAR: 900,
    NameLevel.CLOSE: 1500,
    NameLevel.SHORTENED: 1600,
    NameLevel.SOUND: 1700,
    NameLevel.VARIANT: 1800,
    NameLevel.EQUAL: 1800,
}
"""What the rarity of a name adds at most; the further apart two names are, the less a rare word proves. By hand."""

EMPTY = "''"

FIELDS_TRAINED = tuple(field for field in FIELDS if field != "standing")


@dataclass(frozen=True)
class Counts:
    """How many pairs of a kind have each level of a field."""

    pairs: int
    levels: Mapping[str, Mapping[int, int]]

    def share(self, field: str, level: IntEnum) -> float:
        """The share of a level among the pairs where neither side is blank."""
        known = sum(count for number, count in self.levels[field].items() if number)
        return self.levels[field].get(level.value, 0) / max(known, 1)


def train(connection: duckdb.DuckDBPyConnection, *, version: str, about: Mapping[str, Any], seed: int = 2020) -> Model:
    """Return a model of the prepared tables, and of ``known`` and ``known_by_person``: pairs that are one person.

    The same tables and seed give the same model.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = _linker(connection)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=seed, min_count_per_level=None)
    linker.training.estimate_m_from_pairwise_labels(_labels(connection, "known"))
    estimated = _estimates(linker)
    apart = _linker(connection)
    apart.training.estimate_m_from_pairwise_labels(_labels(connection, "known_by_person"))
    by_person = _estimates(apart)["nik"]
    others, relatives = _blocked(connection)
    means = _mean_frequencies(connection)
    fields: dict[str, dict[IntEnum, Chances]] = {}
    residents = connection.execute("SELECT count(*) FROM residents").fetchall()[0][0]
    for field in FIELDS_TRAINED:
        same_of = by_person if field == "nik" else estimated[field]
        fields[field] = {}
        for level in LEVELS[field]:
            if not level.value:
                continue
            per_row = others.levels[field].get(level.value, 0) / max(others.pairs, 1)
            random = estimated[field][level.value].random or 0.0
            if random * RANDOM_PAIRS < SEEN_OFTEN_ENOUGH:
                random = max(random, per_row / residents)
            scales = level in PER_REGISTRY.get(field, ())
            others_met = max(random * residents, per_row, 0.0005) + (level is NikLevel.EQUAL)
            fields[field][level] = Chances(
                same=round(max(same_of[level.value].same or 0.0, LEAST[field]), 9),
                random=round(max(random, RAREST_CHANCE), 9),
                household=round(max(relatives.share(field, level), 0.5 / max(relatives.pairs, 1)), 9),
                others=round(others_met, 4) if scales else None,
                cap=CAPS.get(level, 0) if field == "name" else 0,
                common_name=means[NAME_FREQUENCIES[level]] if field == "name" and level in CAPS else 1.0,
            )
    return Model(version, 0.8, 0.4, fields, about)


@dataclass(frozen=True)
class _Estimate:
    same: float | None
    random: float | None


def _linker(connection: duckdb.DuckDBPyConnection) -> Linker:
    """Splink over both tables, not trained yet."""
    connection.execute(f"CREATE OR REPLACE TABLE a_roll AS {flat_roll()}")
    everybody = "(SELECT *, 3 AS standing FROM residents)"
    connection.execute(f"CREATE OR REPLACE TABLE b_registry AS {flat_residents(everybody)}")
    api = DuckDBAPI(connection=connection)
    tables = [api.register(name, dataset_display_name=name) for name in ("a_roll", "b_registry")]
    return Linker(tables, settings(fields=FIELDS_TRAINED))


def _labels(connection: duckdb.DuckDBPyConnection, pairs: str) -> str:
    """Known pairs as Splink reads them."""
    table = f"{pairs}_labels"
    connection.execute(
        f"""CREATE OR REPLACE TABLE {table} AS SELECT 'a_roll' AS source_dataset_l, entry_id AS row_id_l,
            'b_registry' AS source_dataset_r, resident_id AS row_id_r FROM {pairs}"""
    )
    return table


def _estimates(linker: Linker) -> dict[str, dict[int, _Estimate]]:
    """What Splink learned, by field and our number of the level."""
    learned = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        field = comparison["output_column_name"]
        levels = {level["label_for_charts"]: level for level in comparison["comparison_levels"]}
        learned[field] = {
            level.value: _Estimate(levels[level.name].get("m_probability"), levels[level.name].get("u_probability"))
            for level in LEVELS[field]
            if level.name in levels
        }
    return learned


def _blocked(connection: duckdb.DuckDBPyConnection) -> tuple[Counts, Counts]:
    """Pairs of a sample of known rows with others than their person: with anybody, and with the person's household.

    ``pairs`` of the first are the rows, for what is wanted of it is how many others a row meets at a level.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE sampled AS SELECT roll.*, resident_id AS person
        FROM roll JOIN known_by_person USING (entry_id) ORDER BY hash(entry_id) LIMIT {SAMPLE}"""
    )
    connection.execute("CREATE OR REPLACE TABLE taken AS SELECT resident_id FROM residents WHERE false")
    rules = (*AREA_RULES, *NATION_RULES)
    strangers = f"""(SELECT c.entry_id, c.resident_id FROM ({candidates(rules, "sampled")}) AS c
        JOIN sampled ON sampled.entry_id = c.entry_id AND c.resident_id <> person)"""
    relatives = """(SELECT entry_id, r.resident_id FROM sampled JOIN residents AS p ON p.resident_id = person
        JOIN residents AS r ON r.kk = p.kk AND r.resident_id <> person)"""
    (rows,) = connection.execute("SELECT count(*) FROM sampled").fetchall()[0]
    met = _counts(connection, strangers)
    return Counts(rows, met.levels), _counts(connection, relatives)


def _counts(connection: duckdb.DuckDBPyConnection, pairs: str) -> Counts:
    connection.execute(f"CREATE OR REPLACE TABLE counted AS {compared(pairs_of(pairs), rule=EMPTY)}")
    (total,) = connection.execute("SELECT count(*) FROM counted").fetchall()[0]
    levels = {
        field: dict(connection.execute(f"SELECT {field}_level, count(*) FROM counted GROUP BY 1").fetchall())
        for field in FIELDS_TRAINED
    }
    return Counts(total, levels)


def _mean_frequencies(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The chance that two strangers share a name's spelling, sound or words, by the rarities that decide here."""
    means = {}
    for column, bits in FREQUENCIES.items():
        (mean,) = connection.execute(
            f"SELECT avg(power(2, -names.{bits} / 100.0)) FROM residents JOIN names USING (name_id)"
        ).fetchall()[0]
        means[column] = round(mean, 9)
    return means


def know_by_nik(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of known pairs: ``known`` by equal NIKs, ``known_by_person`` by name, birth date and village."""
    connection.execute(
        """CREATE OR REPLACE TABLE known AS SELECT entry_id, any_value(resident_id) AS resident_id
        FROM roll JOIN residents USING (nik) GROUP BY entry_id HAVING count(*) = 1"""
    )
    connection.execute(
        """CREATE OR REPLACE TABLE known_by_person AS
        SELECT entry_id, any_value(resident_id) AS resident_id
        FROM roll JOIN residents USING (name_id, birth_date, region) GROUP BY entry_id HAVING count(*) = 1"""
    )
