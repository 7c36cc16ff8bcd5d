"""One key for one name, however it is written; in Python and in SQL."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Resident
from registry.rules.name_key import FORMS, SOUNDS, TITLES, name_key
from tests.registry import desk

SAME = [
    ("Soekardjo", "SUKARJO"),
    ("Tjahja Tjandra", "CAHYA CANDRA"),
    ("DJOJO", "JOYO"),
    ("Njoman", "NYOMAN"),
    ("Sjamsul", "SYAMSUL"),
    ("Chalid", "KHALID"),
    ("Jusuf", "YUSUF"),
    ("Moch. Yusuf", "MUHAMMAD YUSUP"),
    ("M. Jusuf", "MOHAMAD YUSUF"),
    ("MUH YUSUF", "MUHAMAD YUSUF"),
    ("St. Amina", "SITI AMINAH"),
    ("ABD. RACHMAN", "ABDUL RAHMAN"),
    ("ABDURRAHMAN", "ABDUL RAHMAN"),
    ("Achmad", "AHMAD"),
    ("NURHAYATI", "NUR HAYATI"),
    ("Noer Hajati", "NURHAYATI"),
    ("SRIWAHYUNI", "SRI WAHYUNI"),
    ("H. Sutrisno, S.Pd., M.M.", "SUTRISNO"),
    ("Drs. H. R. Soerjo", "SURYO"),
    ("SITI AMINAH BINTI SALEH", "SITI AMINAH SALEH"),
    ("SUPRIYONO", "SUPRIONO"),
    ("Fauzi", "FAUSI"),
    ("Zaenal", "JAINAL"),
    ("WATY", "WATI"),
    ("  AGUS   SALIM ", "AGUS SALIM"),
    ("AGUS SALIM (ALM)", "AGUS SALIM"),
    ("Ma'ruf", "MARUF"),
    ("JOSÉ", "JOSE"),
]
DIFFERENT = [("SITI AMINAH", "SITI AMALIA"), ("SLAMET", "SELAMAT"), ("MUHAMMAD YUSUF", "AHMAD YUSUF"), ("DEWI", "DWI")]
ODD = [
    "",
    " ",
    "H",
    "IBU",
    "M M",
    "M. M.",
    ",SITI",
    "SITI,",
    "(ALM) SITI",
    "MH MH MOH",
    "A\nB,C",
    "TJH",
    "HHH",
    "ÆØ ß",
    "ǅ",
    "Ａ",
]

words = st.sampled_from(
    [*TITLES, *(part.strip() for pair in (*SOUNDS, *FORMS) for part in pair), *(name for pair in SAME for name in pair)]
)
written = st.one_of(
    st.lists(words, max_size=6).map(" ".join),
    st.text(alphabet="AEIOUYHJZSTKDNMP ", max_size=24),
    st.text(alphabet="aboJzéÑ .,'’()-\t\n 12H", max_size=20),
    st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=20),
    st.sampled_from(ODD),
)


def key_in_sql(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key(%s)", [name])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("one", "other"), SAME)
def test_ways_to_write_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_somebody_called_by_a_title_keeps_the_name() -> None:
    assert name_key("IBU") == "IBU"


def test_a_text_without_letters_has_no_key() -> None:
    assert name_key("12-34") == name_key("") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*ODD, *(name for pair in (*SAME, *DIFFERENT) for name in pair)])
def test_the_database_makes_the_same_key(name: str) -> None:
    assert key_in_sql(name) == name_key(name)


@pytest.mark.django_db
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written)
def test_the_database_agrees_on_whatever_is_written(name: str) -> None:
    assert key_in_sql(name) == name_key(name)


@pytest.mark.django_db
def test_the_key_follows_the_name_and_nobody_else() -> None:
    person = desk.resident("SITI AMINAH")
    assert kept_key(person) == name_key("SITI AMINAH")
    Resident.unscoped.filter(pk=person.pk).update(name="SOEKARDJO")
    assert kept_key(person) == name_key("SOEKARDJO")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_resident SET name_key = 'LAIN' WHERE id = %s", [person.pk])
    assert kept_key(person) == name_key("SOEKARDJO")


def kept_key(person: Resident) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key FROM registry_resident WHERE id = %s", [person.pk])
        return str(cursor.fetchone()[0])
