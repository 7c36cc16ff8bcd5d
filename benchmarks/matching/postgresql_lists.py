"""Both lists in PostgreSQL with the keys of our engine: the SQL of reading and normalising, each distinct name once."""

from __future__ import annotations

import re

from elections.matching import keying, names, normalising
from elections.matching.nik_rule import fault
from elections.matching.policy import Policy
from elections.matching.sides import NAME_COLUMNS

FUNCTIONS = (
    "year(d date) RETURNS int RETURN extract(year FROM d)",
    "month(d date) RETURNS int RETURN extract(month FROM d)",
    "day(d date) RETURNS int RETURN extract(day FROM d)",
    "strftime(d date, f text) RETURNS text RETURN to_char(d, 'YYYYMMDD')",
    "contains(t text, part text) RETURNS boolean RETURN strpos(t, part) > 0",
    "regexp_extract(t text, p text) RETURNS text RETURN substring(t FROM p)",
    "regexp_full_match(t text, p text) RETURNS boolean RETURN t ~ ('^(?:' || p || ')$')",
    "strip_accents(t text) RETURNS text RETURN translate(t, 'áàâäéèêëíìîïóòôöúùûüñç', 'aaaaeeeeiiiioooouuuunc')",
    "jaro_winkler_similarity(a text, b text) RETURNS float RETURN 0.7 + 0.3 * similarity(a, b)",
    "letters(t text) RETURNS text RETURN (SELECT string_agg(c, '' ORDER BY c) FROM regexp_split_to_table(t, '') AS c)",
    """damerau_levenshtein(a text, b text) RETURNS int RETURN CASE levenshtein_less_equal(a, b, 2)
        WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 2 THEN CASE WHEN length(a) = length(b) AND letters(a) = letters(b)
        THEN 1 ELSE 2 END ELSE 3 END""",
)
"""What our conditions ask of DuckDB, in PostgreSQL's words.

Jaro-Winkler is trigram similarity brought to the same scale, as pg_trgm is what PostgreSQL has; two exchanged letters
are a Levenshtein distance of two with the same letters.
"""

RAW = {
    "residents": (
        *("resident_id", "nik", "kk_number", "name", "birth_place", "birth_date", "sex", "marital_status"),
        *("rt", "rw", "region_code", "occupation_code", "residency_status"),
    ),
    "roll": (
        *("entry_id", "nik", "kk_number", "name", "birth_place", "birth_date", "sex", "marital_status"),
        *("rt", "rw", "region_code"),
    ),
}
"""The columns that are copied in, as text."""


def statements(policy: Policy) -> list[str]:
    """Return what makes ``names``, ``places``, ``residents`` and ``roll`` of the tables that were copied in."""
    return [
        _table("residents_in", f"SELECT resident_id::bigint, {_typed()}, {_STATES} FROM raw_residents"),
        _table("roll_in", f"SELECT entry_id::bigint, {_nik_text()} AS nik_text, {_typed()} FROM raw_roll"),
        *(f"DROP TABLE raw_{role}" for role in RAW),
        _table("name_list", _NAME_LIST),
        _table("name_words", _name_words()),
        _table("words", _words()),
        _table("name_keys", _name_keys()),
        "ANALYZE",
        _table("names", _names()),
        _table("places", _PLACES),
        _table("twins", keying.twins()),
        "CREATE UNIQUE INDEX ON names (name_id)",
        "ANALYZE",
        _table("residents", _residents(policy)),
        _table("roll", _roll()),
        "ANALYZE",
    ]


def _table(name: str, query: str) -> str:
    return f"CREATE UNLOGGED TABLE {name} AS {duckdb_to_postgresql(query)}"


def duckdb_to_postgresql(sql: str) -> str:
    """Return SQL of our engine with PostgreSQL's operators and types."""
    for ours, theirs in (("//", "/"), ("\\b", "\\y"), ("::TINYINT", "::smallint"), ("::INTEGER", "::int")):
        sql = sql.replace(ours, theirs)
    return re.sub(r"INTERVAL (\d+) YEAR", r"INTERVAL '\1 year'", sql)


_STATES = """nullif(occupation_code, '')::smallint AS occupation, nullif(residency_status, '')::smallint AS residency"""


def _digits(number: str) -> str:
    bare = rf"regexp_replace({number}, '[\s.-]', '', 'g')"
    return f"""CASE WHEN {number} ~ '^[0-9]{{16}}$' THEN {number}::bigint
                WHEN {bare} ~ '^[0-9]{{16}}$' THEN {bare}::bigint END"""


def _nik_text() -> str:
    bare = r"regexp_replace(nik, '[\s.-]', '', 'g')"
    return f"CASE WHEN {bare} !~ '^[0-9]{{16}}$' THEN nullif({bare}, '') END"


def _typed() -> str:
    """The columns of both lists."""
    place = "regexp_replace(upper(trim(birth_place)), '^(KABUPATEN|KAB|KOTA|KOTAMADYA|KODYA)[. ]+', '')"
    return f"""
        {_digits("nik")} AS nik, {_digits("kk_number")} AS kk, nullif(trim(name), '') AS name,
        nullif(regexp_replace({place}, '[^A-Z]', '', 'g'), '') AS place, nullif(birth_date, '')::date AS birth_date,
        CASE sex WHEN 'L' THEN 1 WHEN 'P' THEN 2 END::smallint AS sex,
        CASE marital_status WHEN 'B' THEN 1 WHEN 'S' THEN 2 WHEN 'P' THEN 3 ELSE nullif(marital_status, '')::smallint
            END AS marital,
        nullif(substring(rt FROM '^[0-9]+$')::smallint, 0) AS rt,
        nullif(substring(rw FROM '^[0-9]+$')::smallint, 0) AS rw, replace(region_code, '.', '')::bigint AS region"""


