"""The rules in SQL and the rules in `registry/rules` say the same of every number and date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.ingest import checks
from registry.ingest.checks import Check
from registry.ingest.engine import Engine
from registry.rules import family_card, nik
from registry.rules.dates import UnreadableDate, parse_date
from registry.rules.provinces import LAST_NUMBERS
from registry.rules.written_number import read_number

VECTORS = [
    "3516080108900001", "3516084108900001", "3516083202900001", "3516087202900001", "3516082902000001",
    "3516086902000001", "3516082902010001", "3516080108900000", "3599080108900001", "9101010108900001",
    "0016080108900001", "3516080112260001", "2222222222222222", "1111111111111111", "351608010890****", "",
    "3.51608E+15", "3,51608E+15", "'3516080108900001", "3516080108900001.0", "3516080108900001.00",
    "3516 0801 0890 0001", "3516.08.010890-0001", "\u00a03516080108900001\u200b", "3516080108900001 ",
    "\t3516080108900001\r", "3516080108\n900001", "351608010890001", "35160801089000011", "٣٥١٦٠٨٠١٠٨٩٠٠٠٠١",
    "''3516080108900001", "’3516080108900001", "3516\u22120801\u20130890\u20140001", "3516003108900001",
    "3500083108900001", "3516083104900001", "3516083004900001", "3516087104900001", "*", "3516*", "-", " ' ",
]  # fmt: skip
DATES = [
    "01-08-1990", "1/8/1990", "01|08|1990", "1990-08-01", "1990-08-01 00:00:00", "1990-08-01T00:00:00",
    "1990-08-01T01:00:00", "08-31-1990", "31-08-1990", "29-02-2000", "29-02-1900", "29-02-2001", "00-08-1990",
    "01-00-1990", "01-08-0000", "0000-01-01", "01-08-90", "1/8/90", "33086", "33086.0", "33086,5", "1234567",
    "", " ", "01-08/1990", "01 08 1990", "\u00a001-08-1990\u00a0", "99-99-9999", "31-12-9999", "1990-13-01",
    "1990-02-30", "0-1-2000", "1-0-2000", "1 Agustus 1990", "01.08.1990", "32-01-1990",
]  # fmt: skip

NIK_CHECKS = checks.number_checks("NIK", "nik_number", "NIK")
KK_CHECKS = checks.number_checks("NO_KK", "kk_number", "Nomor KK")
DATE_CHECKS = checks.date_checks("TGL", "day")
READING = """
    SELECT *, written_number(NIK) AS nik_number, written_number(NO_KK) AS kk_number, calendar_date(TGL) AS day
    FROM incoming
"""

numbers = st.one_of(
    st.sampled_from(VECTORS),
    st.from_regex(r"[0-9]{16}", fullmatch=True),
    st.builds(
        "{}{:02d}{:02d}{:02d}{:02d}{:02d}{:04d}".format,
        st.sampled_from([*LAST_NUMBERS, "00", "99"]),
        *map(st.integers, (0, 0, 0, 0, 0, 0), (99, 3, 75, 14, 99, 2)),
    ),
    st.text(alphabet="0123456789 .,-*'`’eE+\u00a0\u200b\u2013\u2212\t\n\x00x", max_size=22),
)  # fmt: skip
dates = st.one_of(
    st.sampled_from(DATES),
    st.builds(
        "{}{}{}{}{}".format, st.integers(0, 33), st.sampled_from("-/| "), st.integers(0, 14), st.sampled_from("-/|"),
        st.sampled_from(["0000", "1900", "1990", "2000", "90", "199"]),
    ),
    st.text(alphabet="0123456789-/|.,T: \u00a0\x1c", max_size=12),
)  # fmt: skip


def _ask(
    tmp_path: Path, column: str, texts: Sequence[str], asked: Sequence[Check], read: str
) -> list[tuple[object, set[str]]]:
    """Return what SQL reads of each text, and the codes of the faults it finds."""
    with Engine(tmp_path) as engine:
        rows = {name: list(texts) if name == column else [""] * len(texts) for name in ("NIK", "NO_KK", "TGL")}
        engine.list_as("incoming", {"row_number": list(range(len(texts))), **rows})
        engine.read_as(READING)
        said = ", ".join(f"coalesce(({check.guard}) AND ({check.fails}), false)" for check in asked)
        table = engine.batches(f"SELECT {read}, [{said}] FROM reading ORDER BY row_number", 10_000).read_all()
    assert isinstance(table, pa.Table)
    codes = [check.rule.partition("_")[2] for check in asked]
    return [
        (value, {code for code, fails in zip(codes, faults, strict=True) if fails})
        for value, faults in zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True)
    ]


def _assert_numbers_agree(tmp_path: Path, texts: Sequence[str]) -> None:
    for column, read, asked, rule in (
        ("NIK", "nik_number", NIK_CHECKS, nik.check),
        ("NO_KK", "kk_number", KK_CHECKS, family_card.check),
    ):
        for text, (number, faults) in zip(texts, _ask(tmp_path, column, texts, asked, read), strict=True):
            assert number == read_number(text).text, repr(text)
            assert faults == {error.code.value for error in rule(text).errors}, repr(text)


def _assert_dates_agree(tmp_path: Path, texts: Sequence[str]) -> None:
    for text, (day, faults) in zip(texts, _ask(tmp_path, "TGL", texts, DATE_CHECKS, "day"), strict=True):
        assert (day, faults) == _by_rule(text), repr(text)


def _by_rule(text: str) -> tuple[object, set[str]]:
    try:
        return parse_date(text), set()
    except UnreadableDate as refusal:
        return None, {refusal.fault.value}


def test_known_numbers_are_judged_alike(tmp_path: Path) -> None:
    _assert_numbers_agree(tmp_path, VECTORS)


def test_known_dates_are_read_alike(tmp_path: Path) -> None:
    _assert_dates_agree(tmp_path, DATES)


@pytest.mark.parametrize("province", LAST_NUMBERS)
def test_sound_numbers_of_every_province_have_no_fault(province: str, tmp_path: Path) -> None:
    _assert_numbers_agree(tmp_path, [f"{province}16084108900001", f"{province}01012802000010"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(numbers, min_size=1, max_size=200))
def test_any_numbers_are_judged_alike(tmp_path: Path, texts: list[str]) -> None:
    _assert_numbers_agree(tmp_path, texts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(dates, min_size=1, max_size=200))
def test_any_dates_are_read_alike(tmp_path: Path, texts: list[str]) -> None:
    _assert_dates_agree(tmp_path, texts)
