"""A pair of rows to a level per field.

Costly string distances stand behind cheap tests: whole numbers before hamming, hamming before Damerau, keys before
Jaro-Winkler.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.vocabulary import (
    AreaLevel,
    DateLevel,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    PlaceLevel,
    RtLevel,
    SexLevel,
)

TWIN_SERIALS = 3
"""Serials this near, after the same area, date and sex, are given to twins and to neighbours in the line."""

CUT_LENGTH = 18
"""From this many letters on a name may have been cut off by the width of a form."""


def compared(pairs: str, *, rule: str) -> str:
    """SQL for pairs with their levels. ``pairs`` is a FROM clause with ``e``, the roll, and ``r``, the registry.

    Names are looked up only where the two are not letter for letter the same.
    """
    differing = "CASE WHEN e.name_id IS DISTINCT FROM r.name_id THEN {}.name_id END"
    return f"""
        SELECT e.entry_id, r.resident_id, {rule} AS rule,
            {nik_level()} AS nik_level, {name_level()} AS name_level, {date_level()} AS birth_date_level,
            {sex_level()} AS sex_level, {place_level()} AS birth_place_level, {kk_level()} AS kk_number_level,
            {area_level()} AS area_level, {rt_level()} AS rt_rw_level, {marital_level()} AS marital_status_level,
            {name_bits()} AS name_bits, r.has_twin, coalesce(r.recorded, false) AS recorded
        FROM {pairs}
        LEFT JOIN names AS a ON a.name_id = {differing.format("e")}
        LEFT JOIN names AS b ON b.name_id = {differing.format("r")}"""


def nik_level() -> str:
    """SQL for the level of the two NIKs; an impossible NIK that is not near is as good as blank."""
    near, theirs = off_by_one("e.nik", "r.nik"), f"substr({digits('r.nik')}, 2)"
    shown = "regexp_extract(e.nik_text, '^[0-9]*')"
    return f"""CASE
                WHEN e.nik = r.nik THEN {NikLevel.EQUAL}
                WHEN r.nik IS NULL OR (e.nik IS NULL AND e.nik_text IS NULL) THEN {NikLevel.UNKNOWN}
                WHEN e.nik IS NOT NULL AND e.nik_head = r.nik_head THEN CASE
                    WHEN e.nik_fault IS NULL AND abs(e.nik - r.nik) <= {TWIN_SERIALS} THEN {NikLevel.SERIAL}
                    WHEN e.nik_fault IS NOT NULL OR {near} THEN {NikLevel.PREFIX}
                    ELSE {NikLevel.DIFFERENT} END
                WHEN e.nik IS NOT NULL THEN CASE
                    WHEN {near} THEN {NikLevel.NEAR}
                    WHEN e.nik_fault IS NOT NULL THEN {NikLevel.UNKNOWN}
                    ELSE {NikLevel.DIFFERENT} END
                WHEN e.nik_head = r.nik_head OR (length({shown}) BETWEEN 10 AND 15 AND starts_with({theirs}, {shown}))
                    THEN {NikLevel.PREFIX}
                WHEN length({shown}) = length(e.nik_text) AND length({shown}) IN (15, 17)
                    AND damerau_levenshtein(e.nik_text, {theirs}) = 1 THEN {NikLevel.NEAR}
                WHEN e.nik_fault = 'nik_masked' AND e.nik_head IS NOT NULL THEN {NikLevel.DIFFERENT}
                ELSE {NikLevel.UNKNOWN} END"""


def digits(number: str) -> str:
    """SQL for a whole number of sixteen digits as text; a 1 in front keeps leading zeros."""
    return f"({number} + 10000000000000000)::VARCHAR"


def off_by_one(ours: str, theirs: str) -> str:
    """SQL for one wrong digit or two neighbours swapped, between two numbers of sixteen digits.

    Such an error leaves the first or the last eight digits alone, or all but the middle four: three whole-number
    tests spare most pairs the strings.
    """
    halves = f"{ours} // 100000000 = {theirs} // 100000000 OR {ours} % 100000000 = {theirs} % 100000000"
    ends = f"({ours} // 10000000000 = {theirs} // 10000000000 AND {ours} % 1000000 = {theirs} % 1000000)"
    return f"""CASE WHEN NOT ({halves} OR {ends}) THEN false ELSE
                    CASE hamming({digits(ours)}, {digits(theirs)}) WHEN 1 THEN true
                        WHEN 2 THEN damerau_levenshtein({digits(ours)}, {digits(theirs)}) = 1 ELSE false END END"""


def name_level() -> str:
    """SQL for the level of two names by their keys ``a`` (roll) and ``b`` (registry)."""
    share_a_word = "(a.first_key = b.first_key OR a.last_key = b.last_key)"
    distance = "damerau_levenshtein(a.sound, b.sound)"
    return f"""CASE
                WHEN e.name_id = r.name_id THEN {NameLevel.EQUAL}
                WHEN a.norm IS NULL OR b.norm IS NULL THEN {NameLevel.UNKNOWN}
                WHEN a.norm = b.norm THEN {NameLevel.VARIANT}
                WHEN a.sound = b.sound OR a.order_key = b.order_key OR a.joined_key = b.joined_key
                    THEN {NameLevel.SOUND}
                WHEN (a.has_initial OR b.has_initial OR a.word_count = 1 OR b.word_count = 1 OR {share_a_word})
                    AND ({shortens("a", "b")} OR {shortens("b", "a")}) THEN {NameLevel.SHORTENED}
                WHEN jaro_winkler_similarity(a.sound, b.sound) < 0.8 THEN
                    CASE WHEN {share_a_word} THEN {NameLevel.PARTIAL} ELSE {NameLevel.DIFFERENT} END
                WHEN {distance} <= CASE WHEN greatest(length(a.sound), length(b.sound)) >= 12 THEN 2 ELSE 1 END
                    AND least(length(a.sound), length(b.sound)) >= 4 THEN {NameLevel.CLOSE}
                WHEN {distance} <= 2 AND least(length(a.sound), length(b.sound)) >= 6 THEN {NameLevel.SIMILAR}
                WHEN jaro_winkler_similarity(a.sound, b.sound) >= 0.93 THEN {NameLevel.SIMILAR}
                WHEN {share_a_word} THEN {NameLevel.PARTIAL}
                ELSE {NameLevel.DIFFERENT} END"""


def shortens(short: str, long: str) -> str:
    """SQL for whether one name is the other with words dropped, cut to initials, or its end cut off.

    ``<BUDI><SANTOSO>`` is like ``%<BUDI>%<S%>%``: words stay in order, initials begin a word. Only a name as long as a
    form's field may end in the middle of a word.
    """
    marked = f"'<' || replace({long}.norm, ' ', '><') || '>'"
    initials = f"regexp_replace({short}.norm, '\\b([A-Z]{{1,2}})\\b', '\\1%', 'g')"
    return f"""({short}.word_count <= {long}.word_count AND length({short}.norm) < length({long}.norm)
                    AND {marked} LIKE '%<' || replace({initials}, ' ', '>%<')
                        || CASE WHEN length({short}.norm) >= {CUT_LENGTH} THEN '%' ELSE '>%' END)"""


def name_bits() -> str:
    """SQL for the rarity that goes with the name's level, in hundredths of a bit."""
    return """CASE
                WHEN e.name_id = r.name_id OR a.norm = b.norm THEN r.norm_bits
                WHEN a.norm IS NULL OR b.norm IS NULL THEN 0
                WHEN a.sound = b.sound OR a.order_key = b.order_key OR a.joined_key = b.joined_key THEN r.sound_bits
                ELSE least(a.spelled_bits, b.spelled_bits) END"""


