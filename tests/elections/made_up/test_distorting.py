from datetime import date
from random import Random

import pytest

from elections.made_up.distorting import spoil_birth, spoil_kk, spoil_place
from elections.made_up.distorting_names import spoil_name
from elections.made_up.distorting_niks import nik_can_be_real, spoil_nik
from elections.made_up.names import DEGREES
from elections.made_up.profiles import ErrorKind
from registry.rules import nik as nik_rules

NIK = "3516084108900001"


def several(kind: ErrorKind) -> set[str]:
    return {spoil_nik(NIK, kind, Random(seed), "3516080108900001") for seed in range(200)}


@pytest.mark.parametrize(
    ("kind", "length"),
    [
        (ErrorKind.NIK_BLANK, 0),
        (ErrorKind.NIK_DUMMY, 16),
        (ErrorKind.NIK_FIFTEEN_DIGITS, 15),
        (ErrorKind.NIK_SEVENTEEN_DIGITS, 17),
        (ErrorKind.NIK_ONE_DIGIT, 16),
        (ErrorKind.NIK_SWAPPED, 16),
        (ErrorKind.NIK_MASKED, 16),
        (ErrorKind.NIK_OF_ANOTHER, 16),
        (ErrorKind.NIK_SEX_OFF, 16),
        (ErrorKind.NIK_DATE_OFF, 16),
        (ErrorKind.NIK_FROM_EXCEL, 16),
        (ErrorKind.TWO_NIKS, 16),
    ],
)
def test_a_spoiled_nik_has_its_length_and_is_never_the_right_one(kind: ErrorKind, length: int) -> None:
    spoiled = several(kind)
    assert NIK not in spoiled
    assert {len(nik) for nik in spoiled} == {length}


def differences(nik: str) -> list[int]:
    return [place for place in range(16) if nik[place] != NIK[place]]


def test_one_wrong_digit_is_one_wrong_digit() -> None:
    assert all(len(differences(nik)) == 1 for nik in several(ErrorKind.NIK_ONE_DIGIT))


def test_swapped_digits_are_neighbours() -> None:
    for nik in several(ErrorKind.NIK_SWAPPED):
        first, second = differences(nik)
        assert second == first + 1
        assert (nik[first], nik[second]) == (NIK[second], NIK[first])


def test_a_masked_nik_keeps_its_first_twelve_digits() -> None:
    assert several(ErrorKind.NIK_MASKED) == {"351608410890****"}


def test_a_nik_of_the_other_sex_differs_in_the_day_by_forty() -> None:
    assert several(ErrorKind.NIK_SEX_OFF) == {"3516080108900001"}


def test_a_nik_from_excel_has_lost_its_last_figures() -> None:
    assert several(ErrorKind.NIK_FROM_EXCEL) == {"3516084108900000"}
    spoiled = {spoil_nik("3516084108900017", ErrorKind.NIK_FROM_EXCEL, Random(seed), "") for seed in range(50)}
    assert spoiled == {"3516084108900010", "3516084108900000"}


@pytest.mark.parametrize("kind", [ErrorKind.NIK_SEX_OFF, ErrorKind.NIK_DATE_OFF, ErrorKind.TWO_NIKS])
def test_some_wrong_niks_look_perfectly_real(kind: ErrorKind) -> None:
    assert all(nik_can_be_real(nik) for nik in several(kind))


@pytest.mark.parametrize(
    "kind", [ErrorKind.NIK_DUMMY, ErrorKind.NIK_FIFTEEN_DIGITS, ErrorKind.NIK_SEVENTEEN_DIGITS, ErrorKind.NIK_MASKED]
)
def test_other_wrong_niks_cannot_be_real(kind: ErrorKind) -> None:
    assert not any(nik_can_be_real(nik) for nik in several(kind))


