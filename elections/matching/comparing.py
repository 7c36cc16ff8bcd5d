"""Two rows to a level per field: for each field its levels as conditions, the first that holds decides.

The same conditions run in DuckDB over the tables of a comparison, in Splink and on Spark, so they use only what all
three know: whole numbers, equality, LIKE, substr, Levenshtein, Damerau-Levenshtein and Jaro-Winkler. What needs more
is a column made beforehand. Costly distances stand behind cheap tests.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import NamedTuple

from elections.matching.sides import Side
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
    StandingLevel,
)

TWIN_SERIALS = 3
"""Serials this near, after the same area, date and sex, are given to twins and to neighbours in the line."""


class LevelRule(NamedTuple):
    """A level and the SQL condition under which a pair has it; the last rule of a field has none."""

    level: IntEnum
    condition: str = "TRUE"


def nik(roll: Side, registry: Side) -> list[LevelRule]:
    """NIKs. An impossible NIK that is near nobody's is as good as blank, and has a level of its own."""
    e, r = roll, registry
    both, head = f"{e.nik} IS NOT NULL", f"{e.nik_head} = {r.nik_head}"
    near = f"({both} AND {nearly('nik', e, r)})"
    one_figure = f"({near} AND levenshtein({e.nik_digits}, {r.nik_digits}) = 1)"
    swapped = f"({near} AND damerau_levenshtein({e.nik_digits}, {r.nik_digits}) = 1)"
    birth = (
        f"({both} AND {e.nik_area} = {r.nik_area} AND {e.nik_serial} = {r.nik_serial} "
        f"AND damerau_levenshtein({e.nik_digits}, {r.nik_digits}) <= 2)"
    )
    shown = f"({e.nik} IS NULL AND length({e.nik_shown}) >= 10 AND {r.nik_digits} LIKE {e.nik_shown_pattern})"
    length = (
        f"({e.nik} IS NULL AND length({e.nik_text}) IN (15, 17) AND {e.nik_shown} = {e.nik_text} "
        f"AND levenshtein({e.nik_text}, {r.nik_digits}) = 1)"
    )
    return [
        LevelRule(NikLevel.UNKNOWN, f"{r.nik} IS NULL OR ({e.nik} IS NULL AND {e.nik_text} IS NULL)"),
        LevelRule(NikLevel.EQUAL, f"{e.nik} = {r.nik}"),
        LevelRule(
            NikLevel.SERIAL,
            f"{both} AND {head} AND {e.nik_fault} IS NULL AND abs({e.nik} - {r.nik}) <= {TWIN_SERIALS}",
        ),
        LevelRule(
            NikLevel.SHOWN,
            f"{head} AND ({e.nik} IS NULL OR {e.nik_fault} IS NOT NULL OR {one_figure} OR {swapped}) OR {shown}",
        ),
        LevelRule(NikLevel.BIRTH, birth),
        LevelRule(NikLevel.ONE_FIGURE, one_figure),
        LevelRule(NikLevel.SWAPPED, swapped),
        LevelRule(NikLevel.LENGTH, length),
        LevelRule(
            NikLevel.UNREADABLE,
            f"{e.nik_fault} IS NOT NULL AND NOT ({e.nik_fault} = 'nik_masked' AND {e.nik_head} IS NOT NULL)",
        ),
        LevelRule(NikLevel.DIFFERENT),
    ]


def nearly(number: str, roll: Side, registry: Side) -> str:
    """SQL for a cheap test that one wrong digit, or two neighbours swapped, passes: of two 16-digit numbers.

    Such an error leaves the first or the last eight digits alone, or all but the middle four.
    """
    parts = ("front", "back", "area", "last")
    ours, theirs = ({part: getattr(side, f"{number}_{part}") for part in parts} for side in (roll, registry))
    same = {part: f"{ours[part]} = {theirs[part]}" for part in parts}
    return f"({same['front']} OR {same['back']} OR ({same['area']} AND {same['last']}))"


