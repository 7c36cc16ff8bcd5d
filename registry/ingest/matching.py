"""What is remembered of the headers of a source's files: asked when a header does not name its columns by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from registry.ingest.layout import fingerprint
from registry.models import ColumnMatching, IntakeBatch


class Recalling:
    """Recalls for one batch, and knows afterwards whether it was asked and what it said.

    Attributes:
        used: the matching that was used; None when the header named its columns by itself.
    """

    def __init__(self, batch: IntakeBatch) -> None:
        self._batch = batch
        self.used: ColumnMatching | None = None

    def __call__(self, header: Sequence[str]) -> Mapping[str, int]:
        """Return the places that somebody gave to a file of this source with this very header."""
        self.used = of_header(self._batch, header)
        return self.used.places if self.used else {}


def of_header(batch: IntakeBatch, header: Sequence[str]) -> ColumnMatching | None:
    """Return the matching of a header for the batch's kind, region and source."""
    return ColumnMatching.objects.filter(
        kind=batch.kind, region_id=batch.region_id, source=batch.source, fingerprint=fingerprint(header)
    ).first()
