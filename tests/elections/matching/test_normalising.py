"""Names to keys in SQL, held against the same rules told in plain Python, on any name at all."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elections.matching import names, normalising

WORDS = st.sampled_from(
    """
    MUHAMMAD MOCH. M. SITI ST. ABD. ACHMAD BUDI SOETRISNO DJOKO TJOKRO ZAENAL ZULFA FATIMAH AZIZ KHOIRUL NUR HJ. H. DRS.
    DR. S.PD S.E. A.MD M.M. BIN BINTI ALIAS ALM. SE SH R. O'NEIL NUR'AINI WULANDARI-SARI SANTOSO,S.PD (ALM) N X 1 ÉLISE
    """.split()  # noqa: SIM905 - a word a line is not easier to read
)
NAMES = st.one_of(
    st.lists(WORDS, max_size=7).map(" ".join),
    # Latin letters only; of ß the two disagree whether its capital is one letter.
    st.text(st.characters(min_codepoint=32, max_codepoint=0xFF, exclude_characters="ß"), max_size=40),
)


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One database for all examples."""
    return duckdb.connect()


def plain_words(name: str) -> list[str]:
    """The words of a name that count, without any SQL."""
    if name.upper() in names.NO_NAMES:
        return []
    text = name if re.fullmatch("[A-Z ]+", name) else letters_only(name)
    text = re.sub(rf"([A-Z]) (?:{'|'.join(names.JOINERS)}) .*", r"\1", text)
    words = [word for word in text.split(" ") if word]
    return without_titles(words)


def letters_only(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    text = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).upper()
    text = re.sub("['’`´\"]", "", text)
    text = re.sub(r"\(.*", " ", text)
    text = re.sub("([A-Z]),.*", r"\1", text)
    degree = "|".join(names.DEGREES_WITH_DOTS)
    text = re.sub(rf"( (?:{degree})\.(?: ?[A-Z]{{1,4}}\.?)?)+$", "", text)
    return re.sub("[^A-Z]+", " ", text).strip()


def without_titles(words: list[str]) -> list[str]:
    kept = words
    if not words or not (words[0] in names.LEADING_TITLES or words[-1] in names.TRAILING_TITLES):
        return words
    while kept and kept[0] in names.LEADING_TITLES:
        kept = kept[1:]
    while kept and kept[-1] in names.TRAILING_TITLES:
        kept = kept[:-1]
    return kept if any(len(word) > 1 for word in kept) else words


def plain_sound(word: str) -> str:
    """How a word sounds, without any SQL."""
    for written, heard in names.SOUNDS:
        word = word.replace(written, heard)
    word = re.sub("^Z", "Y", word).replace("Z", "S")
    word = re.sub(r"([ABCDEGHIKLMNPRSTUWY])\1", r"\1", word)
    return re.sub("(.)H$", r"\1", word)


def sql_words(name: str) -> list[str]:
    database().execute("CREATE OR REPLACE TABLE name_list AS SELECT 1 AS name_id, ? AS name, 1 AS holders", [name])
    rows = database().execute(f"SELECT words FROM ({normalising.name_words()})").fetchall()
    return list(rows[0][0])


@given(NAMES)
@example("H. MUHAMMAD ALI, S.PD., M.M.")
@example("SRI WAHYUNI BINTI KARTO ALIAS YUNI")
@example("H. R.")
@example("N N")
@settings(max_examples=150, deadline=None)
def test_the_words_of_a_name_are_those_that_plain_python_keeps(name: str) -> None:
    assert sql_words(name) == plain_words(name)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=14))
@example("DJOKO")
@example("ZZAZIZ")
@example("AHH")
@settings(max_examples=200, deadline=None)
def test_a_word_sounds_as_plain_python_hears_it(word: str) -> None:
    heard = database().execute(f"SELECT {normalising.sound('word')} FROM (SELECT ? AS word)", [word]).fetchall()
    assert heard == [(plain_sound(word),)]


@pytest.mark.parametrize(
    ("word", "form"),
    [("MOCH", "MUHAMMAD"), ("ST", "SITI"), ("ABD", "ABDUL"), ("AKHMAD", "AHMAD"), ("BUDI", "BUDI"), ("M", "M")],
)
def test_an_abbreviation_is_written_out_and_an_initial_stays(word: str, form: str) -> None:
    found = database().execute(f"SELECT {normalising.full_form('word')} FROM (SELECT ? AS word)", [word])
    assert found.fetchall() == [(form,)]


def test_no_variant_stands_under_two_names() -> None:
    forms = [form for variants in names.VARIANTS.values() for form in variants]
    assert len(forms) == len(set(forms))
    assert not set(forms) & set(names.VARIANTS)