def name(roll: Side, registry: Side) -> list[LevelRule]:
    """Names by their keys."""
    a, b = roll, registry
    share_a_word = f"({a.first_key} = {b.first_key} OR {a.last_key} = {b.last_key})"
    distance = f"damerau_levenshtein({a.sound}, {b.sound})"
    likeness = f"jaro_winkler_similarity({a.sound}, {b.sound})"
    shortest = f"least(length({a.sound}), length({b.sound}))"
    may_shorten = f"({a.has_initial} OR {b.has_initial} OR {a.word_count} = 1 OR {b.word_count} = 1 OR {share_a_word})"
    return [
        LevelRule(NameLevel.EQUAL, f"{a.name_id} = {b.name_id}"),
        LevelRule(NameLevel.UNKNOWN, f"{a.norm} IS NULL OR {b.norm} IS NULL"),
        LevelRule(NameLevel.VARIANT, f"{a.norm} = {b.norm}"),
        LevelRule(
            NameLevel.SOUND,
            f"{a.sound} = {b.sound} OR {a.order_key} = {b.order_key} OR {a.joined_key} = {b.joined_key}",
        ),
        LevelRule(NameLevel.SHORTENED, f"{may_shorten} AND ({shortens(a, b)} OR {shortens(b, a)})"),
        LevelRule(
            NameLevel.CLOSE,
            f"{likeness} >= 0.8 AND {shortest} >= 4 AND {distance} <= "
            f"CASE WHEN greatest(length({a.sound}), length({b.sound})) >= 12 THEN 2 ELSE 1 END",
        ),
        LevelRule(
            NameLevel.SIMILAR,
            f"{likeness} >= 0.93 OR ({likeness} >= 0.8 AND {shortest} >= 6 AND {distance} <= 2)",
        ),
        LevelRule(NameLevel.PARTIAL, share_a_word),
        LevelRule(NameLevel.DIFFERENT),
    ]


def shortens(short: Side, long: Side) -> str:
    """SQL for whether one name is the other with words dropped, cut to initials, or its end cut off.

    ``<BUDI><SANTOSO>`` is like ``%<BUDI>%<S%>%``: words stay in order, initials begin a word. Only a name as long as a
    form's field may end in the middle of a word.
    """
    return (
        f"({short.word_count} <= {long.word_count} AND length({short.norm}) < length({long.norm}) "
        f"AND {long.marked} LIKE {short.shortened_pattern})"
    )


def birth_date(roll: Side, registry: Side) -> list[LevelRule]:
    """Birth dates. A placeholder is a day that clerks enter when they know the year only."""
    e, r = roll, registry
    same = {part: f"{getattr(e, part)} = {getattr(r, part)}" for part in ("year", "month", "day")}
    pairs = " OR ".join(
        f"({same[one]} AND {same[other]})" for one, other in (("year", "month"), ("year", "day"), ("month", "day"))
    )
    neither = f"NOT ({e.is_placeholder} AND {r.is_placeholder})"
    return [
        LevelRule(DateLevel.UNKNOWN, f"{e.birth_date} IS NULL OR {r.birth_date} IS NULL"),
        LevelRule(DateLevel.EQUAL_PLACEHOLDER, f"{e.birth_date} = {r.birth_date} AND {r.is_placeholder}"),
        LevelRule(DateLevel.EQUAL, f"{e.birth_date} = {r.birth_date}"),
        LevelRule(DateLevel.SWAPPED, f"{same['year']} AND {e.birthday} = {r.birthday}"),
        LevelRule(DateLevel.PLACEHOLDER, f"{same['year']} AND ({e.is_placeholder} OR {r.is_placeholder})"),
        LevelRule(
            DateLevel.ONE_FIGURE, f"({pairs}) AND {neither} AND levenshtein({e.date_digits}, {r.date_digits}) = 1"
        ),
        LevelRule(DateLevel.TWO_PARTS, f"({pairs}) AND {neither}"),
        LevelRule(DateLevel.DIFFERENT),
    ]


def sex(roll: Side, registry: Side) -> list[LevelRule]:
    """Sexes."""
    return [
        LevelRule(SexLevel.UNKNOWN, f"{roll.sex} IS NULL OR {registry.sex} IS NULL"),
        LevelRule(SexLevel.EQUAL, f"{roll.sex} = {registry.sex}"),
        LevelRule(SexLevel.DIFFERENT),
    ]


def birth_place(roll: Side, registry: Side) -> list[LevelRule]:
    """Birth places; one that many residents share says less."""
    e, r = roll, registry
    return [
        LevelRule(PlaceLevel.UNKNOWN, f"{e.place} IS NULL OR {r.place} IS NULL"),
        LevelRule(PlaceLevel.EQUAL_COMMON, f"{e.place} = {r.place} AND {r.place_is_common}"),
        LevelRule(PlaceLevel.EQUAL_RARE, f"{e.place} = {r.place}"),
        LevelRule(
            PlaceLevel.CLOSE,
            f"{e.place} LIKE {r.place_pattern} OR {r.place} LIKE {e.place_pattern} "
            f"OR jaro_winkler_similarity({e.place}, {r.place}) >= 0.9",
        ),
        LevelRule(PlaceLevel.DIFFERENT),
    ]


