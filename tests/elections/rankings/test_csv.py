"""A file that spreadsheets open as it is, and that runs nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from registry.exporting import lines, neutral


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+62812", "'+62812"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("Desa = baik", "Desa = baik"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (0, "0"),
    ],
)
def test_what_begins_like_a_formula_becomes_text_and_numbers_stay(cell: object, text: str) -> None:
    assert neutral(cell) == text


def test_a_file_begins_with_a_mark_and_quotes_its_separator() -> None:
    assert list(lines([["a;b", "c"], [1, 2]], separator=";")) == ["\ufeff", '"a;b";c\r\n', "1;2\r\n"]


def test_rows_are_asked_for_only_as_they_are_sent() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            taken.append(number)
            yield [number]

    sending = lines(rows())
    assert [next(sending), next(sending)] == ["\ufeff", "0\r\n"]
    assert taken == [0]
