"""The outcome of each row of the roll, and from the links everything that is wrong with the roll."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.assigning import is_automatic
from elections.matching.policy import Policy
from elections.matching.relations import LEVEL_COLUMNS, Step
from elections.matching.vocabulary import (
    AreaLevel,
    DateLevel,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    Outcome,
    PlaceLevel,
    Reason,
    RtLevel,
    SexLevel,
)

AGREEING = {
    "name": NameLevel.EQUAL,
    "birth_date": DateLevel.EQUAL_PLACEHOLDER,
    "sex": SexLevel.EQUAL,
    "birth_place": PlaceLevel.EQUAL_COMMON,
    "kk_number": KkLevel.EQUAL,
    "area": AreaLevel.VILLAGE,
    "rt_rw": RtLevel.EQUAL,
    "marital_status": MaritalLevel.EQUAL,
}
"""From which level on a field does not differ; a blank does not differ either."""


def steps(policy: Policy) -> list[Step]:
    """``matches``: one row per entry with its outcome."""
    return [
        Step("Menyatukan hubungan", "judged", judged(policy), ("exact", "best", "taken")),
        Step("Menetapkan hasil", "matches", matches(policy), frees=("judged",)),
    ]


def judged(policy: Policy) -> str:
    """Every pair that was kept, with its outcome."""
    return f"""
        SELECT *, {outcome(policy)} AS outcome
        FROM (SELECT *, NULL::INTEGER AS margin, true AS is_exact FROM exact
              UNION ALL BY NAME SELECT *, false AS is_exact FROM best
              WHERE weight >= {policy.review} OR rule = 'nik')"""


def outcome(policy: Policy) -> str:
    """SQL for what becomes of an entry with a pair. Only the NIK with the person behind it makes MATCHED."""
    return f"""CASE
                WHEN NOT is_exact AND NOT {is_automatic(policy)} THEN '{Outcome.REVIEW}'
                WHEN nik_level <> {NikLevel.EQUAL} THEN '{Outcome.PROBABLE}'
                WHEN {differs()} THEN '{Outcome.MATCHED_WITH_DIFFERENCES}'
                ELSE '{Outcome.MATCHED}' END"""


def differs() -> str:
    """SQL for whether any field of a pair differs."""
    return " OR ".join(f"{field}_level BETWEEN 1 AND {level - 1}" for field, level in AGREEING.items())


def reason(policy: Policy) -> str:
    """SQL for why a pair goes before a person."""
    return f"""CASE WHEN outcome = '{Outcome.REVIEW}' THEN CASE
                WHEN nik_level = {NikLevel.EQUAL} AND name_level < {NameLevel.SIMILAR} THEN '{Reason.NIK_OF_ANOTHER}'
                WHEN weight >= {policy.automatic} THEN '{Reason.TIED}'
                ELSE '{Reason.GREY}' END END"""


def matches(policy: Policy) -> str:
    """One row per row of the roll."""
    levels = ", ".join(f"{column}::TINYINT AS {column}" for column in LEVEL_COLUMNS)
    linked = f"outcome <> '{Outcome.REVIEW}'"
    return f"""
        SELECT entry_id, coalesce(outcome, '{Outcome.NOT_FOUND}') AS outcome, {reason(policy)} AS reason,
            CASE WHEN {linked} THEN resident_id END AS resident_id,
            CASE WHEN NOT {linked} THEN resident_id END AS candidate_id,
            weight, margin, rule, {levels}, name_bits, coalesce({linked} AND recorded, false) AS recorded
        FROM (SELECT entry_id FROM roll) LEFT JOIN judged USING (entry_id)"""
