"""The registry's extract: one CSV per regency in the layout of SIAK, every value quoted."""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from math import ceil
from pathlib import Path

from elections.made_up.figures import EXTRACT_DAY
from elections.made_up.names import STYLES
from elections.made_up.workshop import Workshop
from elections.made_up.writing import write_csv

_SLICE = 100_000
"""The extract is sorted and written for about this many people at a time, to keep within the bound on memory."""

DAMAGED_SHARE = 0.00015
DAMAGE_KINDS = ("nik_fifteen_digits", "nik_from_excel", "impossible_date", "status_blank", "foreign_village")

_AGE = f"date_diff('year', born, DATE '{EXTRACT_DAY}')"


def write_siak(workshop: Workshop, path: Path, *, damaged: bool) -> None:
    """Write everybody in the registry, household by household; parents by NIK where they are known."""
    elders = [
        (sex, slot, word) for sex, styles in STYLES.items() for slot, word in enumerate(dict.fromkeys(styles[0].first))
    ]
    workshop.load("elder", "sex VARCHAR, slot INTEGER, elder VARCHAR", elders)
    _choose_damaged(workshop, damaged)
    villages = len(workshop.plan.villages)
    slices = range(0, villages, ceil(villages / ceil(workshop.plan.figures.residents / _SLICE)))
    write_csv(workshop, path, *(_rows(workshop, first, first + slices.step) for first in slices))


def write_damaged(workshop: Workshop, path: Path) -> None:
    """Write which rows of the extract were damaged on purpose: row (1 is the first below the header), NIK, kind."""
    write_csv(
        workshop,
        path,
        f"""
        WITH numbered AS (
            SELECT row_number() OVER ({_ORDER}) AS row, nik, damage
            FROM known
            JOIN household h USING (hid)
            LEFT JOIN damaged USING (pid)
            WHERE part <> 'absent'
        )
        SELECT row, nik, damage AS kind
        FROM numbered
        WHERE damage IS NOT NULL
        ORDER BY row
        """,
    )


_ORDER = "ORDER BY h.v, h.place, role, pid"


def _choose_damaged(workshop: Workshop, damaged: bool) -> None:
    """Choose the rows to damage among living people who are not on the roll, so that the roll's truth stands."""
    rows = max(1, int(DAMAGED_SHARE * workshop.plan.figures.residents)) if damaged else 0
    kinds = ", ".join(f"'{kind}'" for kind in DAMAGE_KINDS)
    order = workshop.dice.unit("pid", "damaged")
    workshop.run(
        f"""
        CREATE TABLE damaged AS
        SELECT pid, [{kinds}][1 + (row_number() OVER (ORDER BY {order}, pid) - 1) % {len(DAMAGE_KINDS)}] AS damage
        FROM known
        ANTI JOIN entry USING (pid)
        WHERE status = 1 AND part <> 'absent'
        ORDER BY {order}, pid
        LIMIT {rows}
        """
    )


def _rows(workshop: Workshop, first: int, end: int) -> str:
    """Return SQL for the rows of the villages from `first` to before `end`, in the order of households."""
    dice = workshop.dice
    men, women = (workshop.number(f"SELECT count(*) FROM elder WHERE sex = '{sex}'") for sex in ("L", "P"))
    wed = f"least(born + 7000 + {dice.below('k.pid', 'wedding', 3000)}, DATE '{EXTRACT_DAY}')"
    parted = f"least({wed} + 1500 + {dice.below('k.pid', 'parting', 4000)}, DATE '{EXTRACT_DAY}')"
    number = f"lpad(({dice.below('k.pid', 'deed', 900)} + 1)::VARCHAR, 4, '0')"
    deed = f"substr(kk, 1, 4) || '-LT-' || strftime(born + 60, '%d%m%Y') || '-' || {number}"
    return f"""
        SELECT kk AS NO_KK, CASE damage WHEN 'nik_fifteen_digits' THEN substr(nik, 1, 15) WHEN 'nik_from_excel'
            THEN substr(nik, 1, 1) || '.' || substr(nik, 2, 5) || 'E+15' ELSE nik END AS NIK, k.name AS NAMA_LGKP,
            CASE damage WHEN 'status_blank' THEN '' ELSE status::VARCHAR END AS STATUS, k.place AS TMPT_LHR,
            CASE damage WHEN 'impossible_date' THEN '31-02-' || year(born) ELSE strftime(born, '%d-%m-%Y')
            END AS TGL_LHR, CASE k.sex WHEN 'L' THEN 1 ELSE 2 END AS JENIS_KLMIN,
            coalesce(father_nik, '') AS NIK_AYAH, coalesce(father_name, e.elder) AS NAMA_AYAH,
            coalesce(mother_nik, '') AS NIK_IBU, coalesce(mother_name, g.elder) AS NAMA_IBU, marital AS STAT_KWN,
            role AS SHDK, {_religion(workshop)} AS AGAMA, address AS ALAMAT, rw AS NO_RW, rt AS NO_RT,
            {_schooling(workshop)} AS PDDK_AKHIR, {_occupation(workshop)} AS JENIS_PKRJN,
            {_blood(workshop)} AS GOL_DRH, CASE WHEN {dice.unit("k.pid", "disabled")} < 0.006
            THEN 1 + {dice.below("k.pid", "disability", 5)} ELSE 7 END AS PNYDNG_CCT, '' AS NO_PASPOR,
            CASE WHEN year(born) > 1995 AND {dice.unit("k.pid", "deed kept")} < 0.7 THEN {deed} ELSE ''
            END AS NO_AKTA_LHR, CASE WHEN marital = 1 THEN ''
            ELSE {number} || '/' || month({wed}) || '/' || year({wed}) END AS NO_AKTA_KWN,
            CASE WHEN marital = 1 THEN '' ELSE strftime({wed}, '%d-%m-%Y') END AS TGL_KWN,
            CASE WHEN marital = 3 THEN {number} || '/AC/' || year({parted}) ELSE '' END AS NO_AKTA_CRAI,
            CASE WHEN marital = 3 THEN strftime({parted}, '%d-%m-%Y') ELSE '' END AS TGL_CRAI,
            strftime(issued, '%d-%m-%Y') AS TGL_ENTRI, substr(code, 1, 2) AS NO_PROP, substr(code, 4, 2) AS NO_KAB,
            substr(code, 7, 2) AS NO_KEC, CASE damage WHEN 'foreign_village' THEN '9999' ELSE substr(code, 10, 4)
            END AS NO_KEL, state AS STATUS_EKTP
        FROM known k
        JOIN household h ON h.hid = k.hid
        JOIN village ON village.v = k.v
        JOIN card_state USING (pid)
        LEFT JOIN damaged USING (pid)
        LEFT JOIN (
            SELECT pid AS father_pid, nik AS father_nik, name AS father_name
            FROM known
            WHERE sex = 'L'
        ) f ON father_pid = k.father
        LEFT JOIN (
            SELECT pid AS mother_pid, nik AS mother_nik, name AS mother_name
            FROM known
            WHERE sex = 'P'
        ) m ON mother_pid = k.mother
        JOIN elder e ON e.sex = 'L' AND e.slot = {dice.below("k.pid", "father", men)}
        JOIN elder g ON g.sex = 'P' AND g.slot = {dice.below("k.pid", "mother", women)}
        WHERE part <> 'absent' AND k.v >= {first} AND k.v < {end}
        ORDER BY h.v, h.place, role, k.pid
        """


