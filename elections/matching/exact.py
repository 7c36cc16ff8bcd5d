"""The first step of linking: the same NIK, and then the person behind it.

NIK equality is not identity: about 3 in 1,000 such pairs join two people. A pair is accepted when the birth date is
equal and the name close, or the name very close and the date not altogether different. Whatever is not accepted is a
conflict: it competes with everybody else in the residual.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching.pairing import compared
from elections.matching.relations import Step
from elections.matching.scoring import weight
from elections.matching.vocabulary import AreaLevel, DateLevel, KkLevel, NameLevel
from elections.matching.weights import Weights


def sharing() -> Step:
    """``nik_sharers``, which concerns the registry alone."""
    return Step("Mencari NIK rangkap", "nik_sharers", nik_sharers())


def steps(weights: Weights, also_taken: str = "") -> list[Step]:
    """``exact`` (accepted pairs, one per entry), ``taken`` (their residents), ``residual`` (the other entries).

    ``also_taken`` is a table of residents whom rows outside this comparison have by NIK.
    """
    return [
        Step("Membandingkan orang di balik NIK", "nik_levels", compared(SAME_NIK, rule="'nik'")),
        Step("Menerima NIK dengan orang yang sama", "exact", exact(weights), frees=("nik_levels", "nik_sharers")),
        Step("Mencatat penduduk yang terhubung", "taken", taken(also_taken)),
        Step("Menyisihkan yang belum terhubung", "residual", residual()),
    ]


SAME_NIK = "(SELECT *, 0 AS standing FROM residents) AS r JOIN roll AS e ON e.nik = r.nik"
"""A FROM clause: each entry beside the resident of the same NIK."""


def nik_sharers() -> str:
    """Residents who share their NIK with another: it links nobody here."""
    return """
        SELECT resident_id FROM residents
        WHERE nik IN (SELECT nik FROM residents WHERE nik IS NOT NULL GROUP BY nik HAVING count(*) > 1)"""


def exact(weights: Weights) -> str:
    """The pairs whose person agrees too.

    A name that is only close needs a shared home as well, and no twin: one wrong figure of a NIK can lead to somebody
    born on the same day with a like name. Such pairs are left to the residual, where all candidates compete.
    """
    return f"""
        SELECT * EXCLUDE (has_twin), {weight(weights)} AS weight
        FROM nik_levels ANTI JOIN nik_sharers USING (resident_id)
        WHERE (birth_date_level <> {DateLevel.DIFFERENT} AND name_level >= {NameLevel.VARIANT})
            OR (birth_date_level >= {DateLevel.EQUAL_PLACEHOLDER} AND name_level >= {NameLevel.CLOSE} AND NOT has_twin
                AND (kk_number_level = {KkLevel.EQUAL} OR area_level = {AreaLevel.VILLAGE}))"""


def taken(also_taken: str) -> str:
    """The residents whom a row has by NIK."""
    others = f" UNION SELECT resident_id FROM {also_taken}" if also_taken else ""
    return f"SELECT DISTINCT resident_id FROM exact{others}"


def residual() -> str:
    """The entries that are not linked yet."""
    return "SELECT roll.* FROM roll ANTI JOIN exact USING (entry_id)"
