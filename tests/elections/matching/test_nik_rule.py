"""The rule of the NIK in SQL, held against the registry's own, and its words."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.matching import nik_rule
from registry.rules import nik as registry_nik


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One database for all examples."""
    return duckdb.connect()


def fault(nik: str) -> str | None:
    """What the SQL says of a NIK as it stands on the roll."""
    number, text = (int(nik), None) if len(nik) == 16 and nik.isdigit() else (None, nik or None)
    query = f"SELECT {nik_rule.fault('nik', 'text')} FROM (SELECT ?::BIGINT AS nik, ?::VARCHAR AS text)"
    found: list[tuple[str | None]] = database().execute(query, [number, text]).fetchall()
    return found[0][0]


@pytest.mark.parametrize(
    ("nik", "expected"),
    [
        ("3516080108900001", None),
        ("3516084108900001", None),
        ("3516083202900001", "nik_date"),
        ("3516087202900001", "nik_date"),
        ("3516082902000001", None),
        ("3516086902000001", None),
        ("3516082902010001", "nik_date"),
        ("3516080108900000", "nik_serial"),
        ("9101010108900001", None),
        ("0016080108900001", "nik_province"),
        ("3500080108900001", "nik_area"),
        ("3516000108900001", "nik_area"),
        ("2222222222222222", "nik_repeated"),
        ("3516080112260001", None),
        ("", "nik_blank"),
        ("351608010890****", "nik_masked"),
        ("351608010890001", "nik_length"),
        ("35160801089000011", "nik_length"),
        ("3516080108O00001", "nik_length"),
    ],
)
def test_a_nik_has_the_fault_that_the_law_names(nik: str, expected: str | None) -> None:
    assert fault(nik) == expected


PLAUSIBLE = st.builds(
    "{:02d}{:02d}{:02d}{:02d}{:02d}{:02d}{:04d}".format,
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 40),
    st.integers(0, 73),
    st.integers(0, 14),
    st.integers(0, 99),
    st.integers(0, 9999),
)


@given(st.one_of(PLAUSIBLE, st.integers(0, 9).map(lambda figure: str(figure) * 16)))
@settings(max_examples=300, deadline=None)
def test_sql_and_the_registry_agree_on_every_nik(nik: str) -> None:
    assert (fault(nik) is None) == registry_nik.check(nik).is_valid


def test_every_fault_has_a_sentence() -> None:
    rule = nik_rule.fault("nik", "text")
    assert all(f"'{name}'" in rule for name in nik_rule.WORDS)