def kk_number(roll: Side, registry: Side) -> list[LevelRule]:
    """Family card numbers."""
    e, r = roll, registry
    return [
        LevelRule(KkLevel.UNKNOWN, f"{e.kk} IS NULL OR {r.kk} IS NULL"),
        LevelRule(KkLevel.EQUAL, f"{e.kk} = {r.kk}"),
        LevelRule(
            KkLevel.NEAR,
            f"{nearly('kk', e, r)} AND {e.kk_head} <> {r.kk_head} "
            f"AND damerau_levenshtein({e.kk_digits}, {r.kk_digits}) = 1",
        ),
        LevelRule(KkLevel.DIFFERENT, f"{e.region} = {r.region}"),
        LevelRule(KkLevel.ELSEWHERE),
    ]


def area(roll: Side, registry: Side) -> list[LevelRule]:
    """The smallest area that both rows share."""
    e, r = roll, registry
    return [
        LevelRule(AreaLevel.UNKNOWN, f"{e.region} IS NULL OR {r.region} IS NULL"),
        LevelRule(AreaLevel.VILLAGE, f"{e.region} = {r.region}"),
        LevelRule(AreaLevel.DISTRICT, f"{e.district} = {r.district}"),
        LevelRule(AreaLevel.REGENCY, f"{e.regency} = {r.regency}"),
        LevelRule(AreaLevel.OTHER),
    ]


def rt_rw(roll: Side, registry: Side) -> list[LevelRule]:
    """RT and RW; they mean nothing across villages."""
    e, r = roll, registry
    blank = " OR ".join(f"{column} IS NULL" for column in (e.rt, r.rt, e.rw, r.rw))
    return [
        LevelRule(RtLevel.UNKNOWN, f"{blank} OR {e.region} <> {r.region} OR {e.region} IS NULL OR {r.region} IS NULL"),
        LevelRule(RtLevel.EQUAL, f"{e.rt} = {r.rt} AND {e.rw} = {r.rw}"),
        LevelRule(RtLevel.PARTLY, f"{e.rt} = {r.rt} OR {e.rw} = {r.rw}"),
        LevelRule(RtLevel.DIFFERENT),
    ]


def marital_status(roll: Side, registry: Side) -> list[LevelRule]:
    """Marital states; the roll's B, S, P are 1, 2, 3 and P is both kinds of divorced."""
    e, r = roll, registry
    return [
        LevelRule(MaritalLevel.UNKNOWN, f"{e.marital} IS NULL OR {r.marital} IS NULL"),
        LevelRule(MaritalLevel.EQUAL, f"{e.marital} = least({r.marital}, 3)"),
        LevelRule(
            MaritalLevel.PLAUSIBLE,
            f"({e.marital} > 1 AND {r.marital} > 1) OR ({e.marital} = 1 AND {r.marital} = 2)",
        ),
        LevelRule(MaritalLevel.DIFFERENT),
    ]


def standing(roll: Side, registry: Side) -> list[LevelRule]:
    """Whether the resident is still to be found on the roll: a fact about the resident alone."""
    del roll
    tested = (StandingLevel.UNKNOWN, StandingLevel.TAKEN, StandingLevel.NOT_EXPECTED)
    return [
        *(LevelRule(level, f"{registry.standing} = {level.value}") for level in tested),
        LevelRule(StandingLevel.FREE),
    ]


FIELDS: Mapping[str, Callable[[Side, Side], list[LevelRule]]] = {
    "nik": nik,
    "name": name,
    "birth_date": birth_date,
    "sex": sex,
    "birth_place": birth_place,
    "kk_number": kk_number,
    "area": area,
    "rt_rw": rt_rw,
    "marital_status": marital_status,
    "standing": standing,
}
"""Field to its rules, in the order of ``vocabulary.LEVELS``."""


def level(field: str, roll: Side, registry: Side) -> str:
    """SQL for the level of a field."""
    *tested, last = FIELDS[field](roll, registry)
    branches = " ".join(f"WHEN {rule.condition} THEN {rule.level.value}" for rule in tested)
    return f"CASE {branches} ELSE {last.level.value} END"