@pytest.mark.parametrize("kind", [ErrorKind.NIK_DUMMY, ErrorKind.NIK_ONE_DIGIT, ErrorKind.NIK_SWAPPED])
def test_the_truth_and_the_registry_agree_on_what_a_nik_can_be(kind: ErrorKind) -> None:
    for nik in several(kind):
        try:
            nik_rules.parse(nik)
        except nik_rules.InvalidNik:
            assert not nik_can_be_real(nik)
        else:
            assert nik_can_be_real(nik)


@pytest.mark.parametrize(
    ("kind", "name", "possible"),
    [
        (ErrorKind.NAME_ABBREVIATED, "SITI AMINAH", {"ST. AMINAH", "ST AMINAH", "SITTI AMINAH"}),
        (ErrorKind.NAME_OLD_SPELLING, "SUJARWO", {"SOEJARWO", "SUDJARWO"}),
        (ErrorKind.NAME_INITIAL, "AGUS SAPUTRA", {"AGUS S.", "AGUS S", "A. SAPUTRA", "A SAPUTRA"}),
        (ErrorKind.NAME_TRUNCATED, "MUHAMMAD RIZKY PRATAMA PUTRA", {"MUHAMMAD RIZKY PRATAMA PU"[:25]}),
        (ErrorKind.NAME_TRUNCATED, "SITI AMINAH LESTARI SR", {"SITI AMINAH LESTARI"}),
        (ErrorKind.NAME_SPACING, "NUR HAYATI", {"NURHAYATI"}),
        (ErrorKind.NAME_SPACING, "NURHAYATI", {"NUR HAYATI"}),
        (ErrorKind.NAME_ORDER, "AGUS SANTOSO", {"SANTOSO AGUS"}),
        (ErrorKind.NAME_WORD_LOST, "SRI WAHYUNI", {"SRI", "WAHYUNI"}),
        (ErrorKind.NAME_WORD_LOST, "SRI WAHYUNI, S.PD", {"SRI WAHYUNI", "WAHYUNI, S.PD"}),
        (ErrorKind.NAME_TRUNCATED, "MUHAMMAD RIZKY PRATAMA PUTRA, S.KOM", {"MUHAMMAD RIZKY PRATAMA PUTRA"}),
        (ErrorKind.NAME_TITLE, "HJ. SUMIATI", {"SUMIATI"}),
        (ErrorKind.NAME_TITLE, "DEWI LESTARI, S.E.", {"DEWI LESTARI"}),
    ],
)
def test_names_are_spoiled_as_clerks_spoil_them(kind: ErrorKind, name: str, possible: set[str]) -> None:
    assert {spoil_name(name, kind, Random(seed), woman=False) for seed in range(100)} <= possible


@pytest.mark.parametrize(
    ("kind", "name", "possible"),
    [
        (ErrorKind.NAME_OLD_SPELLING, "KHASANAH", {"CHASANAH"}),
        (ErrorKind.NAME_SOUND, "FAUZI", {"PAUZI", "VAUZI", "FAUJI", "FAUSI"}),
        (ErrorKind.NAME_SOUND, "SLAMET NOVAN", {"SLAMET NOFAN", "SLAMET NOPAN"}),
        (ErrorKind.NAME_DOUBLE_LETTER, "MUHAMMAD", {"MUHAMAD"}),
        (ErrorKind.NAME_DOUBLE_LETTER, "ANISA", {"ANNISA", "ANISSA"}),
        (ErrorKind.NAME_FINAL_H, "ROHMAH, S.PD", {"ROHMA, S.PD"}),
        (ErrorKind.NAME_FINAL_H, "SITI AISYA", {"SITIH AISYA", "SITI AISYAH"}),
        (ErrorKind.NAME_LINEAGE, "SUMIATI BINTI KARTO", {"SUMIATI"}),
        (ErrorKind.NAME_NONE, "SLAMET", {"?", "-", "N N", "NN", "XXX"}),
    ],
)
def test_names_vary_as_they_are_heard_and_written(kind: ErrorKind, name: str, possible: set[str]) -> None:
    assert {spoil_name(name, kind, Random(seed), woman=True) for seed in range(100)} == possible


