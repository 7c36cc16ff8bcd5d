"""Reads the tables of a page as a person would: the words in each cell, one list a row."""

from __future__ import annotations

from html.parser import HTMLParser


class _Tables(HTMLParser):
    def __init__(self, css_class: str) -> None:
        super().__init__()
        self._wanted = css_class
        self._inside = False
        self._cell: list[str] | None = None
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = self._wanted in (dict(attrs).get("class") or "").split()
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag in {"td", "th"}:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = False
        elif self._cell is not None and tag in {"td", "th"}:
            self.rows[-1].append(" ".join(" ".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def read_table(page: str, css_class: str) -> list[dict[str, str]]:
    """Return the rows of the table of that class, by the headings of its columns."""
    reader = _Tables(css_class)
    reader.feed(page)
    headings, *rows = reader.rows or [[]]
    return [dict(zip(headings, row, strict=True)) for row in rows]
