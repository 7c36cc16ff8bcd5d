"""Splink 5 as its own guide tells: every row compared, u by random sampling, m by expectation-maximisation.

The names are cleaned as a user would who knows nothing of this project: capitals, single spaces. No NIK shortcut; the
NIK is one comparison and one blocking rule among others. The best match of a row counts from a chance of .95 on.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.matching.meter import Meter

SURE = 0.95
RECALL_OF_NIK = 0.9
"""A guess of how many true pairs share their NIK, from which Splink reckons how many pairs are true."""

RULES = (
    block_on("nik"),
    block_on("name", "birth_date"),
    block_on("region_code", "birth_date"),
    block_on("name", "region_code"),
    block_on("kk_number"),
)

EM_RULES = (block_on("name", "birth_date"), block_on("birth_date", "region_code"), block_on("nik"))
"""Each field is left free by one of them. A rule of the name alone takes more than 500 CPU seconds for a regency."""

COMPARISONS = [
    cl.LevenshteinAtThresholds("nik", [1, 2]),
    cl.NameComparison("name").configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison("birth_date", input_is_string=False),
    cl.JaroWinklerAtThresholds("birth_place", [0.9]).configure(term_frequency_adjustments=True),
    cl.LevenshteinAtThresholds("kk_number", [1]),
    cl.ExactMatch("sex"),
    cl.ExactMatch("region_code").configure(term_frequency_adjustments=True),
    cl.ExactMatch("rt"),
    cl.ExactMatch("rw"),
]

COLUMNS = ("nik", "name", "birth_date", "birth_place", "kk_number", "sex", "region_code", "rt", "rw")


def link(lists: Path, out: Path, meter: Meter, _area: str) -> None:
    with duckdb.connect(config={"threads": 2, "memory_limit": "10GB", "temp_directory": str(out)}) as database:
        meter.phase("reading")
        api = DuckDBAPI(connection=database)
        tables = [
            api.register(_table(database, lists, "a_roll", "entry_id")),
            api.register(_table(database, lists, "b_residents", "resident_id")),
        ]
        linker = Linker(tables, _settings(database), log_level=None)
        meter.phase("training")
        _train(linker)
        meter.phase("predicting")
        predicted = linker.inference.predict(threshold_match_probability=SURE)
        meter.phase("choosing")
        database.execute(
            f"""COPY (SELECT row_id_l AS entry_id, row_id_r AS resident_id FROM {predicted.physical_name}
                QUALIFY row_number() OVER (PARTITION BY row_id_l ORDER BY match_weight DESC, row_id_r) = 1)
            TO '{out}/links.parquet'"""
        )


def _table(database: duckdb.DuckDBPyConnection, lists: Path, name: str, identifier: str) -> str:
    """Read a list into a table; blanks are unknown."""
    file = {"a_roll": "roll", "b_residents": "residents"}[name]
    text = {column: f"nullif(trim({column}), '')" for column in COLUMNS if column != "birth_date"}
    text["name"] = "nullif(regexp_replace(upper(trim(name)), ' +', ' ', 'g'), '')"
    columns = ", ".join(f"{text.get(column, column)} AS {column}" for column in COLUMNS)
    database.execute(f"CREATE TABLE {name} AS SELECT {identifier} AS row_id, {columns} FROM '{lists}/{file}.parquet'")
    return name


def _settings(database: duckdb.DuckDBPyConnection) -> SettingsCreator:
    """Return the settings without the family card where the roll has none, as in the hard profile."""
    known = {
        column: bool(database.execute(f"SELECT count({column}) FROM a_roll").fetchall()[0][0]) for column in COLUMNS
    }
    unknown = [column for column, is_known in known.items() if not is_known]
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="row_id",
        comparisons=[each for each in COMPARISONS if str(each.create_output_column_name()) not in unknown],
        blocking_rules_to_generate_predictions=list(RULES),
        retain_matching_columns=False,
    )


def _train(linker: Linker) -> None:
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("nik")], recall=RECALL_OF_NIK)
    training.estimate_u_using_random_sampling(max_pairs=10_000_000, seed=2020)
    for rule in EM_RULES:
        training.estimate_parameters_using_expectation_maximisation(rule)