def _religion(workshop: Workshop) -> str:
    """Return SQL for the religion, one for the whole household: 1 for nearly all."""
    luck = workshop.dice.unit("k.hid", "religion")
    return f"""
        CASE WHEN {luck} < 0.012 THEN 2 WHEN {luck} < 0.016 THEN 3 WHEN {luck} < 0.018 THEN 4 WHEN {luck} < 0.0195
            THEN 5 WHEN {luck} < 0.0197 THEN 6 WHEN {luck} < 0.02 THEN 7 ELSE 1 END
        """


def _schooling(workshop: Workshop) -> str:
    """Return SQL for the last completed school: by age for children, by generation for adults."""
    luck = workshop.dice.unit("k.pid", "school")
    return f"""
        CASE WHEN {_AGE} < 7 THEN 1 WHEN {_AGE} < 13 THEN 2 WHEN {_AGE} < 16 THEN 3 WHEN {_AGE} < 19 THEN 4
            WHEN year(born) < 1955 THEN CASE WHEN {luck} < 0.25 THEN 1 WHEN {luck} < 0.5 THEN 2 WHEN {luck} < 0.85
            THEN 3 WHEN {luck} < 0.92 THEN 4 ELSE 5 END ELSE CASE WHEN {luck} < 0.24 THEN 3 WHEN {luck} < 0.46 THEN 4
            WHEN {luck} < 0.86 THEN 5 WHEN {luck} < 0.87 THEN 6 WHEN {luck} < 0.90 THEN 7 WHEN {luck} < 0.99 THEN 8
            WHEN {luck} < 0.999 THEN 9 ELSE 10 END END
        """


def _occupation(workshop: Workshop) -> str:
    """Return SQL for the occupation; only soldiers have 6 and only police officers 7."""
    luck = workshop.dice.unit("k.pid", "work")
    return f"""
        CASE WHEN occupation > 0 THEN occupation WHEN {_AGE} < 6 THEN 1 WHEN {_AGE} < 18 THEN 3 WHEN {_AGE} < 23
            AND {luck} < 0.4 THEN 3 WHEN {_AGE} > 62 AND {luck} < 0.06 THEN 4 WHEN k.sex = 'P' AND marital <> 1
            AND {luck} < 0.52 THEN 2 WHEN {luck} < 0.55 THEN 5 WHEN {luck} < 0.68 THEN 9 WHEN {luck} < 0.73 THEN 20
            WHEN {luck} < 0.90 THEN 15 WHEN {luck} < 0.93 THEN 19 WHEN {luck} < 0.945 THEN 65 WHEN {luck} < 0.955
            THEN 84 WHEN {luck} < 0.965 THEN 81 ELSE 88 END
        """


def _blood(workshop: Workshop) -> str:
    """Return SQL for the blood group: mostly unknown (13)."""
    luck = workshop.dice.unit("k.pid", "blood")
    return f"""
        CASE WHEN {luck} < 0.7 THEN 13 WHEN {luck} < 0.78 THEN 1 WHEN {luck} < 0.87 THEN 2 WHEN {luck} < 0.89 THEN 3
            ELSE 4 END
        """