def date_level() -> str:
    """SQL for the level of two birth dates."""
    same = {part: f"{part}(e.birth_date) = {part}(r.birth_date)" for part in ("year", "month", "day")}
    pairs = " OR ".join(
        f"({same[one]} AND {same[other]})" for one, other in (("year", "month"), ("year", "day"), ("month", "day"))
    )
    ours, theirs = is_placeholder("e.birth_date"), is_placeholder("r.birth_date")
    return f"""CASE
                WHEN e.birth_date IS NULL OR r.birth_date IS NULL THEN {DateLevel.UNKNOWN}
                WHEN e.birth_date = r.birth_date THEN
                    CASE WHEN {theirs} THEN {DateLevel.EQUAL_PLACEHOLDER} ELSE {DateLevel.EQUAL} END
                WHEN {same["year"]} AND e.birthday = r.birthday THEN {DateLevel.SWAPPED}
                WHEN {same["year"]} AND ({ours} OR {theirs}) THEN {DateLevel.PLACEHOLDER}
                WHEN ({pairs}) AND NOT ({ours} AND {theirs}) THEN {DateLevel.TWO_PARTS}
                ELSE {DateLevel.DIFFERENT} END"""


def is_placeholder(day: str) -> str:
    """SQL for whether a date is one that clerks enter when they know the year only."""
    return f"month({day}) * 100 + day({day}) IN (101, 701, 1231)"


