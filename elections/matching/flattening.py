"""Both tables as Splink and Spark read them: one row with every column that conditions and blocking rules use."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.sides import NAME_COLUMNS, ROW_COLUMNS, tables
from elections.matching.splink_settings import NAME_FREQUENCIES

HASHES = ("order_key", "joined_key", "first_key", "last_key")
"""Columns of 64 bits without a sign, which Spark does not have."""

FREQUENCIES = {"norm": "norm_bits", "order_key": "sound_bits", "name_id": "spelled_bits"}
"""A column of names and the rarity of its values."""


def flat_roll(entries: str = "roll") -> str:
    """SQL for the rows of a table like ``roll``; what only residents have is blank."""
    return _flat(entries, "e", "entry_id", lacking=("standing",))


def flat_residents(residents: str) -> str:
    """SQL for residents with their ``standing``; what only the roll has is blank."""
    lacking = ("nik_text", "nik_fault", "nik_shown", "nik_shown_pattern")
    return _flat(residents, "r", "resident_id", lacking=lacking)


def _flat(table: str, alias: str, identifier: str, *, lacking: tuple[str, ...]) -> str:
    side = tables(alias, "n")
    columns = ", ".join(
        f"{_blank(column) if column in lacking else _read(column, getattr(side, column))} AS {column}"
        for column in (*ROW_COLUMNS, *NAME_COLUMNS)
    )
    return f"""SELECT {alias}.{identifier} AS row_id, {columns}
            FROM {table} AS {alias} LEFT JOIN names AS n ON n.name_id = {alias}.name_id"""


def _blank(column: str) -> str:
    return "NULL::TINYINT" if column == "standing" else "NULL::VARCHAR"


def _read(column: str, expression: str) -> str:
    return f"({expression} >> 1)::BIGINT" if column in HASHES else expression


def frequencies(column: str) -> str:
    """SQL for Splink's term frequencies of a column of names, from the rarities that decide here."""
    bits = FREQUENCIES[column]
    value = _read(column, column)
    return f"""SELECT {value} AS {column}, power(2, -min({bits}) / 100.0) AS tf_{column}
            FROM names WHERE {column} IS NOT NULL GROUP BY {column}"""


FREQUENCY_COLUMNS = tuple(dict.fromkeys(NAME_FREQUENCIES.values()))
