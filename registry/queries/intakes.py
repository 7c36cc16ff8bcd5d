"""The files of an area as the intake desk lists them."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from registry.choices import HeldRowState, IntakeKind, IntakeState
from registry.models import HeldRow, IntakeBatch
from registry.models.intake import GONE_STATES


def listed(*, kind: str = "", state: str = "") -> QuerySet[IntakeBatch]:
    """Return the batches of the area in force, newest first, without what only one batch's own page shows."""
    batches = IntakeBatch.scoped.select_related("region", "received_by").defer("summary", "quality", "parameters")
    if kind:
        batches = batches.filter(kind=kind)
    if state:
        batches = batches.filter(state=state)
    return batches.order_by("-pk")


def one(pk: int) -> IntakeBatch:
    """Return a batch of the area in force with whoever acted on it.

    Raises:
        IntakeBatch.DoesNotExist: there is none, or it is another area's.
    """
    people = ("received_by", "approved_by", "withdrawn_by", "withdrawal_asked_by", "matching", "matching__made_by")
    return IntakeBatch.scoped.select_related("region", "mends", *people).get(pk=pk)


def of_file(kind: str, sha256: str) -> IntakeBatch | None:
    """Return the batch of the area in force that this very file is in."""
    return IntakeBatch.scoped.filter(kind=kind, sha256=sha256).exclude(state__in=GONE_STATES).first()


def counts_of_held(batch: IntakeBatch) -> dict[str, int]:
    """Return how many held rows of a batch are in each state."""
    found = HeldRow.scoped.filter(batch=batch).values_list("state").annotate(count=Count("pk")).order_by()
    return dict.fromkeys(HeldRowState.values, 0) | dict(found)


def latest_extract(region: str) -> IntakeBatch | None:
    """Return the newest finished extract of a regency that was no mending."""
    done = IntakeBatch.scoped.filter(kind=IntakeKind.SIAK_EXTRACT, state=IntakeState.DONE, region_id=region, mends=None)
    return done.order_by("-pk").first()
