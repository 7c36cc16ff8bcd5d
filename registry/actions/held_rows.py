"""Held rows handed out: the export is written into the access log before the first row leaves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from registry.actions import access
from registry.models import HeldRow, IntakeBatch, Officer
from registry.models.access import AccessAction
from registry.models.held_row import OPEN_STATES
from registry.queries import held_rows


def export(
    batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime, purpose: str, unsettled: bool = False
) -> Iterator[Sequence[object]]:
    """Return the rows of `registry.queries.held_rows.table`, once the export has been recorded.

    This is the one door through which held rows leave, whatever the form of the file.

    Args:
        batch: the batch.
        by: the officer; None for a command of the office itself.
        at: the moment.
        purpose: what the rows are fetched for.
        unsettled: only the rows that still wait for somebody.
    """
    rows = HeldRow.objects.filter(batch=batch)
    if unsettled:
        rows = rows.filter(state__in=OPEN_STATES, resolved_in=None)
    access.record(
        action=AccessAction.EXPORT,
        subject=f"baris tertahan berkas {batch.pk}",
        purpose=purpose,
        by=by,
        at=at,
        row_count=rows.count(),
    )
    return held_rows.table(batch, unsettled=unsettled)
