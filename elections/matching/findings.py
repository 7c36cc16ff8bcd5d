"""What should be reported: of a row of the roll, or of a resident whom the roll leaves out.

Duplicates are found after linking, as two rows of one resident, so that a second NIK does not hide them. The evidence
is a short sentence without NIK, family card number or name: it is stored in the clear.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from collections.abc import Iterable

from elections.matching import nik_rule
from elections.matching.policy import Policy
from elections.matching.relations import Step
from elections.matching.sides import is_placeholder
from elections.matching.vocabulary import AreaLevel, FindingKind, NikLevel, Outcome


def steps(policy: Policy) -> list[Step]:
    """``findings``, with the code under which the election reports each kind."""
    return [
        Step("Mencari penduduk yang perlu perhatian", "noted", noted(policy)),
        Step("Menyiapkan fakta pemilih", "facts", facts()),
        Step("Mencari data ganda", "repeats", repeats()),
        Step("Menyusun temuan", "findings", findings(policy), frees=("noted", "facts", "repeats", "doubtful")),
    ]


def noted(policy: Policy) -> str:
    """The few residents of whom something may have to be said, so that only they are joined."""
    return f"""
        SELECT resident_id, residency, occupation, recorded, birth_date, marital > 1 AS ever_married
        FROM residents
        WHERE residency <> 1 OR occupation IN ({barred(policy)}) OR NOT recorded
            OR birth_date IS NULL OR birth_date > {policy.adult_until}"""


def facts() -> str:
    """Each entry beside what is noted of the resident it is linked to. The registry's word goes before the roll's.

    Of a row that nobody was linked to, a placeholder for the birth date proves no age.
    """
    return f"""
        SELECT m.entry_id, m.resident_id, m.area_level, r.residency, r.occupation, r.recorded,
            coalesce(r.birth_date, e.birth_date) AS birth_date, r.birth_date IS NOT NULL AS birth_date_is_registered,
            coalesce(r.ever_married, e.marital > 1, false) AS ever_married
        FROM matches AS m JOIN noted AS r USING (resident_id) JOIN roll AS e USING (entry_id)
        UNION ALL BY NAME
        SELECT entry_id, CASE WHEN NOT {is_placeholder("e.birth_date")} THEN e.birth_date END AS birth_date,
            false AS birth_date_is_registered, coalesce(e.marital > 1, false) AS ever_married
        FROM matches AS m JOIN roll AS e USING (entry_id) WHERE m.resident_id IS NULL"""


def repeats() -> str:
    """The surplus rows of a person who stands on the roll more than once, each with the row that is kept.

    Kept is the row with the best outcome, then the heaviest, then the first. Rows that were not found are one person
    when NIK, name and birth date are all equal.
    """
    return f"""
        SELECT same.entry_id, resident_id, by_nik AND kept_by_nik AS same_nik, kept_id, roll.tps AS kept_tps
        FROM (
            SELECT entry_id, resident_id, nik_level = {NikLevel.EQUAL} AS by_nik,
                first_value(by_nik) OVER same AS kept_by_nik, first_value(entry_id) OVER same AS kept_id
            FROM matches
            WHERE resident_id IN (SELECT resident_id FROM matches GROUP BY resident_id HAVING count(*) > 1)
            WINDOW same AS (PARTITION BY resident_id ORDER BY array_position({KEPT_FIRST}, outcome) NULLS LAST,
                weight DESC, entry_id)
            UNION ALL
            SELECT entry_id, NULL, true, true, min(entry_id) OVER (PARTITION BY nik, name_id, birth_date)
            FROM roll JOIN matches USING (entry_id)
            WHERE outcome = '{Outcome.NOT_FOUND}' AND nik IS NOT NULL AND nik_fault IS NULL
                AND name_id IS NOT NULL) AS same
        JOIN roll ON roll.entry_id = kept_id
        WHERE same.entry_id <> kept_id"""


KEPT_FIRST = [Outcome.MATCHED.value, Outcome.MATCHED_WITH_DIFFERENCES.value]
"""Of several rows of one person the one whose NIK and person agree best is kept."""


def findings(policy: Policy) -> str:
    """All kinds together, with their codes."""
    kinds = " UNION ALL ".join(f"({query})" for query in _queries(policy))
    codes = " ".join(f"WHEN '{kind}' THEN '{code}'" for kind, code in sorted(policy.kpu_codes.items()))
    code = f"CASE kind {codes} ELSE '' END" if codes else "''"
    return f"SELECT kind, entry_id, resident_id, rule, evidence, {code} AS kpu_code FROM ({kinds})"


def _queries(policy: Policy) -> Iterable[str]:
    yield of_rows(
        FindingKind.DECEASED,
        f"residency IN ({', '.join(policy.deceased_states)})",
        "'residency_status'",
        "'Data penduduk mencatat orang ini sudah meninggal.'",
    )
    yield of_rows(
        FindingKind.MOVED_OUT,
        f"residency IN ({', '.join(policy.moved_states)})",
        "'residency_status'",
        "'Data penduduk mencatat orang ini sudah pindah domisili.'",
    )
    yield of_rows(
        FindingKind.MILITARY,
        f"occupation = {policy.military_occupation}",
        "'occupation'",
        "'Pekerjaan di data penduduk: TNI.'",
    )
    yield of_rows(
        FindingKind.POLICE,
        f"occupation = {policy.police_occupation}",
        "'occupation'",
        "'Pekerjaan di data penduduk: Polri.'",
    )
    yield of_rows(
        FindingKind.UNDER_AGE,
        f"birth_date > {policy.adult_until} AND NOT ever_married",
        "CASE WHEN birth_date_is_registered THEN 'registry_birth_date' ELSE 'roll_birth_date' END",
        f"'Lahir ' || strftime(birth_date, '%d-%m-%Y') || ', belum {policy.adult_age} tahun pada "
        f"{policy.polling_date:%d-%m-%Y}, dan belum pernah kawin.'",
    )
    yield of_rows(
        FindingKind.NOT_RECORDED,
        "NOT recorded",
        "'card_status'",
        "'Data penduduk mencatat perekaman KTP-el belum selesai.'",
    )
    yield of_rows(
        FindingKind.WRONG_VILLAGE,
        f"area_level BETWEEN {AreaLevel.OTHER} AND {AreaLevel.DISTRICT} "
        f"AND coalesce(residency NOT IN ({gone(policy)}), true)",
        f"CASE area_level WHEN {AreaLevel.OTHER} THEN 'other_regency' ELSE 'other_village' END",
        f"CASE area_level WHEN {AreaLevel.OTHER} THEN 'Alamat di data penduduk berada di kabupaten/kota lain.' "
        "ELSE 'Alamat di data penduduk berada di desa/kelurahan lain.' END",
        source="(SELECT entry_id, resident_id, area_level, residency FROM matches LEFT JOIN noted USING (resident_id) "
        "WHERE resident_id IS NOT NULL)",
    )
    sentences = " ".join(f"WHEN '{rule}' THEN '{words}'" for rule, words in nik_rule.WORDS.items())
    yield of_rows(
        FindingKind.INVALID_NIK,
        "nik_fault IS NOT NULL",
        "nik_fault",
        f"CASE nik_fault {sentences} END",
        source="(SELECT * FROM roll WHERE nik_fault IS NOT NULL) JOIN matches USING (entry_id)",
    )
    yield duplicates()
    yield missing()


def of_rows(kind: FindingKind, condition: str, rule: str, evidence: str, *, source: str = "facts") -> str:
    """SQL for one kind of finding about rows of the roll."""
    return f"""SELECT '{kind}' AS kind, entry_id, resident_id, {rule} AS rule, {evidence} AS evidence
            FROM {source} WHERE {condition}"""


def duplicates() -> str:
    """SQL for the surplus rows of one person."""
    return f"""SELECT '{FindingKind.DUPLICATE}' AS kind, entry_id, resident_id,
                CASE WHEN resident_id IS NULL THEN 'identical_rows' WHEN same_nik THEN 'same_nik'
                    ELSE 'same_person' END AS rule,
                'Orang yang sama dengan baris ' || kept_id || coalesce(' di TPS ' || kept_tps, '') || '.' AS evidence
            FROM repeats"""


def missing() -> str:
    """SQL for eligible residents whom no row took, and whom no row waiting for a decision may still take."""
    return f"""SELECT '{FindingKind.MISSING_FROM_ROLL}' AS kind, NULL::BIGINT AS entry_id, resident_id,
                'no_row' AS rule, 'Memenuhi syarat memilih, tetapi tidak ada baris daftar untuk orang ini.' AS evidence
            FROM residents
            ANTI JOIN (SELECT coalesce(resident_id, candidate_id) AS resident_id FROM matches) USING (resident_id)
            ANTI JOIN doubtful USING (resident_id)
            WHERE expected"""


def barred(policy: Policy) -> str:
    """SQL list of the occupations that may not vote."""
    return f"{policy.military_occupation}, {policy.police_occupation}"


def gone(policy: Policy) -> str:
    """SQL list of the states of those who died or moved: where they used to live is no finding."""
    return ", ".join((*policy.deceased_states, *policy.moved_states))
