"""Pairs of rows with their levels, in DuckDB."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.comparing import FIELDS, level
from elections.matching.sides import tables
from elections.matching.vocabulary import StandingLevel

ROLL = tables("e", "a")
REGISTRY = tables("r", "b")

STANDING = f"""(
            SELECT residents.*, CASE WHEN taken.resident_id IS NOT NULL THEN {StandingLevel.TAKEN.value}
                WHEN expected THEN {StandingLevel.FREE.value} ELSE {StandingLevel.NOT_EXPECTED.value} END AS standing
            FROM residents LEFT JOIN taken USING (resident_id))"""
"""The residents once the rows with a right NIK have taken theirs."""


def compared(pairs: str, *, rule: str) -> str:
    """SQL for pairs with their levels. ``pairs`` is a FROM clause with ``e``, the roll, and ``r``, the registry.

    Names are looked up only where the two are not letter for letter the same.
    """
    differing = "CASE WHEN e.name_id IS DISTINCT FROM r.name_id THEN {}.name_id END"
    levels = ", ".join(f"{level(field, ROLL, REGISTRY)} AS {field}_level" for field in FIELDS)
    return f"""
        SELECT e.entry_id, r.resident_id, {rule} AS rule, {levels},
            {name_bits()} AS name_bits, r.has_twin, coalesce(r.recorded, false) AS recorded
        FROM {pairs}
        LEFT JOIN names AS a ON a.name_id = {differing.format("e")}
        LEFT JOIN names AS b ON b.name_id = {differing.format("r")}"""


def pairs_of(table: str) -> str:
    """A FROM clause for the pairs of a table of ``entry_id`` and ``resident_id``."""
    return f"{table} JOIN roll AS e USING (entry_id) JOIN {STANDING} AS r USING (resident_id)"


def name_bits() -> str:
    """SQL for the rarity that goes with the name's level, in hundredths of a bit: of the commoner of the two."""
    a, b = ROLL, REGISTRY
    return f"""CASE
                WHEN {a.name_id} = {b.name_id} THEN r.norm_bits
                WHEN {a.norm} = {b.norm} THEN {b.norm_bits}
                WHEN {a.norm} IS NULL OR {b.norm} IS NULL THEN 0
                WHEN {a.sound} = {b.sound} OR {a.order_key} = {b.order_key} OR {a.joined_key} = {b.joined_key}
                    THEN least({a.sound_bits}, {b.sound_bits})
                ELSE least({a.spelled_bits}, {b.spelled_bits}) END"""
