"""One best candidate for each entry of the residual, and how far behind the next one is."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.blocking import AREA_RULES, NATION_RULES
from elections.matching.policy import Policy
from elections.matching.relations import Step
from elections.matching.scorer import Scorer
from elections.matching.vocabulary import DateLevel, NameLevel, NikLevel


def steps(policy: Policy, scorer: Scorer) -> list[Step]:
    """``best``: one row per entry that has any candidate worth a look, from the area first, then from the nation."""
    return [
        *area_steps(policy, scorer),
        Step("Menyisihkan sisa", "leftover", leftover(policy)),
        *scorer.steps("nation", "leftover", NATION_RULES, known="area_scored"),
        Step(
            "Memilih calon terbaik",
            "best",
            overall_best(policy),
            ("area_best", "leftover"),
        ),
        Step(
            "Mencatat calon yang diragukan",
            "doubtful",
            doubtful(policy),
            ("area_scored", "nation_scored"),
        ),
    ]


def area_steps(policy: Policy, scorer: Scorer) -> list[Step]:
    """``area_scored`` and ``area_best``: one row per entry that has any candidate in the area."""
    return [
        *scorer.steps("area", "residual", AREA_RULES),
        Step("Memilih calon di wilayah", "area_best", best("SELECT * FROM area_scored", policy)),
    ]


def best(pairs: str, policy: Policy) -> str:
    """Each entry's likeliest pair with its ``margin`` over the next; no next candidate counts as the least doubt.

    Of two equal likelihoods the lower ``resident_id`` stands first, whatever the order of rows; the margin is then 0
    and nobody is linked. Nor is anybody when the NIK leads to one candidate and the name, letter for letter, to
    another, as with twins whose numbers were mixed up: either may be the slip. The other way round, a name does not
    win against the NIK of somebody born on the same day whose name is close.
    """
    torn = (
        f"(nik_level = {NikLevel.EQUAL} AND name_level < {NameLevel.VARIANT} AND best_name >= {NameLevel.VARIANT}) "
        f"OR (nik_level <> {NikLevel.EQUAL} AND nik_leads_to_alike)"
    )
    alike = (
        f"nik_level = {NikLevel.EQUAL} AND name_level >= {NameLevel.CLOSE} "
        f"AND birth_date_level >= {DateLevel.EQUAL_PLACEHOLDER}"
    )
    ahead = f"likelihood - coalesce(lead(likelihood) OVER ranked, {policy.doubt})"
    return f"""
        SELECT * EXCLUDE (best_name, nik_leads_to_alike),
            CASE WHEN {torn} THEN least({ahead}, 0) ELSE {ahead} END AS margin
        FROM (SELECT *, max(name_level) OVER (PARTITION BY entry_id) AS best_name,
                bool_or({alike}) OVER (PARTITION BY entry_id) AS nik_leads_to_alike FROM ({pairs}))
        WINDOW ranked AS (PARTITION BY entry_id ORDER BY likelihood DESC, resident_id)
        QUALIFY row_number() OVER ranked = 1"""


def leftover(policy: Policy) -> str:
    """Entries that the area did not settle."""
    return f"""
        SELECT residual.* FROM residual
        ANTI JOIN (SELECT entry_id FROM area_best WHERE {is_automatic(policy)}) USING (entry_id)"""


def doubtful(policy: Policy) -> str:
    """Rows that nobody was linked to, with residents who may be their person: they cannot be called missing."""
    return f"""
        SELECT DISTINCT entry_id, resident_id FROM (FROM area_scored UNION ALL FROM nation_scored)
        ANTI JOIN (SELECT entry_id FROM best WHERE {is_automatic(policy)}) USING (entry_id)"""


def is_automatic(policy: Policy) -> str:
    """SQL for whether a best pair may be linked without a person."""
    return f"(weight >= {policy.automatic} AND margin >= {policy.margin})"


def overall_best(policy: Policy) -> str:
    """The settled ones, and for the others the best of area and nation together."""
    open_pairs = f"""
        SELECT area_scored.* FROM area_scored
            ANTI JOIN (SELECT entry_id FROM area_best WHERE {is_automatic(policy)}) USING (entry_id)
        UNION ALL SELECT * FROM nation_scored"""
    return f"SELECT * FROM area_best WHERE {is_automatic(policy)} UNION ALL {best(open_pairs, policy)}"