_NAME_LIST = """
    SELECT row_number() OVER ()::int AS name_id, name, sum(holders)::int AS holders
    FROM (SELECT name, count(*) AS holders FROM residents_in WHERE name IS NOT NULL GROUP BY name
        UNION ALL SELECT DISTINCT name, 0 FROM roll_in WHERE name IS NOT NULL) AS both_lists
    GROUP BY name"""


def _name_words() -> str:
    """One row per word of a name, without titles unless only initials would be left."""
    leading, trailing = (normalising.in_list(titles) for titles in (names.LEADING_TITLES, names.TRAILING_TITLES))
    return f"""
        SELECT name_id, holders, spot, word
        FROM (SELECT *, bool_or(NOT is_title AND length(word) > 1) OVER (PARTITION BY name_id) AS may_lose_titles
            FROM (SELECT *, bool_and(word IN {leading}) OVER (PARTITION BY name_id ORDER BY spot)
                    OR bool_and(word IN {trailing}) OVER (PARTITION BY name_id ORDER BY spot DESC) AS is_title
                FROM (SELECT name_id, holders, {normalising.cleaned("name")} AS cleaned FROM name_list) AS n,
                    unnest(string_to_array(cleaned, ' ')) WITH ORDINALITY AS w (word, spot)
                WHERE word <> '') AS titled) AS judged
        WHERE NOT (is_title AND may_lose_titles)"""


def _rarity(holders: str) -> str:
    everyone = "(SELECT greatest(count(*), 2) FROM residents_in)"
    grain = normalising.GRAIN
    bits = f"round(100 * log(2.0, {everyone}::numeric / greatest({holders}, 1)) / {grain}) * {grain}"
    return f"least({normalising.RAREST}, {bits})::int"


def _words() -> str:
    weak = normalising.in_list(names.WEAK_WORDS)
    return f"""
        SELECT word, form, {normalising.sound("form")} AS sound, form IN {weak} OR length(word) = 1 AS is_weak,
            CASE length(word) WHEN 1 THEN 300 WHEN 2 THEN 500 ELSE {_rarity("holders")} END AS bits
        FROM (SELECT word, {normalising.full_form("word")} AS form, sum(holders) AS holders
            FROM name_words GROUP BY word) AS w"""


def _name_keys() -> str:
    key = "hashtextextended({}, 0)"
    last = "(array_agg(sound ORDER BY is_weak, CASE WHEN is_weak THEN spot ELSE -spot END))[1]"
    return f"""
        SELECT name_id, max(holders) AS holders, string_agg(form, ' ' ORDER BY spot) AS norm,
            string_agg(sound, '' ORDER BY spot) AS sound,
            {key.format("string_agg(sound, ' ' ORDER BY sound)")} AS order_key,
            {key.format("string_agg(word, '' ORDER BY spot)")} AS joined_key,
            {key.format("(array_agg(sound ORDER BY is_weak, spot))[1]")} AS first_key,
            {key.format(last)} AS last_key, count(*) AS word_count, min(length(word)) = 1 AS has_initial,
            least({_rarity("1")}, sum(bits))::int AS spelled_bits
        FROM name_words JOIN words USING (word) GROUP BY name_id"""


def _names() -> str:
    made = {column: NAME_COLUMNS[column].format("k") for column in ("marked", "shortened_pattern")}
    columns = ", ".join(f"{expression} AS {column}" for column, expression in made.items())
    return f"""
        SELECT k.*, n.bits AS norm_bits, s.bits AS sound_bits, {columns} FROM name_keys AS k
        JOIN (SELECT norm, {_rarity("sum(holders)")} AS bits FROM name_keys GROUP BY norm) AS n USING (norm)
        JOIN (SELECT order_key, {_rarity("sum(holders)")} AS bits FROM name_keys GROUP BY order_key) AS s
            USING (order_key)"""


_PLACES = f"""
    SELECT *, holders > {keying.COMMON_PLACE} * everyone AS is_common
    FROM (SELECT place, count(*) AS holders, sum(count(*)) OVER () AS everyone
        FROM residents_in WHERE place IS NOT NULL GROUP BY place) AS p"""

_NAMED = "LEFT JOIN name_list USING (name) LEFT JOIN names USING (name_id)"


def _residents(policy: Policy) -> str:
    return f"""
        SELECT resident_id, nik, nik / 10000 AS nik_head, nik % 10000000000 AS nik_tail,
            {keying.usable_kk("i.kk")} AS kk, {keying.keys()}, norm_bits, i.place,
            coalesce(places.is_common, false) AS place_is_common, twins.kk IS NOT NULL AS has_twin, marital,
            coalesce({keying.is_expected(policy)}, false) AS expected
        FROM residents_in AS i {_NAMED} LEFT JOIN places ON places.place = i.place
        LEFT JOIN twins ON twins.kk = i.kk AND twins.birth_date = i.birth_date"""


def _roll() -> str:
    return f"""
        SELECT entry_id, nik, nik_text, {fault("nik", "nik_text")} AS nik_fault,
            coalesce(nik / 10000, substring(nik_text FROM '^[0-9]{{12}}')::bigint) AS nik_head,
            nik % 10000000000 AS nik_tail, {keying.usable_kk("i.kk")} AS kk, {keying.keys()}, i.place,
            false AS place_is_common, marital
        FROM roll_in AS i {_NAMED}"""
