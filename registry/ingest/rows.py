"""What every kind of file becomes: batches of text columns with the row's number, and the rows set aside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import pyarrow as pa

from registry.ingest.layout import Layout, Recall, nothing_recalled

#: Beyond this many rows with the wrong number of columns the file itself is wrong.
MOST_RAGGED: Final = 50_000


class Ragged(NamedTuple):
    """A row whose number of columns is not the header's: its text as it stands, and how many it has."""

    row_number: int
    text: str
    columns: int


class Rows(ABC):
    """The rows of one opened file.

    Attributes:
        places: column name -> its position in the file, in the file's order.
        header: the same columns as the file itself writes them, in the file's order.
        width: how many columns the file has, read or not.
        ragged: rows set aside so far; complete when `batches` has ended.
        last_row: the number of the last row delivered so far.
    """

    def __init__(self, layout: Layout, cells: Sequence[str], recall: Recall = nothing_recalled) -> None:
        """Match the header.

        Raises:
            BadFile: see `Layout.match`.
        """
        places = layout.match(cells, recall)
        self.layout = layout
        self.places = dict(sorted(places.items(), key=lambda place: place[1]))
        self.header = [cells[place].strip() for place in self.places.values()]
        self.width = len(cells)
        self.ragged: list[Ragged] = []
        self.last_row = 1

    @abstractmethod
    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows in order, in the columns of `schema`; blank rows come as empty text.

        Raises:
            BadFile: the file breaks off or cannot be read on.
        """

    @property
    def schema(self) -> pa.Schema:
        """`row_number`, then every column of the layout as text; a missing optional one is empty."""
        return pa.schema([("row_number", pa.int32()), *((column.name, pa.string()) for column in self.layout.columns)])

    def as_batch(self, numbers: Sequence[int], columns: Sequence[pa.Array]) -> pa.RecordBatch:
        """Put columns in the order of `places` into one batch of `schema`."""
        by_name = dict(zip(self.places, columns, strict=True))
        empty = pa.array([""] * len(numbers), pa.string())
        arrays = [by_name.get(column.name, empty) for column in self.layout.columns]
        return pa.RecordBatch.from_arrays([pa.array(numbers, pa.int32()), *arrays], schema=self.schema)
