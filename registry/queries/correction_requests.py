"""Open requests to correct data, the oldest first, inside the officer's area."""

from __future__ import annotations

from collections.abc import Sequence

from registry.models import CorrectionRequest

#: So many are shown; closing some brings the next.
SHOWN = 50


def open_ones() -> Sequence[CorrectionRequest]:
    """Return the open requests with their residents at hand."""
    found = CorrectionRequest.objects.filter(closed_at=None).select_related("resident", "noted_by")
    return list(found.order_by("noted_at", "pk")[:SHOWN])
