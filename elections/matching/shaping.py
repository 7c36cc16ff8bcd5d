"""SQL that turns the raw columns of an input into typed, compact ones, and marks cells that cannot be used.

Figures become whole numbers (a NIK takes 8 bytes instead of 32), so that a regency fits in memory.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Mapping

from elections.matching.policy import Policy
from elections.matching.relations import RESIDENTS, ROLL, Column, Kind

REGION = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}"
"""A kode wilayah of a village."""

YEAR_FIRST = r"[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}([ T]00:00(:00(\.0+)?)?)?"
DAY_FIRST = r"[0-9]{1,2}[|/.-][0-9]{1,2}[|/.-][0-9]{4}"

NO_FIGURES = r"[\s\pZ\p{Cf}.''\x{2019}-]"
"""What people and spreadsheets put between or around the figures of a number, none of which is part of it: blanks of
every kind, characters that cannot be seen, dots, dashes, and the apostrophe that makes a number text in Excel."""


def residents_in(relation: str, present: Mapping[str, str], policy: Policy) -> str:
    """SQL for the registry as typed columns. ``recorded`` and ``eligible``-ness facts are settled here, once."""
    recorded = ", ".join(f"'{state}'" for state in policy.recorded_states)
    return f"""
        SELECT TRY_CAST(resident_id AS BIGINT) AS resident_id,
            {sixteen_digits("nik")} AS nik,
            {sixteen_digits(_cell("kk_number", present))} AS kk,
            {_text("name")} AS name,
            {place_name(_cell("birth_place", present))} AS place,
            {birth_date(present)} AS birth_date,
            {sex()} AS sex,
            TRY_CAST({_cell("marital_status", present)} AS TINYINT) AS marital,
            {rt_rw(_cell("rt", present))} AS rt,
            {rt_rw(_cell("rw", present))} AS rw,
            {region()} AS region,
            TRY_CAST({_cell("occupation_code", present)} AS SMALLINT) AS occupation,
            TRY_CAST({_text("residency_status")} AS TINYINT) AS residency,
            nullif(trim({_cell("card_status", present)}), '') IN ({recorded}) AS recorded,
            {faults(RESIDENTS, present)} AS faults
        FROM {relation}"""


def roll_in(relation: str, present: Mapping[str, str]) -> str:
    """SQL for the roll as typed columns. ``nik_text`` holds what stands there instead of sixteen digits."""
    digits = bare("nik")
    return f"""
        SELECT TRY_CAST(entry_id AS BIGINT) AS entry_id,
            {sixteen_digits("nik")} AS nik,
            CASE WHEN NOT regexp_full_match(nik, '[0-9]{{16}}') AND length({digits}) > 0
                AND NOT regexp_full_match({digits}, '[0-9]{{16}}') THEN {digits} END AS nik_text,
            {sixteen_digits(_cell("kk_number", present))} AS kk,
            {_text("name")} AS name,
            {place_name(_cell("birth_place", present))} AS place,
            {birth_date(present)} AS birth_date,
            {sex()} AS sex,
            CASE trim({_cell("marital_status", present)}) WHEN 'B' THEN 1 WHEN 'S' THEN 2 WHEN 'P' THEN 3 END::TINYINT
                AS marital,
            {rt_rw(_cell("rt", present))} AS rt,
            {rt_rw(_cell("rw", present))} AS rw,
            {region()} AS region,
            {_cell("tps_number", present)} AS tps,
            {faults(ROLL, present)} AS faults
        FROM {relation}"""


def faults(columns: tuple[Column, ...], present: Mapping[str, str]) -> str:
    """SQL for a number whose n-th bit says that the cell of the n-th column cannot be used."""
    bits = [
        f"CASE WHEN {is_faulty(column, present)} THEN {1 << number} ELSE 0 END"
        for number, column in enumerate(columns)
        if column.name in present and can_be_faulty(column)
    ]
    return f"({' + '.join(bits)})::INTEGER"


def can_be_faulty(column: Column) -> bool:
    """Whether any cell of ``column`` can stop a comparison."""
    return column.kind is not Kind.TEXT or bool(column.allowed) or column.name == "region_code"


def is_faulty(column: Column, present: Mapping[str, str]) -> str:
    """SQL for whether a cell of ``column`` cannot be used; a blank is unknown, never faulty, but for a number."""
    text = f"nullif(trim({column.name}::VARCHAR), '')"
    if column.kind is Kind.IDENTIFIER:
        return f"coalesce(NOT regexp_full_match({text}, '-?[0-9]{{1,18}}'), true)"
    if column.kind is Kind.DATE:
        return f"({text} IS NOT NULL AND {birth_date(present)} IS NULL)" if is_text(column, present) else "false"
    if column.allowed:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        return f"coalesce({text} NOT IN ({allowed}), false)"
    return f"NOT coalesce(regexp_full_match({text}, '{REGION}'), true)"


def is_text(column: Column, present: Mapping[str, str]) -> bool:
    """Whether a column of dates comes as text."""
    return not present[column.name].startswith(("DATE", "TIMESTAMP"))


def form(column: Column) -> str:
    """SQL for how a cell looks, with 9 for every figure and A for every letter: it quotes nobody."""
    figures = f"regexp_replace(coalesce(trim({column.name}::VARCHAR), ''), '[0-9]', '9', 'g')"
    return f"left(regexp_replace(regexp_replace({figures}, '\\pL', 'A', 'g'), '[^9A /|.,:;+*-]', '?', 'g'), 20)"


def _cell(name: str, present: Mapping[str, str]) -> str:
    return name if name in present else "NULL::VARCHAR"


def _text(name: str) -> str:
    return f"nullif(trim({name}), '')"


def sixteen_digits(number: str) -> str:
    """SQL for a NIK or KK number as a whole number, without what is not part of it; NULL unless 16 digits."""
    return f"""CASE WHEN regexp_full_match({number}, '[0-9]{{16}}') THEN {number}::BIGINT
                WHEN regexp_full_match({bare(number)}, '[0-9]{{16}}') THEN {bare(number)}::BIGINT END"""


def bare(number: str) -> str:
    """SQL for a number without what is not part of it."""
    return f"regexp_replace({number}, '{NO_FIGURES}', '', 'g')"


def place_name(place: str) -> str:
    """SQL for a birth place in capitals without its level ("KAB. MOJOKERTO" and "MOJOKERTO" are one word on cards)."""
    upper = f"upper(trim({place}))"
    return f"""nullif(CASE WHEN regexp_full_match({place}, '[A-JL-Z][A-Z]*') THEN {place}
                ELSE regexp_replace(regexp_replace({upper}, '^(KABUPATEN|KAB|KOTA|KOTAMADYA|KODYA)[. ]+', ''),
                    '[^A-Z]', '', 'g') END, '')"""


def birth_date(present: Mapping[str, str]) -> str:
    """SQL for the birth date; text that is no date gives NULL.

    Year first, or day first as forms are filled in ("01|08|1990"): the year of four figures tells which. Month first is
    written by nobody here, and a list made so by a spreadsheet is refused at its first day after the 12th.
    """
    if present["birth_date"].startswith(("DATE", "TIMESTAMP")):
        return "birth_date::DATE"
    text = _text("birth_date")
    return f"""CASE WHEN regexp_full_match({text}, '{YEAR_FIRST}') THEN TRY_CAST({text} AS DATE)
                WHEN regexp_full_match({text}, '{DAY_FIRST}')
                    THEN try_strptime(regexp_replace({text}, '[^0-9]', '-', 'g'), '%d-%m-%Y')::DATE END"""


def sex() -> str:
    """SQL for the sex: 1 for L, 2 for P."""
    return "CASE trim(sex) WHEN 'L' THEN 1 WHEN 'P' THEN 2 END::TINYINT"


def rt_rw(number: str) -> str:
    """SQL for RT or RW as a number; 000 is blank."""
    return f"nullif(TRY_CAST({number} AS SMALLINT), 0)"


def region() -> str:
    """SQL for a village code as a whole number of ten digits."""
    return "TRY_CAST(replace(trim(region_code), '.', '') AS BIGINT)"
