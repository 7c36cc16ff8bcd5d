"""Checks as data: for each rule a code, a column, the SQL that fails it and what the sender should do.

The first check that fails decides what is said of a row; the columns of the others are named beside it.
Conditions read the columns of the kind's reading by the layout's names (as written) and by its own (as read).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registry.choices import RowVerdict
from registry.rules.dates import DATE_SENTENCES, DateFault
from registry.rules.number_report import SENTENCES, Fault
from registry.rules.provinces import LAST_NUMBERS


@dataclass(frozen=True)
class Check:
    """One rule over rows.

    Attributes:
        rule: its code, the same as in `registry/rules` where there is one.
        column: the column of the layout that must be mended.
        fails: SQL condition; NULL counts as passed.
        advice: Indonesian sentence; `{detail}` is filled in.
        found: SQL text to show as found; empty shows the column as it was written, masked by what it holds.
        detail: SQL text for `{detail}`.
        verdict: held until somebody mends it, or rejected because nothing is lost without it.
        guard: cheap SQL condition without which `fails` is not even asked; equal for all checks of a group.
    """

    rule: str
    column: str
    fails: str
    advice: str
    found: str = ""
    detail: str = "''"
    verdict: RowVerdict = RowVerdict.HELD
    guard: str = "true"


@dataclass(frozen=True)
class Notice:
    """Something legal that is worth a look: counted in the batch's summary, never held."""

    rule: str
    counts: str
    sentence: str


_PROVINCES: Final = ", ".join(f"'{code}'" for code in LAST_NUMBERS)


def number_checks(column: str, read: str, name: str) -> tuple[Check, ...]:
    """Return the checks of a NIK or KK number by its form (registry/rules/nik.py and family_card.py).

    Args:
        column: the column as the layout names it.
        read: the reading's column with `written_number` of it.
        name: "NIK" or "Nomor KK", as people say it; decides whether a day may lie above 40.
    """
    days = "NOT BETWEEN '01' AND '31'"
    day = f"substr({read}, 7, 2)"
    wrong_day = f"{day} {days}" + (f" AND {day} NOT BETWEEN '41' AND '71'" if name == "NIK" else "")
    real_day = f"(CASE WHEN {day} > '40' THEN lpad(CAST(try_cast({day} AS INT) - 40 AS TEXT), 2, '0') ELSE {day} END)"
    wrong_month = f"substr({read}, 9, 2) NOT BETWEEN '01' AND '12'"
    # Nearly every number is sound as it stands, and one look says so.
    guard = f"NOT is_sound_{_code(name)}({column})"
    digits = f"regexp_full_match({read}, '[0-9]{{16}}')"
    equal = f"{read} = repeat(left({read}, 1), 16)"
    if_number = f"{digits} AND NOT ({equal}) AND"
    # The century is unknown: a day that exists in either is possible, and 2000 was a leap year.
    dated = " AND ".join(
        f"try_cast('{century}' || substr({read}, 11, 2) || '-' || substr({read}, 9, 2) || '-' || {real_day} AS DATE)"
        " IS NULL"
        for century in ("19", "20")
    )
    expected_day = (
        "Harus 01 s.d. 31 untuk laki-laki atau 41 s.d. 71 untuk perempuan."
        if name == "NIK"
        else "Harus 01 s.d. 31: di nomor KK tanggal tidak ditambah 40."
    )
    what_stands = (
        f"CASE WHEN regexp_full_match({read}, '[0-9]+') THEN 'Yang tertulis ' || length({read}) || ' angka.'"
        " ELSE 'Yang tertulis memuat huruf atau tanda lain.' END"
    )

    def check(fault: Fault, fails: str, found: str = "", detail: str = "", expected: str = "") -> Check:
        advice = SENTENCES[fault].format(name=name, found="{detail}", expected=expected)
        rule = f"{_code(name)}_{fault}"
        return Check(rule, column, fails, advice, found, detail or found or "''", guard=guard)

    return (
        check(Fault.BLANK, f"{read} = ''"),
        check(Fault.SCIENTIFIC, f"is_scientific({read})"),
        check(Fault.MASKED, rf"regexp_full_match({read}, '[0-9]*\*[0-9*]*')"),
        check(
            Fault.NOT_SIXTEEN_DIGITS,
            rf"{read} <> '' AND NOT {digits} AND NOT is_scientific({read})"
            rf" AND NOT regexp_full_match({read}, '[0-9]*\*[0-9*]*')",
            detail=what_stands,
        ),
        check(Fault.ALL_DIGITS_EQUAL, f"{digits} AND {equal}"),
        check(Fault.UNKNOWN_PROVINCE, f"{if_number} left({read}, 2) NOT IN ({_PROVINCES})", f"left({read}, 2)"),
        check(Fault.REGENCY_ZERO, f"{if_number} substr({read}, 3, 2) = '00'", "'00'"),
        check(Fault.DISTRICT_ZERO, f"{if_number} substr({read}, 5, 2) = '00'", "'00'"),
        check(Fault.IMPOSSIBLE_DAY, f"{if_number} {wrong_day}", day, expected=expected_day),
        check(Fault.IMPOSSIBLE_MONTH, f"{if_number} {wrong_month}", f"substr({read}, 9, 2)"),
        check(
            Fault.IMPOSSIBLE_DATE,
            f"{if_number} NOT ({wrong_day}) AND NOT ({wrong_month}) AND {dated}",
            f"substr({read}, 7, 6)",
            expected="lahir" if name == "NIK" else "pendaftaran",
        ),
        check(Fault.SERIAL_ZERO, f"{if_number} right({read}, 4) = '0000'", "'0000'"),
    )


