"""Both inputs with the keys of blocking: the tables ``residents`` and ``roll`` that every later step reads."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.nik_rule import fault
from elections.matching.policy import Policy
from elections.matching.relations import Step

COMMON_PLACE = 0.02
"""A birth place that more than this share of residents have says little."""


def steps(policy: Policy) -> list[Step]:
    """``places``, ``twins``, then ``residents`` and ``roll``; the tables they replace are dropped."""
    return [
        Step("Menghitung tempat lahir", "places", places()),
        Step("Mencari saudara kembar", "twins", twins()),
        Step("Menyusun penduduk", "residents", residents(policy), frees=("residents_in", "twins")),
        Step("Menyusun daftar pemilih", "roll", roll(), frees=("roll_in", "name_list")),
    ]


def places() -> str:
    """Each birth place with how many were born there, and whether it is too common to tell."""
    return f"""
        SELECT *, holders > {COMMON_PLACE} * everyone AS is_common
        FROM (SELECT place, count(*) AS holders, sum(count(*)) OVER () AS everyone
            FROM residents_in WHERE place IS NOT NULL GROUP BY place)"""


def twins() -> str:
    """Family card and birth date of children born on one day."""
    return """
        SELECT kk, birth_date FROM residents_in WHERE kk IS NOT NULL AND birth_date IS NOT NULL
        GROUP BY kk, birth_date HAVING count(*) > 1"""


def residents(policy: Policy) -> str:
    """The registry with its keys."""
    return f"""
        SELECT resident_id, nik, nik // 10000 AS nik_head, nik % 10000000000 AS nik_tail,
            {usable_kk("i.kk")} AS kk, {keys()},
            norm_bits, i.place, coalesce(places.is_common, false) AS place_is_common, twins.kk IS NOT NULL AS has_twin,
            marital, occupation, residency, recorded, coalesce({is_expected(policy)}, false) AS expected
        FROM residents_in AS i
        LEFT JOIN name_list USING (name)
        LEFT JOIN names USING (name_id)
        LEFT JOIN places ON places.place = i.place
        LEFT JOIN twins ON twins.kk = i.kk AND twins.birth_date = i.birth_date"""


def is_expected(policy: Policy) -> str:
    """SQL for whether a resident has the right to vote in the roll's area: alive and there, old enough, no soldier."""
    area = f"AND region // {10 ** (10 - len(policy.area_digits))} = {policy.area_digits}" if policy.area_digits else ""
    barred = f"{policy.military_occupation}, {policy.police_occupation}"
    return f"""residency = 1 AND coalesce(occupation NOT IN ({barred}), true)
                AND (i.birth_date <= {policy.adult_until} OR coalesce(marital > 1, false)) {area}"""


def roll() -> str:
    """The roll with its keys and what is wrong with each NIK."""
    return f"""
        SELECT entry_id, nik, nik_text, {fault("nik", "nik_text")} AS nik_fault,
            coalesce(nik // 10000, TRY_CAST(regexp_extract(nik_text, '^[0-9]{{12}}') AS BIGINT)) AS nik_head,
            nik % 10000000000 AS nik_tail, {usable_kk("i.kk")} AS kk, {keys()}, i.place,
            false AS place_is_common, marital, tps
        FROM roll_in AS i
        LEFT JOIN name_list USING (name)
        LEFT JOIN names USING (name_id)"""


def keys() -> str:
    """SQL for what both sides are blocked by; ``birthday`` is day and month in either order."""
    return """
            names.name_id, order_key, first_key, last_key,
            i.birth_date, least(month(i.birth_date), day(i.birth_date)) * 100
                + greatest(month(i.birth_date), day(i.birth_date)) AS birthday,
            sex, rt, rw, region, region // 1000000 AS regency"""


def usable_kk(kk: str) -> str:
    """SQL for a family card number, NULL when its serial is 0000: damaged by a spreadsheet, shared by many."""
    return f"CASE WHEN {kk} % 10000 <> 0 THEN {kk} END"
