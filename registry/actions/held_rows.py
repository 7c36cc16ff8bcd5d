"""Held rows handed out: the export is written into the access log before the first row leaves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from registry.actions import access
from registry.models import HeldRow, IntakeBatch, Officer
from registry.models.access import AccessAction
from registry.queries import held_rows


def export(
    batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime, purpose: str
) -> Iterator[Sequence[object]]:
    """Return the rows of `registry.queries.held_rows.table`, once the export has been recorded."""
    access.record(
        action=AccessAction.EXPORT,
        subject=f"baris tertahan berkas {batch.pk}",
        purpose=purpose,
        by=by,
        at=at,
        row_count=HeldRow.objects.filter(batch=batch).count(),
    )
    return held_rows.table(batch)
