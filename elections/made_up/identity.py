"""What stands on a person's card: NIK, KK number, name and birthplace.

    known (person + nik, kk, name, place, number)

A NIK is the district of first registration, the birth date (day + 40 for women) and a serial. Home serials stay
below 100; people first registered elsewhere get serials from a band that belongs to this regency alone, so
the files of two regencies never share a NIK.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from elections.made_up.names import DEGREES, GENERATIONS, NEVER_ALONE, SLOTS, STYLES, name_slots, style_number
from elections.made_up.places import SLOTS as PLACE_SLOTS
from elections.made_up.places import band_of, birthplaces, first_registrations, neighbours_of
from elections.made_up.profiles import ErrorKind
from elections.made_up.workshop import Workshop

_BAND = 19
"""Serials per regency in the bands for people first registered elsewhere."""


def identify(workshop: Workshop) -> None:
    """Give everybody numbers, a name and a birthplace."""
    _register(workshop)
    _number_people(workshop)
    _number_households(workshop)
    _name_people(workshop)
    _gather(workshop)
    for table in ("registered", "numbered", "named", "person"):
        workshop.run(f"DROP TABLE {table}")


def _register(workshop: Workshop) -> None:
    """Decide where each was first registered: at home, elsewhere in the regency (3 %), elsewhere (5 %)."""
    dice, regency = workshop.dice, workshop.plan.code
    workshop.load("elsewhere", "slot INTEGER, prefix VARCHAR, place VARCHAR", list(first_registrations(regency)))
    workshop.load("birthplace", "slot INTEGER, place VARCHAR", list(birthplaces(regency)))
    workshop.run("""
    CREATE TABLE district AS
    SELECT row_number() OVER (ORDER BY district) - 1 AS turn, district
    FROM (
        SELECT DISTINCT district
        FROM village
    )
    """)  # fmt: skip
    districts = workshop.number("SELECT count(*) FROM district")
    young = "CASE WHEN born > DATE '2003-12-09' THEN 0.4 ELSE 1 END"
    luck = dice.unit("pid", "registered")
    workshop.run(
        f"""
        CREATE TABLE registered AS
        SELECT pid, born, sex, hid, coalesce(stray, {luck} < 0.054 * {young}) AS foreign_,
            CASE WHEN coalesce(stray, {luck} < 0.054 * {young}) THEN e.prefix WHEN {luck} < 0.088 * {young}
            THEN replace(d.district, '.', '') ELSE replace(village.district, '.', '') END AS prefix,
            CASE WHEN coalesce(stray, {luck} < 0.054 * {young}) THEN e.place ELSE b.place END AS place,
            coalesce(stray, FALSE) AS stray
        FROM person
        JOIN village USING (v)
        LEFT JOIN ({_strays(workshop)}) s USING (pid)
        JOIN elsewhere e ON e.slot = CASE WHEN stray THEN {dice.below("pid", "stray slot", _stray_slots(workshop))}
            ELSE {dice.below("pid", "elsewhere", PLACE_SLOTS)} END
        JOIN birthplace b ON b.slot = {dice.below("pid", "place", PLACE_SLOTS)}
        JOIN district d ON d.turn = {dice.below("pid", "district", districts)}
        """
    )


def _strays(workshop: Workshop) -> str:
    """Return SQL for the people who live in the neighbouring regency although this one's roll lists them."""
    rows = workshop.profile.rows(ErrorKind.LIVES_IN_NEIGHBOUR, workshop.plan.figures.voters)
    order = workshop.dice.unit("pid", "stray")
    return f"SELECT pid, TRUE AS stray FROM person WHERE part = 'absent' ORDER BY {order}, pid LIMIT {rows}"


def _stray_slots(workshop: Workshop) -> int:
    """Return how many of the first slots of `elsewhere` belong to the nearest neighbour."""
    prefix = neighbours_of(workshop.plan.code)[0].replace(".", "")
    return workshop.number(f"SELECT count(*) FROM elsewhere WHERE prefix LIKE '{prefix}%'")


def _number_people(workshop: Workshop) -> None:
    """Write the NIKs. A few name another day or sex than the person's own: a NIK is never corrected."""
    dice, share = workshop.dice, workshop.profile.nik_disagrees
    luck = dice.unit("pid", "disagrees")
    day = f"CASE WHEN {luck} < {share * 0.88} THEN born + 1 + {dice.below('pid', 'other day', 700)} ELSE born END"
    woman = f"(sex = 'P') <> ({luck} >= {share * 0.88} AND {luck} < {share})"
    first = f"{100 + _BAND * band_of(workshop.plan.code)}"
    workshop.run(
        f"""
        CREATE TABLE numbered AS
        WITH coded AS (
            SELECT pid, hid, foreign_, prefix || lpad((day({day}) + CASE WHEN {woman} THEN 40 ELSE 0 END)::VARCHAR, 2,
                '0') || strftime({day}, '%m%y') AS code
            FROM registered
        )
        SELECT pid, code || lpad((CASE WHEN foreign_ THEN {first} ELSE 1
            END + row_number() OVER (PARTITION BY code, foreign_ ORDER BY {dice.unit("hid", "serial")},
            pid) - 1)::VARCHAR, 4, '0') AS nik
        FROM coded
        """
    )


