"""Learns a model with Splink: u by random sampling, m from pairs that are known to be one person.

No expectation-maximisation: on the rows whose NIK fails it drifts. The known pairs come from equal NIKs (of which a few
in a thousand join two people, which keeps the model from being too sure) and from decisions at the review desk. How
NIKs agree is learned from pairs that are known without the NIK. Levels that a random sample hardly ever sees are
counted among the pairs of the blocking rules instead.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from elections.matching.blocking import AREA_RULES, NATION_RULES, candidates
from elections.matching.comparing import FIELDS
from elections.matching.contexts import CONTEXTS, Context
from elections.matching.flattening import FREQUENCIES, flat_residents, flat_roll
from elections.matching.model import Chances, Model
from elections.matching.pairing import compared, pairs_of
from elections.matching.splink_settings import NAME_FREQUENCIES, settings
from elections.matching.vocabulary import LEVELS, AreaLevel, KkLevel, NameLevel, NikLevel

RANDOM_PAIRS = 20_000_000
SEEN_OFTEN_ENOUGH = 200
"""A chance from fewer random pairs than this is counted among the pairs of the blocking rules instead."""

SAMPLE = 20_000
"""Rows of the roll whose blocked pairs are counted."""

KNOWN_ENOUGH = 1000
"""A field that is filled in fewer known pairs than this keeps the chances of the model before."""

LEAST: Mapping[str, float] = {
    "nik": 0.0005,
    "name": 0.0005,
    "birth_date": 0.001,
    "sex": 0.001,
    "birth_place": 0.01,
    "kk_number": 0.02,
    "area": 0.01,
    "rt_rw": 0.02,
    "marital_status": 0.02,
}
"""A level is never rarer than this among rows of one person: what changes in a life, or differs from clerk to clerk,
may be rarer in the lists that were learned from than in the next."""

RAREST = 1e-7
"""Nor is any level rarer than this among strangers."""

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

FOUND_SHARE = 0.8
RELATIVES_OF_ABSENT = 0.4
"""See `model.Model`. By hand: no list says who is missing from it."""

UNJUDGED: Mapping[str, tuple[IntEnum, ...]] = {"kk_number": (KkLevel.ELSEWHERE,)}
"""Levels that say nothing: another field has said it."""

SECOND_ROWS: Mapping[IntEnum, float] = {
    AreaLevel.VILLAGE: 0.5,
    AreaLevel.DISTRICT: 0.2,
    AreaLevel.REGENCY: 0.2,
    AreaLevel.OTHER: 0.1,
}
"""Where a person's second row stands: by hand, as doubles on rolls are mostly people who moved."""

BORROWED = 20
"""Pairs of strangers that are added to the relatives in a context."""

FIELDS_LEARNED = tuple(field for field in FIELDS if field != "standing")


@dataclass(frozen=True)
class Shares:
    """How many pairs of a kind there are, and by field and level how many of them have the level, or what share."""

    pairs: int
    levels: Mapping[str, Mapping[int, float]]

    def of(self, field: str, level: IntEnum) -> float:
        """The share of a level among the pairs that are judged by the field."""
        unjudged = {0, *UNJUDGED.get(field, ())}
        judged = sum(share for number, share in self.levels[field].items() if number not in unjudged)
        return self.levels[field].get(level.value, 0.0) / judged if judged else 0.0


@dataclass(frozen=True)
class Learned:
    """What was counted: pairs of one person (by NIK, and without it), strangers, what a row meets, relatives."""

    same: Shares
    same_without_nik: Shares
    random: Shares
    met: Shares
    relatives: Shares
    in_context: Mapping[str, tuple[Shares, Shares]]
    common_names: Mapping[str, float]
    residents: int


