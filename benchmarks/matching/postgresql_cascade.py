"""The cascade of our engine in PostgreSQL: the same conditions, rules and weights; what differs is PostgreSQL's SQL."""

from __future__ import annotations

from benchmarks.matching.postgresql_lists import duckdb_to_postgresql
from elections.matching import scoring
from elections.matching.assigning import is_automatic
from elections.matching.blocking import AREA_RULES, NATION_RULES, Rule
from elections.matching.comparing import FIELDS, LevelRule
from elections.matching.pairing import STANDING, name_bits
from elections.matching.policy import Policy
from elections.matching.sides import NAME_COLUMNS, ROW_COLUMNS, Side
from elections.matching.vocabulary import AreaLevel, DateLevel, KkLevel, NameLevel, NikLevel
from elections.matching.weights import Weights


def _side(row: str, name: str) -> Side:
    """Columns as in DuckDB, but those of a name are all stored."""
    of_row = {column: expression.format(row) for column, expression in ROW_COLUMNS.items()}
    return Side({**of_row, **{column: f"{name}.{column}" for column in NAME_COLUMNS}})


ROLL, REGISTRY = _side("e", "a"), _side("r", "b")


def exact(weights: Weights) -> list[str]:
    """Return what makes ``exact``, ``taken`` and ``residual``."""
    pairs = "(SELECT *, 0 AS standing FROM residents) AS r JOIN roll AS e ON e.nik = r.nik"
    sharers = "SELECT nik FROM residents WHERE nik IS NOT NULL GROUP BY nik HAVING count(*) > 1"
    accepted = f"""
        (birth_date_level <> {DateLevel.DIFFERENT} AND name_level >= {NameLevel.VARIANT})
        OR (birth_date_level >= {DateLevel.EQUAL_PLACEHOLDER} AND name_level >= {NameLevel.CLOSE} AND NOT has_twin
            AND (kk_number_level = {KkLevel.EQUAL} OR area_level = {AreaLevel.VILLAGE}))"""
    return [
        _table("nik_levels", _compared(pairs, "0", f"WHERE r.nik NOT IN ({sharers})")),
        _table("exact", f"SELECT *, {scoring.weight(weights)} AS weight FROM nik_levels WHERE {accepted}"),
        _table("taken", "SELECT DISTINCT resident_id FROM exact"),
        _table("residual", "SELECT * FROM roll WHERE entry_id NOT IN (SELECT entry_id FROM exact)"),
        "ANALYZE exact, taken, residual",
    ]


def residual(policy: Policy, weights: Weights) -> list[str]:
    """Return what makes ``linked``: the automatic links of area and nation."""
    settled = f"SELECT entry_id FROM area_best WHERE {is_automatic(policy)}"
    of_open = f"SELECT * FROM area_scored WHERE entry_id NOT IN ({settled}) UNION ALL SELECT * FROM nation_scored"
    return [
        *_scored("area", "residual", AREA_RULES, policy, weights),
        _table("area_best", _best("SELECT * FROM area_scored", policy)),
        _table("leftover", f"SELECT * FROM residual WHERE entry_id NOT IN ({settled})"),
        "ANALYZE leftover",
        *_scored("nation", "leftover", NATION_RULES, policy, weights, known="area_scored"),
        _table("nation_best", _best(of_open, policy)),
        _table(
            "linked",
            f"""SELECT entry_id, resident_id FROM exact
            UNION ALL SELECT entry_id, resident_id FROM area_best WHERE {is_automatic(policy)}
            UNION ALL SELECT entry_id, resident_id FROM nation_best WHERE {is_automatic(policy)}""",
        ),
    ]


def _table(name: str, query: str) -> str:
    return f"CREATE UNLOGGED TABLE {name} AS {duckdb_to_postgresql(query)}"


def _scored(
    stage: str, entries: str, rules: tuple[Rule, ...], policy: Policy, weights: Weights, *, known: str = ""
) -> list[str]:
    """Candidates, their levels, those worth a look."""
    found = " UNION ALL ".join(
        f"SELECT e.entry_id, r.resident_id, {number} AS rule FROM {entries} AS e "
        f"JOIN residents AS r ON {rule.condition}"
        for number, rule in enumerate(rules)
    )
    new = f"WHERE (entry_id, resident_id) NOT IN (SELECT entry_id, resident_id FROM {known})" if known else ""
    pairs = f"{stage}_pairs JOIN roll AS e USING (entry_id) JOIN {STANDING} AS r USING (resident_id)"
    weighed = f"*, {scoring.likelihood(weights)} AS likelihood, {scoring.weight(weights)} AS weight"
    same_nik = "rule = 0" if rules[0].name == "nik" else "false"
    return [
        _table(
            f"{stage}_pairs",
            f"SELECT entry_id, resident_id, min(rule) AS rule FROM ({found}) AS f {new} GROUP BY 1, 2",
        ),
        f"ANALYZE {stage}_pairs",
        _table(f"{stage}_levels", _compared(pairs, "rule")),
        _table(
            f"{stage}_scored",
            f"SELECT * FROM (SELECT {weighed} FROM {stage}_levels) AS w WHERE weight >= {policy.review} OR {same_nik}",
        ),
        f"ANALYZE {stage}_scored",
    ]


def _compared(pairs: str, rule: str, where: str = "") -> str:
    levels = ", ".join(f"{_level(FIELDS[field](ROLL, REGISTRY))} AS {field}_level" for field in FIELDS)
    return f"""
        SELECT e.entry_id, r.resident_id, {rule} AS rule, {levels}, {name_bits()} AS name_bits, r.has_twin
        FROM {pairs} LEFT JOIN names AS a ON a.name_id = e.name_id LEFT JOIN names AS b ON b.name_id = r.name_id
        {where}"""


def _level(rules: list[LevelRule]) -> str:
    branches = " ".join(f"WHEN {rule.condition} THEN {rule.level.value}" for rule in rules)
    return f"CASE {branches} END"


def _best(pairs: str, policy: Policy) -> str:
    torn = f"nik_level = {NikLevel.EQUAL} AND name_level < {NameLevel.VARIANT} AND best_name >= {NameLevel.VARIANT}"
    return f"""
        SELECT entry_id, resident_id, weight, CASE WHEN {torn} THEN least(ahead, 0) ELSE ahead END AS margin
        FROM (SELECT *, max(name_level) OVER (PARTITION BY entry_id) AS best_name, row_number() OVER ranked AS place,
                likelihood - coalesce(lead(likelihood) OVER ranked, {policy.review}) AS ahead
            FROM ({pairs}) AS p
            WINDOW ranked AS (PARTITION BY entry_id ORDER BY likelihood DESC, resident_id)) AS placed
        WHERE place = 1"""