def _number_households(workshop: Workshop) -> None:
    """Write the KK numbers: the district and the day of issue, which is never shifted by 40."""
    dice = workshop.dice
    days = f"({dice.unit('hid', 'issued')} * 5400)::INTEGER"
    workshop.run(
        f"""
        CREATE TABLE card AS
        WITH issued AS (
            SELECT hid, replace(district, '.', '') || strftime(DATE '2006-01-02' + {days}, '%d%m%y') AS code,
                DATE '2006-01-02' + {days} AS issued
            FROM household
            JOIN village USING (v)
        )
        SELECT hid, issued, code || lpad((row_number() OVER (PARTITION BY code ORDER BY hid))::VARCHAR, 4, '0') AS kk
        FROM issued
        """
    )


def _name_people(workshop: Workshop) -> None:
    """Name everybody: some after their neighbour or parent, so that two people share name and nearly all else."""
    dice = workshop.dice
    workshop.load("word", "spot INTEGER, word VARCHAR", list(name_slots()))
    workshop.load("style", "style INTEGER, mononyms DOUBLE, pairs DOUBLE", _styles())
    generation = " + ".join(f"(year(born) >= {year})::INTEGER" for year in GENERATIONS)
    never_alone = ", ".join(f"'{word}'" for word in NEVER_ALONE)
    workshop.run(
        f"""
        CREATE TABLE named AS
        WITH styled AS (
            SELECT pid, {generation} + CASE sex WHEN 'L' THEN 0 ELSE {style_number("P", 0)} END AS style,
                {dice.unit("pid", "name length")} AS length
            FROM person
        )
        SELECT pid, one.word
            || CASE WHEN length < mononyms AND one.word NOT IN ({never_alone}) OR contains(one.word, two.word)
                THEN '' ELSE ' ' || two.word END
            || CASE WHEN length < mononyms + pairs OR contains(one.word || ' ' || two.word, three.word)
                THEN '' ELSE ' ' || three.word END AS name
        FROM styled
        JOIN style USING (style)
        JOIN word one ON one.spot = 2 * style * {SLOTS} + {dice.below("pid", "first", SLOTS)}
        JOIN word two ON two.spot = (2 * style + 1) * {SLOTS} + {dice.below("pid", "second", SLOTS)}
        JOIN word three ON three.spot = (2 * style + 1) * {SLOTS} + {dice.below("pid", "third", SLOTS)}
        """
    )
    workshop.run("DROP TABLE word")


def _styles() -> list[tuple[int, float, float]]:
    """Return (style number, share of one word, share of two words) for each sex and generation."""
    return [
        (style_number(sex, generation), style.mononyms, style.pairs)
        for sex, styles in STYLES.items()
        for generation, style in enumerate(styles)
    ]


def _gather(workshop: Workshop) -> None:
    """Write the table `known`: everybody with all that is known of them."""
    dice = workshop.dice
    namesake = f"""
        CASE WHEN p.alike THEN p.pid - 1 WHEN p.role IN (4, 6) AND {dice.unit("p.pid", "junior")} < 0.002
            THEN CASE p.sex WHEN 'L' THEN p.father ELSE p.mother END END
        """
    workshop.run(
        f"""
        CREATE TABLE known AS
        WITH linked AS (
            SELECT p.*, {namesake} AS namesake
            FROM person p
        )
        SELECT p.* EXCLUDE (namesake), nik, kk, issued, place, prefix, stray, {_title(workshop)} AS name
        FROM linked p
        JOIN numbered USING (pid)
        JOIN card USING (hid)
        JOIN (
            SELECT pid, place, prefix, stray
            FROM registered
        ) USING (pid)
        JOIN named n USING (pid)
        LEFT JOIN named o ON o.pid = namesake
        LEFT JOIN named f ON f.pid = p.father
        ORDER BY pid
        """
    )


def _title(workshop: Workshop) -> str:
    """Return SQL for the name as the card has it: with a title, a degree or the father's name for a few."""
    dice = workshop.dice
    plain = "coalesce(o.name, n.name)"
    degrees = ", ".join(f"'{degree}'" for degree in DEGREES)
    luck = dice.unit("p.pid", "title")
    bin_ = "CASE p.sex WHEN 'L' THEN ' BIN ' ELSE ' BINTI ' END || split_part(f.name, ' ', 1)"
    return f"""
        CASE WHEN p.part = 'child' THEN {plain} WHEN year(born) < 1970 AND {luck} < 0.02 THEN CASE p.sex WHEN 'L'
            THEN 'H. ' ELSE 'HJ. ' END || {plain} WHEN year(born) < 1998 AND {luck} >= 0.02 AND {luck} < 0.035
            THEN {plain} || ', ' || [{degrees}][1 + {dice.below("p.pid", "degree", len(DEGREES))}]
            WHEN {luck} >= 0.035 AND {luck} < 0.037 AND f.name IS NOT NULL THEN {plain} || {bin_} ELSE {plain} END
        """
