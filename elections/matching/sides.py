"""The columns of one row of a pair that conditions may use: as they read in DuckDB, and as columns in Splink."""

from collections.abc import Mapping


def is_placeholder(day: str) -> str:
    """SQL for whether a date is one that clerks enter when they know the year only."""
    return f"(month({day}) * 100 + day({day}) IN (101, 701, 1231))"


ROW_COLUMNS: Mapping[str, str] = {
    "nik": "{}.nik",
    "nik_text": "{}.nik_text",
    "nik_fault": "{}.nik_fault",
    "nik_head": "{}.nik_head",
    "nik_front": "{}.nik // 100000000",
    "nik_back": "{}.nik % 100000000",
    "nik_area": "{}.nik // 10000000000",
    "nik_tail": "{}.nik_tail",
    "nik_last": "{}.nik % 1000000",
    "nik_serial": "{}.nik % 10000",
    "nik_digits": "substr(({}.nik + 10000000000000000)::VARCHAR, 2)",
    "nik_shown": "regexp_extract({}.nik_text, '^[0-9]*')",
    "nik_shown_pattern": "regexp_extract({}.nik_text, '^[0-9]*') || '%'",
    "kk": "{}.kk",
    "kk_head": "{}.kk // 10000",
    "kk_front": "{}.kk // 100000000",
    "kk_back": "{}.kk % 100000000",
    "kk_area": "{}.kk // 10000000000",
    "kk_last": "{}.kk % 1000000",
    "kk_digits": "substr(({}.kk + 10000000000000000)::VARCHAR, 2)",
    "name_id": "{}.name_id",
    "birth_date": "{}.birth_date",
    "birthday": "{}.birthday",
    "year": "year({}.birth_date)",
    "month": "month({}.birth_date)",
    "day": "day({}.birth_date)",
    "date_digits": "strftime({}.birth_date, '%Y%m%d')",
    "is_placeholder": is_placeholder("{0}.birth_date"),
    "sex": "{}.sex",
    "place": "{}.place",
    "place_pattern": "{}.place || '%'",
    "place_is_common": "{}.place_is_common",
    "region": "{}.region",
    "district": "{}.region // 10000",
    "regency": "{}.regency",
    "rt": "{}.rt",
    "rw": "{}.rw",
    "marital": "{}.marital",
    "standing": "{}.standing",
}
"""Columns of a resident or an entry; {} is the alias of its table."""

CUT_LENGTH = 18
"""From this many letters on a name may have been cut off by the width of a form."""

NAME_COLUMNS: Mapping[str, str] = {
    **{
        column: "{}." + column
        for column in (
            *("norm", "sound", "order_key", "joined_key", "first_key", "last_key", "word_count", "has_initial"),
            *("norm_bits", "sound_bits", "spelled_bits"),
        )
    },
    "marked": "'<' || replace({}.norm, ' ', '><') || '>'",
    "shortened_pattern": (
        "'%<' || replace(regexp_replace({0}.norm, '\\b([A-Z]{{1,2}})\\b', '\\1%', 'g'), ' ', '>%<') "
        "|| CASE WHEN length({0}.norm) >= " + str(CUT_LENGTH) + " THEN '%' ELSE '>%' END"
    ),
}
"""Columns of a distinct name; {} is the alias of its keys."""


class Side:
    """One row of a pair: ``side.nik`` is the SQL that reads that column."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        # In brackets, so that they may stand anywhere in a condition.
        self._columns = {column: _closed(expression) for column, expression in columns.items()}

    def __getattr__(self, column: str) -> str:
        try:
            return self._columns[column]
        except KeyError:
            raise AttributeError(column) from None


def tables(row: str, name: str) -> Side:
    """The columns in DuckDB, from a row under the alias ``row`` and its name's keys under ``name``."""
    of_row = {column: expression.format(row) for column, expression in ROW_COLUMNS.items()}
    return Side({**of_row, **{column: expression.format(name) for column, expression in NAME_COLUMNS.items()}})


def suffixed(suffix: str) -> Side:
    """The columns in Splink, where both rows stand beside each other: ``nik_l`` and ``nik_r``."""
    return Side({column: f"{column}_{suffix}" for column in (*ROW_COLUMNS, *NAME_COLUMNS)})


def _closed(expression: str) -> str:
    return expression if expression.replace(".", "").replace("_", "").isalnum() else f"({expression})"