def learn(
    connection: duckdb.DuckDBPyConnection, *, version: str, about: Mapping[str, Any], before: Model | None, seed: int
) -> Model:
    """Return a model of the prepared tables, and of ``known`` and ``known_by_person``: pairs that are one person.

    ``before`` gives the chances of fields that are blank in these lists. The same tables and seed give the same model.
    """
    learned = _learned(connection, seed)
    fields: dict[str, Mapping[IntEnum, Chances]] = {}
    for field in FIELDS_LEARNED:
        filled = sum(share for number, share in learned.same.levels[field].items() if number)
        if before is not None and filled * learned.same.pairs < KNOWN_ENOUGH:
            fields[field] = before.fields[field]
        else:
            fields[field] = {
                level: _chances(field, level, learned)
                for level in LEVELS[field]
                if level.value and level not in UNJUDGED.get(field, ())
            }
        for context in _learned_contexts(field):
            fields[context.name] = {
                level: _chances_in(context, field, level, learned) for level in LEVELS[field] if level.value
            }
    fields["area_taken"] = {
        level: replace(chances, same=SECOND_ROWS[level]) for level, chances in fields["area"].items()
    }
    return Model(version, FOUND_SHARE, RELATIVES_OF_ABSENT, fields, about)


def _chances(field: str, level: IntEnum, learned: Learned) -> Chances:
    same = (learned.same_without_nik if field == "nik" else learned.same).of(field, level)
    met = learned.met.levels[field].get(level.value, 0) / max(learned.met.pairs, 1)
    random = learned.random.of(field, level)
    if learned.random.levels[field].get(level.value, 0.0) * RANDOM_PAIRS < SEEN_OFTEN_ENOUGH:
        random = max(random, met / learned.residents)
    scales = level in PER_REGISTRY.get(field, ())
    others = max(learned.random.levels[field].get(level.value, 0.0) * learned.residents, met, 0.0005)
    named = field == "name" and level in CAPS
    return Chances(
        same=round(max(same, LEAST[field]), 9),
        random=round(max(random, RAREST), 9),
        household=round(max(learned.relatives.of(field, level), 0.5 / max(learned.relatives.pairs, 1)), 9),
        others=round(others, 4) + (level is NikLevel.EQUAL) if scales else None,
        cap=CAPS[level] if named else 0,
        common_name=learned.common_names[NAME_FREQUENCIES[level]] if named else 1.0,
    )


def _learned_contexts(field: str) -> tuple[Context, ...]:
    """The contexts of a field that lists tell about; who has the resident already is known in a run only."""
    return tuple(context for context in CONTEXTS.get(field, ()) if context.least)


def _chances_in(context: Context, field: str, level: IntEnum, learned: Learned) -> Chances:
    """The chances of a level where the context holds: of strangers and relatives who are alike in it."""
    strangers, relatives = learned.in_context[context.name]
    same = max(learned.same_without_nik.of(field, level), LEAST[field])
    random = _smoothed(strangers, field, level)
    # Too few relatives are alike to count each level: what they lack is taken from strangers.
    household = (relatives.of(field, level) * relatives.pairs + random * BORROWED) / (relatives.pairs + BORROWED)
    return Chances(same=round(same, 9), random=round(random, 9), household=round(household, 9))


def _smoothed(shares: Shares, field: str, level: IntEnum) -> float:
    return (shares.of(field, level) * shares.pairs + 0.5) / (shares.pairs + 1)


def _learned(connection: duckdb.DuckDBPyConnection, seed: int) -> Learned:
    same, random = _by_splink(connection, "known", seed)
    without_nik, _ = _by_splink(connection, "known_by_person", None)
    met, relatives = _blocked(connection)
    (residents,) = connection.execute("SELECT greatest(count(*), 1) FROM residents").fetchall()[0]
    in_context = {
        context.name: _alike(connection, context) for field in CONTEXTS for context in _learned_contexts(field)
    }
    return Learned(same, without_nik, random, met, relatives, in_context, _common_names(connection), residents)


def _by_splink(connection: duckdb.DuckDBPyConnection, known: str, seed: int | None) -> tuple[Shares, Shares]:
    """Shares of levels among the known pairs (m), and among random ones (u; nothing without a seed)."""
    connection.execute(f"CREATE OR REPLACE TABLE a_roll AS {flat_roll()}")
    everybody = "(SELECT *, 3 AS standing FROM residents)"
    connection.execute(f"CREATE OR REPLACE TABLE b_registry AS {flat_residents(everybody)}")
    api = DuckDBAPI(connection=connection)
    tables = [api.register(name, dataset_display_name=name) for name in ("a_roll", "b_registry")]
    with _quietly():
        linker = Linker(tables, settings(fields=FIELDS_LEARNED))
        if seed is not None:
            linker.training.estimate_u_using_random_sampling(RANDOM_PAIRS, seed=seed, min_count_per_level=None)
        linker.training.estimate_m_from_pairwise_labels(_labels(connection, known))
    (pairs,) = connection.execute(f"SELECT count(*) FROM {known}").fetchall()[0]
    return _estimates(linker, "m", pairs), _estimates(linker, "u", RANDOM_PAIRS)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without Splink's own words: which levels it never saw is told by the model."""
    told = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(told)


