"""Each field's level, pair by pair, as the SQL of one comparison gives it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from elections.matching import exact, pairing
from elections.matching.vocabulary import (
    LEVELS,
    AreaLevel,
    DateLevel,
    KkLevel,
    MaritalLevel,
    NameLevel,
    NikLevel,
    PlaceLevel,
    RtLevel,
    SexLevel,
    StandingLevel,
)
from tests.elections.matching.conftest import prepared
from tests.elections.matching.crowd import row_of
from tests.elections.matching.people import person


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def levels(connection: duckdb.DuckDBPyConnection, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Any]:
    """The levels of pairs of changes to (the roll's row, the registry's row)."""
    residents = [person(number).__dict__ | theirs for number, (_, theirs) in enumerate(pairs, 1)]
    roll = [row_of(number, person(number)) | ours for number, (ours, _) in enumerate(pairs, 1)]
    weights = prepared(connection, pa.Table.from_pylist(residents), pa.Table.from_pylist(roll))
    for step in exact.steps(weights):
        connection.execute(f"CREATE TABLE {step.table} AS {step.sql}")
    pair = f"roll AS e JOIN {pairing.STANDING} AS r ON e.entry_id = r.resident_id"
    result = connection.execute(f"SELECT * FROM ({pairing.compared(pair, rule='0')}) ORDER BY entry_id")
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


NAMES = [
    ("BUDI SANTOSO", "BUDI SANTOSO", NameLevel.EQUAL),
    ("Budi Santoso", "BUDI SANTOSO", NameLevel.VARIANT),
    ("H. BUDI SANTOSO, S.Pd., M.M.", "BUDI SANTOSO", NameLevel.VARIANT),
    ("DRS. BUDI SANTOSO", "BUDI SANTOSO SE", NameLevel.VARIANT),
    ("BUDI SANTOSO BIN KARTO", "BUDI SANTOSO", NameLevel.VARIANT),
    ("MOCH. ALI", "MUHAMMAD ALI", NameLevel.VARIANT),
    ("ST. AMINAH", "SITI AMINAH", NameLevel.VARIANT),
    ("ABD. ROHIM", "ABDUL ROHIM", NameLevel.VARIANT),
    ("ACH. FAUZI", "AHMAD FAUZI", NameLevel.VARIANT),
    ("NUR'AINI", "NURAINI", NameLevel.VARIANT),
    ("NURHAYATI", "NUR HAYATI", NameLevel.SOUND),
    ("MOHWINARNO", "MOH WINARNO", NameLevel.SOUND),
    ("RADENKASMAN", "RADEN KASMAN", NameLevel.SOUND),
    ("SANTOSO BUDI", "BUDI SANTOSO", NameLevel.SOUND),
    ("SOEPARMAN", "SUPARMAN", NameLevel.SOUND),
    ("TJOKRO WIDJAJA", "COKRO WIJAYA", NameLevel.SOUND),
    ("JUSUF", "YUSUF", NameLevel.SOUND),
    ("ZAENAL ARIFIN", "ZAINAL ARIPIN", NameLevel.SOUND),
    ("FATIMAH", "FATIMA", NameLevel.SOUND),
    ("M. ALI", "MUHAMMAD ALI", NameLevel.SHORTENED),
    ("ALI", "MUHAMMAD ALI", NameLevel.SHORTENED),
    ("MUHAMMAD ALI S.", "MUHAMMAD ALI SUEB", NameLevel.SHORTENED),
    ("BUDI", "BUDI SANTOSO", NameLevel.SHORTENED),
    ("MOH", "MOH SUBAGIO", NameLevel.SHORTENED),
    ("KARTIKA WULANDARI PUSPITA", "KARTIKA WULANDARI PUSPITASARI", NameLevel.SHORTENED),
    ("SUTRISNO", "SUTRISMO", NameLevel.CLOSE),
    ("GNUAWAN SUHARTO", "GUNAWAN SUHARTO", NameLevel.CLOSE),
    ("DWI LESTARI", "DEWI LESTARI", NameLevel.CLOSE),
    ("SUTRISNO", "SUTRISWI", NameLevel.SIMILAR),
    ("SITI AMINAH", "SITI ROKAYAH", NameLevel.DIFFERENT),
    ("KARTIKA SARI", "KARTIKA PUSPITA", NameLevel.PARTIAL),
    ("ALI", "ALIMAH", NameLevel.DIFFERENT),
    ("BUDI SANTOSO", "WIWIK PUJIATI", NameLevel.DIFFERENT),
    ("NN", "BUDI SANTOSO", NameLevel.UNKNOWN),
    ("-", "BUDI SANTOSO", NameLevel.UNKNOWN),
    ("?", "?", NameLevel.UNKNOWN),
    ("", "BUDI SANTOSO", NameLevel.UNKNOWN),
]


def test_names_agree_as_a_clerk_would_say(connection: duckdb.DuckDBPyConnection) -> None:
    found = levels(connection, [({"name": ours}, {"name": theirs}) for ours, theirs, _ in NAMES])
    wrong = [
        (ours, theirs, NameLevel(row["name_level"]).name, wanted.name)
        for (ours, theirs, wanted), row in zip(NAMES, found, strict=True)
        if row["name_level"] != wanted
    ]
    assert wrong == []


DATES = [
    (date(1990, 8, 1), date(1990, 8, 1), DateLevel.EQUAL),
    (date(1990, 7, 1), date(1990, 7, 1), DateLevel.EQUAL_PLACEHOLDER),
    (date(1990, 1, 8), date(1990, 8, 1), DateLevel.SWAPPED),
    (date(1990, 12, 31), date(1990, 8, 17), DateLevel.PLACEHOLDER),
    (date(1990, 1, 1), date(1990, 7, 1), DateLevel.PLACEHOLDER),
    (date(1980, 8, 17), date(1990, 8, 17), DateLevel.ONE_FIGURE),
    (date(1990, 9, 17), date(1990, 8, 17), DateLevel.ONE_FIGURE),
    (date(1990, 8, 16), date(1990, 8, 17), DateLevel.ONE_FIGURE),
    (date(1990, 1, 1), date(1991, 1, 1), DateLevel.DIFFERENT),
    (date(1975, 8, 17), date(1990, 8, 17), DateLevel.TWO_PARTS),
    (date(1990, 11, 17), date(1990, 8, 17), DateLevel.TWO_PARTS),
    (date(1990, 8, 2), date(1990, 8, 17), DateLevel.TWO_PARTS),
    (date(1980, 1, 1), date(1990, 1, 1), DateLevel.DIFFERENT),
    (date(1990, 2, 3), date(1971, 8, 17), DateLevel.DIFFERENT),
    (None, date(1990, 8, 17), DateLevel.UNKNOWN),
]

NIKS = [
    ("3516080108900001", "3516080108900001", NikLevel.EQUAL),
    ("3516.0801.0890-0001", "3516080108900001", NikLevel.EQUAL),
    ("3516080108900002", "3516080108900001", NikLevel.SERIAL),
    ("3516080108900004", "3516080108900001", NikLevel.SERIAL),
    ("3516080108900005", "3516080108900001", NikLevel.SHOWN),
    ("3516080108900101", "3516080108900001", NikLevel.SHOWN),
    ("3516080108900010", "3516080108900001", NikLevel.SHOWN),
    ("3516080108907654", "3516080108900001", NikLevel.DIFFERENT),
    ("351608010890****", "3516080108900001", NikLevel.SHOWN),
    ("3516080108******", "3516080108900001", NikLevel.SHOWN),
    ("351608010890****", "3516090108900001", NikLevel.DIFFERENT),
    ("35160801********", "3516080108900001", NikLevel.UNREADABLE),
    ("351608010890", "3516080108900001", NikLevel.SHOWN),
    ("3516080108900000", "3516080108900001", NikLevel.SHOWN),
    ("3516084108900001", "3516080108900001", NikLevel.BIRTH),
    ("3516081208910001", "3516080108900001", NikLevel.DIFFERENT),
    ("3516080208910001", "3516080108900001", NikLevel.BIRTH),
    ("3516080208900001", "3516080108900001", NikLevel.BIRTH),
    ("3517080108900001", "3516080108900001", NikLevel.ONE_FIGURE),
    ("3516081008900001", "3516080108900001", NikLevel.BIRTH),
    ("3516080180900001", "3516080108900001", NikLevel.BIRTH),
    ("5316080108900001", "3516080108900001", NikLevel.SWAPPED),
    ("351608018900001", "3516080108900001", NikLevel.LENGTH),
    ("35166080108900001", "3516080108900001", NikLevel.LENGTH),
    ("3516090208900001", "3516080108900001", NikLevel.DIFFERENT),
    ("2222222222222222", "3516080108900001", NikLevel.UNREADABLE),
    ("3599", "3516080108900001", NikLevel.UNREADABLE),
    ("3.51608E+15", "3516080108900001", NikLevel.UNREADABLE),
    ("", "3516080108900001", NikLevel.UNKNOWN),
    ("3516080108900001", "", NikLevel.UNKNOWN),
]

KKS = [
    ("3516080101050001", "3516080101050001", KkLevel.EQUAL),
    ("3516080201050001", "3516080101050001", KkLevel.NEAR),
    ("3516080101050002", "3516080101050001", KkLevel.DIFFERENT),
    ("3516080101050000", "3516080101050001", KkLevel.UNKNOWN),
    ("", "3516080101050001", KkLevel.UNKNOWN),
]

REGIONS = [
    ("35.16.08.2001", "35.16.08.2001", AreaLevel.VILLAGE),
    ("35.16.08.2002", "35.16.08.2001", AreaLevel.DISTRICT),
    ("35.16.09.2001", "35.16.08.2001", AreaLevel.REGENCY),
    ("35.76.01.1001", "35.16.08.2001", AreaLevel.OTHER),
    ("", "35.16.08.2001", AreaLevel.UNKNOWN),
]

MARITAL = [
    ("B", "1", MaritalLevel.EQUAL),
    ("P", "3", MaritalLevel.EQUAL),
    ("P", "4", MaritalLevel.EQUAL),
    ("B", "2", MaritalLevel.PLAUSIBLE),
    ("S", "4", MaritalLevel.PLAUSIBLE),
    ("S", "1", MaritalLevel.DIFFERENT),
    ("B", "3", MaritalLevel.DIFFERENT),
    ("", "2", MaritalLevel.UNKNOWN),
]

SEXES = [
    ("L", "L", SexLevel.EQUAL),
    ("P", "L", SexLevel.DIFFERENT),
    ("", "L", SexLevel.UNKNOWN),
]

PLACES = [
    ("MOJOKERTO", "MOJOKERTO", PlaceLevel.EQUAL_COMMON),
    ("TRAWAS", "TRAWAS", PlaceLevel.EQUAL_RARE),
    ("KAB. JOMBANG", "JOMBANG", PlaceLevel.EQUAL_RARE),
    ("SURABAYA", "SURABAIA", PlaceLevel.CLOSE),
    ("SURABAYA", "KEDIRI", PlaceLevel.DIFFERENT),
    ("", "KEDIRI", PlaceLevel.UNKNOWN),
]


@pytest.mark.parametrize(
    ("column", "level", "cases"),
    [
        ("birth_date", "birth_date_level", DATES),
        ("nik", "nik_level", NIKS),
        ("kk_number", "kk_number_level", KKS),
        ("region_code", "area_level", REGIONS),
        ("marital_status", "marital_status_level", MARITAL),
        ("birth_place", "birth_place_level", PLACES),
        ("sex", "sex_level", SEXES),
    ],
)
def test_a_field_agrees_as_far_as_its_two_cells_do(
    connection: duckdb.DuckDBPyConnection, column: str, level: str, cases: list[tuple[Any, Any, int]]
) -> None:
    # Bystanders keep a place from being common among so few.
    bystanders: list[tuple[dict[str, Any], dict[str, Any]]] = [({}, {})] * 60
    pairs = [({column: ours}, {column: theirs}) for ours, theirs, _ in cases]
    found = levels(connection, pairs + bystanders)
    assert [row[level] for row in found[: len(cases)]] == [wanted for _, _, wanted in cases]


def test_a_new_family_card_in_another_village_is_no_disagreement(connection: duckdb.DuckDBPyConnection) -> None:
    ours = {"kk_number": "3516080101050002", "region_code": "35.16.08.2002"}
    theirs = {"kk_number": "3516080101050001"}
    assert levels(connection, [(ours, theirs)])[0]["kk_number_level"] == KkLevel.ELSEWHERE


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [
        ({"rt": "003", "rw": "002"}, {}, RtLevel.EQUAL),
        ({"rt": "3", "rw": "2"}, {}, RtLevel.EQUAL),
        ({"rt": "009", "rw": "002"}, {}, RtLevel.PARTLY),
        ({"rt": "009", "rw": "009"}, {}, RtLevel.DIFFERENT),
        ({"rt": "000", "rw": "002"}, {}, RtLevel.UNKNOWN),
        ({}, {"region_code": "35.16.08.2002"}, RtLevel.UNKNOWN),
    ],
)
def test_rt_and_rw_count_within_a_village_only(
    connection: duckdb.DuckDBPyConnection, ours: dict[str, Any], theirs: dict[str, Any], wanted: RtLevel
) -> None:
    assert levels(connection, [(ours, theirs)])[0]["rt_rw_level"] == wanted


def test_a_rare_name_weighs_more_than_a_common_one(connection: duckdb.DuckDBPyConnection) -> None:
    common = [({"name": "SITI AMINAH"}, {"name": "SITI AMINAH"})] * 20
    rare = [({"name": "KARTIKA WULANDARI"}, {"name": "KARTIKA WULANDARI"})]
    found = levels(connection, common + rare)
    assert found[-1]["name_bits"] > found[0]["name_bits"] + 400


def test_somebody_else_taken_by_nik_stands_apart_from_somebody_still_to_be_found(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stranger = {"nik": "", "name": "WIWIK PUJIATI"}
    found = levels(
        connection,
        [
            ({}, {}),
            (stranger, {}),
            (stranger, {"residency_status": "2"}),
            (stranger, {"residency_status": "3"}),
            (stranger, {"occupation_code": "6"}),
            (stranger, {"occupation_code": "7"}),
            (stranger, {"birth_date": date(2003, 12, 10), "marital_status": "1"}),
            (stranger, {"birth_date": date(2003, 12, 10), "marital_status": "2"}),
            (stranger, {"birth_date": date(2003, 12, 9), "marital_status": "1"}),
        ],
    )
    gone = StandingLevel.NOT_EXPECTED
    wanted = [StandingLevel.TAKEN, StandingLevel.FREE, gone, gone, gone, gone, gone, StandingLevel.FREE]
    assert [row["standing_level"] for row in found] == [*wanted, StandingLevel.FREE]


def test_every_level_of_a_field_has_a_case() -> None:
    cases: dict[str, list[tuple[Any, Any, Any]]] = {
        "name": NAMES,
        "nik": NIKS,
        "birth_date": DATES,
        "kk_number": KKS,
        "area": REGIONS,
        "marital_status": MARITAL,
        "sex": SEXES,
        "birth_place": PLACES,
    }
    for field, table in cases.items():
        in_two_columns = {KkLevel.ELSEWHERE.name}  # has a test of its own
        assert {wanted.name for _, _, wanted in table} == {level.name for level in LEVELS[field]} - in_two_columns