def sex_level() -> str:
    """SQL for the level of the two sexes."""
    return f"CASE e.sex = r.sex WHEN true THEN {SexLevel.EQUAL} WHEN false THEN {SexLevel.DIFFERENT} ELSE 0 END"


def place_level() -> str:
    """SQL for the level of the two birth places."""
    return f"""CASE
                WHEN e.place IS NULL OR r.place IS NULL THEN {PlaceLevel.UNKNOWN}
                WHEN e.place = r.place THEN
                    CASE WHEN r.place_is_common THEN {PlaceLevel.EQUAL_COMMON} ELSE {PlaceLevel.EQUAL_RARE} END
                WHEN starts_with(e.place, r.place) OR starts_with(r.place, e.place)
                    OR jaro_winkler_similarity(e.place, r.place) >= 0.9 THEN {PlaceLevel.CLOSE}
                ELSE {PlaceLevel.DIFFERENT} END"""


def kk_level() -> str:
    """SQL for the level of the two family card numbers."""
    return f"""CASE
                WHEN e.kk IS NULL OR r.kk IS NULL THEN {KkLevel.UNKNOWN}
                WHEN e.kk = r.kk THEN {KkLevel.EQUAL}
                WHEN {off_by_one("e.kk", "r.kk")} AND e.kk // 10000 <> r.kk // 10000 THEN {KkLevel.NEAR}
                ELSE {KkLevel.DIFFERENT} END"""


def area_level() -> str:
    """SQL for the smallest area that both rows share."""
    return f"""CASE
                WHEN e.region IS NULL OR r.region IS NULL THEN {AreaLevel.UNKNOWN}
                WHEN e.region = r.region THEN {AreaLevel.VILLAGE}
                WHEN e.region // 10000 = r.region // 10000 THEN {AreaLevel.DISTRICT}
                WHEN e.regency = r.regency THEN {AreaLevel.REGENCY}
                ELSE {AreaLevel.OTHER} END"""


def rt_level() -> str:
    """SQL for the level of RT and RW; they mean nothing across villages."""
    return f"""CASE
                WHEN e.region <> r.region OR e.rt IS NULL OR r.rt IS NULL OR e.rw IS NULL OR r.rw IS NULL
                    THEN {RtLevel.UNKNOWN}
                WHEN e.rt = r.rt AND e.rw = r.rw THEN {RtLevel.EQUAL}
                WHEN e.rt = r.rt OR e.rw = r.rw THEN {RtLevel.PARTLY}
                ELSE {RtLevel.DIFFERENT} END"""


def marital_level() -> str:
    """SQL for the level of the marital states; the roll's B, S, P are 1, 2, 3 and P is both kinds of divorced."""
    return f"""CASE
                WHEN e.marital IS NULL OR r.marital IS NULL THEN {MaritalLevel.UNKNOWN}
                WHEN e.marital = least(r.marital, 3) THEN {MaritalLevel.EQUAL}
                WHEN e.marital > 1 AND r.marital > 1 OR (e.marital = 1 AND r.marital = 2) THEN {MaritalLevel.PLAUSIBLE}
                ELSE {MaritalLevel.DIFFERENT} END"""


def pairs_of(table: str) -> str:
    """A FROM clause for the pairs of a table of ``entry_id`` and ``resident_id``."""
    return f"{table} JOIN roll AS e USING (entry_id) JOIN residents AS r USING (resident_id)"
