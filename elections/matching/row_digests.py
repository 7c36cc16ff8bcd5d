"""One number per row for all of it that enters a comparison: equal numbers, equal result.

Whole rows of the prepared tables are hashed, so that a column added there counts without being named here. What is
counted over the whole registry and stands in a row (the rarity of its name, a common birth place) counts as well, for
it decides. 64 bits: that two of a million different rows share a number happens once in 30 million runs.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.relations import Step

NEEDED = ("name_list",)
"""Tables that preparing would drop and that are read here."""

REPORTED_ONLY = {"residents": ("occupation", "residency"), "roll": ("tps",)}
"""Columns that only findings read; those are made anew in every run."""


def steps() -> list[Step]:
    """``resident_digests`` and ``entry_digests``: number and ``digest`` of each row."""
    return [
        Step("Menghitung sidik nama", "name_digests", names(), frees=NEEDED),
        Step("Menghitung sidik penduduk", "resident_digests", residents()),
        Step("Menghitung sidik daftar", "entry_digests", entries(), frees=("name_digests",)),
    ]


def names() -> str:
    """Each distinct name as it is written, with its keys and rarities."""
    return """
        SELECT name_id, hash(*COLUMNS(* EXCLUDE (name_id))) AS name_digest
        FROM (SELECT names.*, name_list.name FROM names JOIN name_list USING (name_id))"""


def residents() -> str:
    """Each resident, and whether another shares the NIK."""
    rows = """(SELECT *, resident_id IN (SELECT resident_id FROM nik_sharers) AS shares_nik FROM residents)"""
    return _digests("resident_id", rows, REPORTED_ONLY["residents"])


def entries() -> str:
    """Each row of the roll without its number: rows of equal content have equal results."""
    return _digests("entry_id", "roll", REPORTED_ONLY["roll"])


def _digests(identifier: str, rows: str, reported_only: tuple[str, ...]) -> str:
    return f"""
        SELECT {identifier}, hash(*COLUMNS(* EXCLUDE ({identifier}))) AS digest
        FROM (SELECT r.* EXCLUDE (name_id, {", ".join(reported_only)}), name_digest
            FROM {rows} AS r LEFT JOIN name_digests USING (name_id))"""
