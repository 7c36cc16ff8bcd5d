"""The households: their members with their roles, and where they stand.

person    (body + hid, role, father, mother)   role is SHDK; parents only when known
household (hid, v, place, rw, rt, address)     place counts the households of a village from 0
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.figures import EXTRACT_DAY, YOUNGEST_VOTER_BORN
from elections.made_up.places import DUSUN, STREETS
from elections.made_up.workshop import Workshop


def make_households(workshop: Workshop) -> None:
    """Gather everybody into their household and give it an address."""
    _list_people(workshop)
    _address_households(workshop)
    for table in ("body", "settled", "lone", "offspring", "soul", "uniform"):
        workshop.run(f"DROP TABLE {table}")


def _list_people(workshop: Workshop) -> None:
    """Write the table `person`: everybody with household, role and parents."""
    dice = workshop.dice
    blood = f"({dice.unit('husband', 'whose parents')} < 0.6 OR NOT wife_fits)"
    elder_role = f"CASE WHEN {dice.unit('pid', 'elder')} < 0.6 THEN 7 ELSE 8 END"
    workshop.run(
        f"""
        CREATE TABLE person AS
        WITH member AS (
            SELECT husband AS pid, hid, CASE WHEN NOT found THEN 1 WHEN {blood} THEN 4 ELSE 5 END AS role,
                CASE WHEN {blood} THEN father END AS father, CASE WHEN {blood} THEN mother END AS mother
            FROM settled
            UNION ALL
            SELECT wife, hid, CASE WHEN NOT found THEN 3 WHEN {blood} THEN 5 ELSE 4 END,
                CASE WHEN NOT {blood} THEN father END, CASE WHEN NOT {blood} THEN mother END
            FROM settled
            UNION ALL
            SELECT pid, hid, CASE WHEN NOT found THEN 1 WHEN looks = 'elder' THEN {elder_role} ELSE 4 END,
                CASE WHEN looks = 'grown' THEN father END, CASE WHEN looks = 'grown' THEN mother END
            FROM lone
            UNION ALL
            SELECT pid, hid, role, father, mother
            FROM offspring
        ),
        family AS (
            SELECT b.*, m.hid, m.role::INTEGER AS role, m.father, m.mother,
                m.role IN (4, 6) AND part IN ('adult', 'child') AND marital = 1 AND occupation = 0 AND NOT alike
                AND coalesce(m.mother, m.father) IS NOT NULL AS sibling, lag(b.born) OVER brood AS elder_born,
                lag(part) OVER brood AS elder_part
            FROM body b
            JOIN member m USING (pid)
            WINDOW brood AS (PARTITION BY coalesce(m.mother, m.father, -b.pid) ORDER BY b.born, b.pid)
        )
        SELECT * EXCLUDE (sibling, elder_born, elder_part) REPLACE (CASE WHEN sibling THEN {_spaced(workshop)}
            ELSE born END AS born)
        FROM family
        ORDER BY pid
        """
    )


def _spaced(workshop: Workshop) -> str:
    """Return SQL for a birth date that leaves nine months after the sibling before, or none at all for twins."""
    dice = workshop.dice
    later = f"elder_born + 285 + {dice.below('pid', 'spacing', 240)}"
    return f"""
        CASE WHEN part = elder_part AND born - elder_born < 900 AND {dice.unit("pid", "twin")} < 0.05 THEN elder_born
            WHEN born - elder_born < 280 AND {later} <= CASE part WHEN 'child' THEN DATE '{EXTRACT_DAY}'
            ELSE DATE '{YOUNGEST_VOTER_BORN}' END THEN {later} ELSE born END
        """


def _address_households(workshop: Workshop) -> None:
    """Line the households of a village up: 32 to an RT, four RT to an RW, two RW to a dusun."""
    dice = workshop.dice
    workshop.load("dusun", "slot INTEGER, dusun VARCHAR", list(enumerate(DUSUN)))
    workshop.load("street", "slot INTEGER, street VARCHAR", [(i, s.replace("_", " ")) for i, s in enumerate(STREETS)])
    on_street = f"{dice.unit('hid', 'street')} < CASE substr(code, 10, 1) WHEN '1' THEN 0.85 ELSE 0.14 END"
    number = f"' NO ' || (1 + {dice.below('hid', 'house number', 120)})"
    workshop.run(
        f"""
        CREATE TABLE household AS
        WITH lined AS (
            SELECT hid, v, (row_number() OVER (PARTITION BY v ORDER BY {dice.unit("hid", "place")}, hid) - 1)::INTEGER
                AS place
            FROM (
                SELECT DISTINCT hid, v
                FROM person
            )
        ),
        numbered AS (
            SELECT *, 1 + place // 128 AS rw, 1 + place // 32 % 4 AS rt, place // 256 AS hamlet
            FROM lined
        )
        SELECT hid, v, place, lpad(rw::VARCHAR, 3, '0') AS rw, lpad(rt::VARCHAR, 3, '0') AS rt,
            CASE WHEN {on_street} THEN CASE WHEN {dice.unit("hid", "short")} < 0.6 THEN 'JALAN ' ELSE 'JL. '
            END || street || {number} ELSE CASE WHEN {dice.unit("hid", "short")} < 0.75 THEN 'DUSUN ' ELSE 'DSN. '
            END || CASE WHEN hamlet = 0 THEN name ELSE dusun END END AS address
        FROM numbered
        JOIN village USING (v)
        JOIN dusun ON dusun.slot = (v * 7 + hamlet) % {len(DUSUN)}
        JOIN street ON street.slot = {dice.below("hid", "which street", len(STREETS))}
        ORDER BY hid
        """
    )
