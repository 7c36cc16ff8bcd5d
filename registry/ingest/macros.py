"""How text from a file is read, as SQL: the same readings as `registry/rules`, over a million rows at once.

`tests/registry/ingest/test_sql_agrees_with_rules.py` holds these and the pure rules together.
"""

from __future__ import annotations

from typing import Final

from registry.rules.provinces import LAST_NUMBERS

# Every space of Unicode but the plain one.
_ODD_SPACES: Final = r"\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}"
_PLAIN_SPACES: Final = r"' ' || chr(9) || chr(10) || chr(13)"
_LINE_SIGNS: Final = "' ' || chr(8232) || chr(8233)"
_APOSTROPHES: Final = "chr(39) || chr(96) || chr(8216) || chr(8217) || chr(700) || chr(8242)"
_DAY_FIRST: Final = "|".join(rf"[0-9]{{1,2}}{sign}[0-9]{{1,2}}{sign}[0-9]{{4}}" for sign in ("-", "/", r"\|"))
_YEAR_FIRST: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00:00)?"
_SHORT_YEAR: Final = "|".join(rf"[0-9]{{1,2}}{sign}[0-9]{{1,2}}{sign}[0-9]{{2}}" for sign in ("-", "/", r"\|"))
#: Characters that no text of a register holds: control characters but tab and line ends, and U+FFFD.
BROKEN_CHARACTERS: Final = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{FFFD}]"


def _sound(women: str) -> str:
    """Return the pattern of a number whose area, date (up to the 28th) and serial are possible."""
    area = f"({'|'.join(LAST_NUMBERS)})(0[1-9]|[1-9][0-9])(0[1-9]|[1-9][0-9])"
    date = f"({women}0[1-9]|1[0-9]|2[0-8])(0[1-9]|1[0-2])[0-9][0-9]"
    return f"{area}{date}([1-9][0-9][0-9][0-9]|0[1-9][0-9][0-9]|00[1-9][0-9]|000[1-9])"


def _once(value: str, macro: str) -> str:
    """Return SQL for a macro of a value that is written into the statement once, however often the macro names it.

    A macro's argument is copied to each place where it is named; three such macros inside each other make a
    statement that takes longer to plan than to run.
    """
    return f"list_transform([{value}], lambda once: {macro}(once))[1]"


_SOUND_NIK: Final = _sound("4[1-9]|5[0-9]|6[0-8]|")
_SOUND_KK: Final = _sound("")
_OUTER: Final = r"[\s\x0B\x1C-\x1F\x85\p{Z}]+"