def date_checks(column: str, read: str) -> tuple[Check, ...]:
    """Return the checks of a date that must be there (registry/rules/dates.py), one for each fault.

    Args:
        column: the column as the layout names it.
        read: the reading's column with `calendar_date` of it.
    """
    return tuple(
        Check(
            f"tanggal_{fault}",
            column,
            f"date_fault({column}) = '{fault}'",
            DATE_SENTENCES[fault],
            guard=f"{read} IS NULL",
        )
        for fault in DateFault
    )


def code_check(column: str, read: str, allowed: Sequence[int], meaning: str, *, may_be_blank: bool = False) -> Check:
    """Return the check that a code is on its list; `read` is `code_number` of the column."""
    listed = ", ".join(map(str, allowed))
    blank = f"trim({column}) <> '' AND " if may_be_blank else ""
    span = f"{allowed[0]} s.d. {allowed[-1]}" if len(allowed) == allowed[-1] - allowed[0] + 1 else listed
    return Check(
        f"kode_{column.lower()}",
        column,
        f"{blank}coalesce({read} NOT IN ({listed}), true)",
        f"Kode {meaning} harus {span}. Betulkan kodenya sesuai daftar SIAK.",
    )


def text_checks(columns: Sequence[str]) -> tuple[Check, ...]:
    """Return the checks that no column holds control characters or signs of text lost on the way."""
    broken = "Ada huruf rusak (NUL, tanda kendali, atau U+FFFD). Ambil lagi baris ini dari sumbernya."
    guard = f"has_broken_characters({' || '.join(columns)})"
    return tuple(
        Check("huruf_rusak", column, f"has_broken_characters({column})", broken, guard=guard) for column in columns
    )


def no_number_inside(columns: Sequence[str]) -> tuple[Check, ...]:
    """Return the checks that no NIK or KK number stands in a column of names or addresses."""
    advice = (
        "Kolom ini memuat deretan angka sepanjang NIK. Mungkin kolom bergeser atau tanda kutip tidak ditutup; "
        "betulkan barisnya."
    )
    return tuple(Check("nomor_di_kolom_lain", column, f"has_identity_number({column})", advice) for column in columns)


def length_check(column: str, read: str, most: int) -> Check:
    """Return the check that a text fits the register."""
    advice = f"Isi lebih dari {most} huruf. Singkatkan, atau periksa apakah kolom bergeser."
    return Check("terlalu_panjang", column, f"length({read}) > {most}", advice)


def name_check(column: str, read: str) -> Check:
    """Return the check that a name is there and is somebody's; one letter is a name."""
    advice = "Nama kosong atau hanya pengisi tempat. Isi nama sesuai KK atau akta."
    return Check("nama_kosong", column, f"is_placeholder_name(upper({read}))", advice)


def _code(name: str) -> str:
    return "nik" if name == "NIK" else "kk"
