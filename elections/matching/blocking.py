"""Which residents an unlinked entry is compared with: one rule per way in which a row can be damaged.

Rules that would grow with the square of the population carry the regency in their key; only keys that are nearly
unique in the nation go without.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from typing import NamedTuple

from elections.matching.sides import is_placeholder


class Rule(NamedTuple):
    """A blocking rule: its name in the result and what both sides must share."""

    name: str
    condition: str


AREA_RULES = (
    Rule("nik", "e.nik = r.nik"),
    Rule("kk", "e.kk = r.kk"),
    Rule("village_and_birth_date", "e.region = r.region AND e.birth_date = r.birth_date"),
    Rule(
        "first_word_and_birth_date",
        "e.regency = r.regency AND e.birth_date = r.birth_date AND e.first_key = r.first_key",
    ),
    Rule(
        "last_word_and_birth_date", "e.regency = r.regency AND e.birth_date = r.birth_date AND e.last_key = r.last_key"
    ),
    Rule("village_and_name", "e.region = r.region AND e.order_key = r.order_key"),
    Rule(
        "name_and_birth_year",
        "e.regency = r.regency AND e.order_key = r.order_key AND year(e.birth_date) = year(r.birth_date) "
        "AND (month(e.birth_date) = month(r.birth_date) OR day(e.birth_date) = day(r.birth_date) "
        f"OR {is_placeholder('e.birth_date')} OR {is_placeholder('r.birth_date')})",
    ),
    Rule(
        "name_and_birthday",
        "e.regency = r.regency AND e.order_key = r.order_key AND e.birthday = r.birthday",
    ),
    Rule(
        "village_and_first_word_and_birth_year",
        "e.region = r.region AND e.first_key = r.first_key AND year(e.birth_date) = year(r.birth_date)",
    ),
    Rule("nik_without_serial", "e.nik_head = r.nik_head AND e.regency = r.regency"),
    Rule("nik_without_area", "e.nik_tail = r.nik_tail AND e.first_key = r.first_key"),
)
"""``birthday`` is day and month in either order, so it also finds the two exchanged."""

NATION_RULES = (
    Rule("name_and_birth_date_anywhere", "e.order_key = r.order_key AND e.birth_date = r.birth_date"),
    Rule("nik_without_serial_anywhere", "e.nik_head = r.nik_head"),
    Rule(
        "village_and_birthday",
        "e.region = r.region AND e.birthday = r.birthday AND e.sex = r.sex "
        "AND (abs(year(e.birth_date) - year(r.birth_date)) < 10 "
        "OR abs(year(e.birth_date) - year(r.birth_date)) % 10 = 0)",
    ),
    Rule(
        "village_and_birth_month",
        "e.region = r.region AND year(e.birth_date) = year(r.birth_date) "
        "AND month(e.birth_date) = month(r.birth_date) AND e.sex = r.sex",
    ),
)
"""For what the area left over: anywhere, and once more in the village where name and birth date are both damaged.

The last two find many pairs a row, so they are kept for the few rows that nothing else settled. Where the year differs
too, the day is followed for one wrong figure of the year only.
"""


def candidates(rules: tuple[Rule, ...], entries: str) -> str:
    """Every pair once, with the number of the first rule that found it."""
    queries = " UNION ALL ".join(
        f"SELECT e.entry_id, r.resident_id, {number} AS rule "
        f"FROM {entries} AS e JOIN residents AS r ON {rule.condition}"
        for number, rule in enumerate(rules)
    )
    return f"SELECT entry_id, resident_id, min(rule)::TINYINT AS rule FROM ({queries}) GROUP BY ALL"


def rule_name(rules: tuple[Rule, ...]) -> str:
    """SQL for the name of the rule with the number in ``rule``."""
    branches = " ".join(f"WHEN {number} THEN '{rule.name}'" for number, rule in enumerate(rules))
    return f"CASE rule {branches} END"