@pytest.mark.parametrize(("woman", "marks"), [(False, {"ALM"}), (True, {"ALM", "ALMH"})])
def test_the_late_are_marked_before_or_after_the_name(woman: bool, marks: set[str]) -> None:
    written = {spoil_name("YAYUK", ErrorKind.NAME_LATE, Random(seed), woman=woman) for seed in range(100)}
    assert written == {form for mark in marks for form in (f"{mark}. YAYUK", f"{mark} YAYUK", f"YAYUK ({mark})")}


@pytest.mark.parametrize(("woman", "words"), [(False, {"BIN", "ALIAS"}), (True, {"BINTI", "ALIAS"})])
def test_a_second_name_is_written_behind_the_first(woman: bool, words: set[str]) -> None:
    written = [spoil_name("DWI", ErrorKind.NAME_LINEAGE, Random(seed), woman=woman).split(" ", 2) for seed in range(99)]
    assert {first for first, _, _ in written} == {"DWI"}
    assert {word for _, word, _ in written} == words


def test_a_degree_stands_behind_a_comma() -> None:
    written = {spoil_name("DWI", ErrorKind.NAME_DEGREE, Random(seed), woman=True) for seed in range(200)}
    assert written == {f"DWI, {degree}" for degree in DEGREES}


def test_a_typing_slip_is_small_but_never_nothing() -> None:
    slips = {spoil_name("SLAMET", ErrorKind.NAME_TYPING, Random(seed), woman=False) for seed in range(200)}
    assert "SLAMET" not in slips
    assert len(slips) > 10
    assert all(abs(len(slip) - 6) <= 1 for slip in slips)


@pytest.mark.parametrize(
    ("kind", "right", "possible"),
    [
        (ErrorKind.BIRTH_SWAPPED, date(1980, 3, 7), {"03|07|1980"}),
        (ErrorKind.BIRTH_PLACEHOLDER, date(1980, 3, 7), {"01|07|1980", "31|12|1980", "01|01|1980"}),
        (ErrorKind.BIRTH_PLACEHOLDER, date(1980, 7, 1), {"31|12|1980", "01|01|1980"}),
    ],
)
def test_birth_dates_are_spoiled_as_forms_spoil_them(kind: ErrorKind, right: date, possible: set[str]) -> None:
    assert {spoil_birth(right, kind, Random(seed)) for seed in range(100)} == possible


@pytest.mark.parametrize("right", [date(1944, 2, 29), date(2003, 12, 9), date(1960, 12, 31)])
@pytest.mark.parametrize("kind", [ErrorKind.BIRTH_ONE_DIGIT, ErrorKind.BIRTH_OVER_100])
def test_a_spoiled_birth_date_is_still_a_possible_date(kind: ErrorKind, right: date) -> None:
    for seed in range(200):
        day, month, year = map(int, spoil_birth(right, kind, Random(seed)).split("|"))
        spoiled = date(year, month, day)
        assert spoiled != right
        assert spoiled <= date(2003, 12, 9)
        assert (spoiled.year <= 1912) == (kind is ErrorKind.BIRTH_OVER_100)


def test_an_old_family_card_is_older_and_from_the_same_district() -> None:
    for seed in range(100):
        old = spoil_kk("3516082104150003", Random(seed))
        assert old[:6] == "351608"
        assert old[10:12] in {"96", "97", "98", "99", "00", "01", "02", "03", "04", "05"}


def test_a_birthplace_is_written_otherwise() -> None:
    places = {spoil_place("MOJOKERTO", "MOJOKERTO", ["PACET"], Random(seed)) for seed in range(50)}
    assert places == {"KAB. MOJOKERTO", "KAB MOJOKERTO", "PACET"}
