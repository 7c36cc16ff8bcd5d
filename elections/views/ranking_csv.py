"""A ranking as rows of a CSV file: what the page shows, with its labels and its date in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.formats import date_format

from elections.queries.figures import Certainty, Figure, Share
from elections.queries.rankings import Ranking, Row

HEADINGS: Final = (
    "Peringkat",
    "Kode wilayah",
    "Wilayah",
    "Pemilih dalam daftar",
    "Cocok dengan SIAK",
    "Sudah merekam",
    "Belum merekam",
    "Masih diperiksa",
    "Tidak ditemukan",
    "Persen",
    "Sumber angka",
    "Keterangan",
    "Keadaan per",
    "Edisi",
)
SIMULATED: Final = "simulasi"


def rows(ranking: Ranking, separator: str) -> Iterator[Sequence[object]]:
    """Yield the heading, then one row per region listed; a village, which lists nothing, stands for itself.

    With the semicolon, percentages have a decimal comma, as Excel in Indonesian reads them.
    """
    yield HEADINGS
    for row in ranking.rows or [ranking.own]:
        yield _cells(ranking, row, comma=separator == ";")


def _cells(ranking: Ranking, row: Row, *, comma: bool) -> tuple[object, ...]:
    figures = row.figures
    return (
        row.rank,
        row.region.code,
        row.name,
        figures.voters,
        _count(figures.matched),
        _count(figures.recorded),
        _count(figures.unrecorded),
        _count(figures.in_review),
        _count(figures.not_found),
        _percent(figures.percent, comma=comma),
        row.source.label,
        _remark(row),
        date_format(ranking.edition.as_of, "d-m-Y"),
        ranking.edition.title,
    )


def _remark(row: Row) -> str:
    if not row.simulated:
        return ""
    return f"{SIMULATED}; jumlah pemilih angka resmi" if row.voters_published else SIMULATED


def _count(figure: Figure | None) -> object:
    if figure is None:
        return ""
    return figure.value if figure.certainty is Certainty.EXACT else f"{_WORDS[figure.certainty]} {figure.value}"


def _percent(share: Share, *, comma: bool) -> str:
    text = str(share.value).replace(".", ",") if comma else str(share.value)
    return text if share.certainty is Certainty.EXACT else f"{_WORDS[share.certainty]} {text}"


_WORDS: Final = {Certainty.BELOW: "kurang dari", Certainty.AT_LEAST: "paling sedikit"}