def _labels(connection: duckdb.DuckDBPyConnection, pairs: str) -> str:
    """Known pairs as Splink reads them."""
    table = f"{pairs}_labels"
    connection.execute(
        f"""CREATE OR REPLACE TABLE {table} AS SELECT 'a_roll' AS source_dataset_l, entry_id AS row_id_l,
            'b_registry' AS source_dataset_r, resident_id AS row_id_r FROM {pairs}"""
    )
    return table


def _estimates(linker: Linker, which: str, pairs: int) -> Shares:
    """What Splink learned, by field and our number of the level; a level that it never saw has none."""
    levels: dict[str, dict[int, float]] = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        field = comparison["output_column_name"]
        of_field = {level["label_for_charts"]: level for level in comparison["comparison_levels"]}
        shares = {level.value: of_field[level.name].get(f"{which}_probability") for level in LEVELS[field]}
        levels[field] = {number: share for number, share in shares.items() if share is not None}
    return Shares(pairs, levels)


def _blocked(connection: duckdb.DuckDBPyConnection) -> tuple[Shares, Shares]:
    """Counts of a sample of known rows with others than their person: with anybody, and with the person's household.

    ``pairs`` of the first are the rows, for what is wanted of it is how many others a row meets at a level.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE sampled AS SELECT roll.*, resident_id AS person
        FROM roll JOIN known_by_person USING (entry_id) ORDER BY hash(entry_id) LIMIT {SAMPLE}"""
    )
    connection.execute("CREATE OR REPLACE TABLE taken AS SELECT resident_id FROM residents WHERE false")
    rules = (*AREA_RULES, *NATION_RULES)
    met = f"""(SELECT c.entry_id, c.resident_id FROM ({candidates(rules, "sampled")}) AS c
        JOIN sampled ON sampled.entry_id = c.entry_id AND c.resident_id <> person)"""
    (rows,) = connection.execute("SELECT count(*) FROM sampled").fetchall()[0]
    return Shares(rows, _counts(connection, met).levels), _counts(connection, RELATIVES)


RELATIVES = """(SELECT entry_id, r.resident_id FROM sampled JOIN residents AS p ON p.resident_id = person
        JOIN residents AS r ON r.kk = p.kk AND r.resident_id <> person)"""
"""The sampled rows with their person's household."""

SAME_BIRTH = """(SELECT entry_id, r.resident_id FROM sampled JOIN residents AS r
        ON r.birth_date = sampled.birth_date AND r.sex = sampled.sex AND r.resident_id <> person
        JOIN residents AS p ON p.resident_id = person AND p.kk IS DISTINCT FROM r.kk)"""
"""The sampled rows with strangers born on the same day."""


def _alike(connection: duckdb.DuckDBPyConnection, context: Context) -> tuple[Shares, Shares]:
    """Strangers and relatives for whom the context holds."""
    where = context.condition()
    return _counts(connection, SAME_BIRTH, where), _counts(connection, RELATIVES, where)


def _counts(connection: duckdb.DuckDBPyConnection, pairs: str, where: str = "true") -> Shares:
    no_rule = "''"
    query = f"SELECT * FROM ({compared(pairs_of(pairs), rule=no_rule)}) WHERE {where}"
    connection.execute(f"CREATE OR REPLACE TABLE counted AS {query}")
    (total,) = connection.execute("SELECT count(*) FROM counted").fetchall()[0]
    levels = {
        field: dict(connection.execute(f"SELECT {field}_level, count(*) FROM counted GROUP BY 1").fetchall())
        for field in FIELDS_LEARNED
    }
    return Shares(total, levels)


def _common_names(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The chance that two strangers share a name's spelling, sound or words, by the rarities that decide here."""
    means = {}
    for column, bits in FREQUENCIES.items():
        (mean,) = connection.execute(
            f"SELECT avg(power(2, -names.{bits} / 100.0)) FROM residents JOIN names USING (name_id)"
        ).fetchall()[0]
        means[column] = round(mean or 1.0, 9)
    return means
