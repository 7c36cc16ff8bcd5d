"""QR codes as stretches of dark: a path in a page, rectangles on paper. They hold a booking code, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import segno

#: What a reader needs around a code, in modules (ISO/IEC 18004, 6.3.8); white also where the page is dark.
QUIET: Final = 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code `size` modules wide with its quiet zone; `runs` are dark stretches: column, row, length."""

    size: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def path(self) -> str:
        """The dark stretches as the path of an SVG of that size."""
        return "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in self.runs)


def drawing_of(text: str) -> Drawing:
    """Return the code of a booking's code; a quarter of it may be soiled (level Q) and it is still read."""
    made = segno.make_qr(text, error="q", boost_error=False)
    rows = list(made.matrix_iter(border=QUIET))
    return Drawing(len(rows), tuple(run for number, row in enumerate(rows) for run in _runs(number, bytes(row))))


def _runs(row: int, modules: bytes) -> Iterator[tuple[int, int, int]]:
    column = 0
    while column < len(modules):
        length = next(
            (at for at, dark in enumerate(modules[column:]) if dark != modules[column]), len(modules) - column
        )
        if modules[column]:
            yield column, row, length
        column += length