MACROS: Final = (
    # --- Numbers of sixteen figures (registry/rules/written_number.py) ---
    rf"""MACRO without_invisible(v) AS
        trim(regexp_replace(trim(v, {_PLAIN_SPACES}), '[\p{{Cc}}\p{{Cf}}{_ODD_SPACES}]', '', 'g'), {_LINE_SIGNS})""",
    r"""MACRO is_scientific(core) AS regexp_full_match(core, '[0-9]([.,][0-9]*)?[eE]\+?[0-9]+')""",
    rf"""MACRO core_of_visible(seen) AS
        CASE WHEN length(seen) > 0 AND contains({_APOSTROPHES}, left(seen, 1))
             THEN trim(ltrim(seen, {_APOSTROPHES}), {_LINE_SIGNS})
             ELSE seen END""",
    f"MACRO number_core(v) AS {_once('without_invisible(v)', 'core_of_visible')}",
    r"""MACRO number_of_core(core) AS
        CASE WHEN regexp_full_match(core, '[0-9]{16}[.,]0+') THEN left(core, 16)
             WHEN is_scientific(core) THEN core
             ELSE regexp_replace(core, '[ .\p{Pd}\x{2212}]', '', 'g') END""",
    rf"""MACRO written_number(v) AS
        CASE WHEN regexp_full_match(v, '[0-9]{{16}}') THEN v
             ELSE {_once("number_core(v)", "number_of_core")} END""",
    # Sufficient, not necessary, for having no fault at all.
    rf"MACRO is_sound_nik(v) AS regexp_full_match(v, '{_SOUND_NIK}') AND v <> repeat(left(v, 1), 16)",
    rf"MACRO is_sound_kk(v) AS regexp_full_match(v, '{_SOUND_KK}') AND v <> repeat(left(v, 1), 16)",
    # --- Dates (registry/rules/dates.py) ---
    rf"MACRO outer_trimmed(v) AS regexp_replace(v, '^{_OUTER}|{_OUTER}$', '', 'g')",
    rf"MACRO is_day_first(v) AS regexp_full_match(v, '{_DAY_FIRST}')",
    rf"MACRO is_year_first(v) AS regexp_full_match(v, '{_YEAR_FIRST}')",
    r"""MACRO date_parts(v) AS
        CASE WHEN is_day_first(v) THEN [right(v, 4),
                  lpad(regexp_extract(v, '^[0-9]+.([0-9]+)', 1), 2, '0'), lpad(regexp_extract(v, '^[0-9]+'), 2, '0')]
             WHEN is_year_first(v) THEN [left(v, 4), substr(v, 6, 2), substr(v, 9, 2)] END""",
    r"""MACRO date_of_parts(parts) AS
        CASE WHEN parts[1] <> '0000' THEN try_cast(parts[1] || '-' || parts[2] || '-' || parts[3] AS DATE) END""",
    "MACRO calendar_date(v) AS date_of_parts(date_parts(outer_trimmed(v)))",
    """MACRO fault_of_parts(parts) AS
        CASE WHEN date_of_parts(parts) IS NOT NULL THEN NULL
             WHEN '00' IN (parts[2], parts[3]) OR parts[1] = '0000' THEN 'unknown_part'
             WHEN parts[2] > '12' THEN 'month_after_twelve'
             ELSE 'impossible' END""",
    rf"""MACRO fault_of_date(v) AS
        CASE WHEN is_day_first(v) OR is_year_first(v) THEN {_once("date_parts(v)", "fault_of_parts")}
             WHEN v = '' THEN 'blank'
             WHEN regexp_full_match(v, '[0-9]{{1,6}}([.,][0-9]+)?') THEN 'excel_serial'
             WHEN regexp_full_match(v, '{_SHORT_YEAR}') THEN 'short_year'
             ELSE 'unreadable' END""",
    f"MACRO date_fault(v) AS {_once('outer_trimmed(v)', 'fault_of_date')}",
    # --- Text and codes ---
    r"""MACRO plain_text(v) AS
        CASE WHEN regexp_matches(v, '[^!-~ ]|^ | $|  ')
             THEN trim(regexp_replace(nfc_normalize(regexp_replace(v, '\p{Cf}', '', 'g')), '[\s\p{Z}]+', ' ', 'g'))
             ELSE v END""",
    rf"MACRO has_broken_characters(v) AS regexp_matches(v, '{BROKEN_CHARACTERS}')",
    # Fourteen figures and more: a telephone number in an address is no NIK.
    r"MACRO has_identity_number(v) AS regexp_matches(v, '([0-9][ .\-]?){13,}[0-9]')",
    # A spreadsheet drops leading zeros of a code that is a name; putting them back guesses nothing.
    r"""MACRO figures(v, width) AS
        CASE WHEN regexp_full_match(trim(v), '[0-9]+') AND length(trim(v)) <= width
             THEN lpad(trim(v), width, '0') END""",
    r"MACRO code_number(v) AS CASE WHEN regexp_full_match(trim(v), '[0-9]{1,3}') THEN CAST(trim(v) AS SMALLINT) END",
    r"""MACRO is_placeholder_name(v) AS
        v IN ('', '-', '--', '?', '??', '.', 'N N', 'NN', 'N.N', 'N.N.', 'X', 'XX', 'XXX', 'NULL', 'NIHIL')""",
)
