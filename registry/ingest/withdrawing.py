"""A finished batch taken back as a whole, inside the transaction of whoever asks: a command, or the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError

from registry.choices import HeldRowState, IntakeState
from registry.ingest import kinds
from registry.ingest.kinds import BatchIsInUse
from registry.models import HeldRow, IntakeBatch
from registry.models.intake import GONE_STATES


class NotWithdrawable(Exception):
    """The batch is not in a state that can be taken back; the message says why."""


def take_back(batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, Any]:
    """Delete what a batch brought, restore what it changed, and return what was undone.

    Batches of a kind and region are withdrawn from the newest back: an older one is what the newer was compared
    with. Rows that the batch had mended for an older one wait there again.

    Raises:
        NotWithdrawable: a newer batch stands on it.
        BatchIsInUse: something later refers to what it brought.
    """
    refuse_purged(batch)
    refuse_newer(batch)
    try:
        undone = kinds.of(batch.kind).withdraw(batch, progress)
        refuse_newer(batch)  # again, now that nobody else can be merging: a newer batch may have come
    except IntegrityError as error:
        raise BatchIsInUse(
            f"Data dari berkas no {batch.pk} sudah dipakai di tempat lain, jadi tidak dapat ditarik."
        ) from error
    HeldRow.objects.filter(batch=batch).delete()
    HeldRow.objects.filter(resolved_in=batch).update(
        state=HeldRowState.MENDED, resolved_in=None, resolved_at=None, resolved_by=None
    )
    return undone


def refuse_newer(batch: IntakeBatch) -> None:
    """Refuse while a newer batch of the kind and region stands.

    Raises:
        NotWithdrawable: it does.
    """
    later = (
        IntakeBatch.objects.filter(kind=batch.kind, region_id=batch.region_id, pk__gt=batch.pk)
        .exclude(state__in=GONE_STATES)
        .order_by("-pk")
        .first()
    )
    if later and not kinds.of(batch.kind).batches_stand_alone:
        raise NotWithdrawable(
            f"Berkas no {later.pk} dimuat sesudah berkas no {batch.pk}. Tarik dahulu berkas no {later.pk}."
        )


def refuse_unfinished(batch: IntakeBatch) -> None:
    """Refuse a batch that is not done.

    Raises:
        NotWithdrawable: it is not.
    """
    if batch.state != IntakeState.DONE:
        state = batch.get_state_display().lower()
        raise NotWithdrawable(f"Berkas no {batch.pk} {state}; hanya berkas yang selesai dimuat dapat ditarik.")


def refuse_purged(batch: IntakeBatch) -> None:
    """Refuse a batch whose former values are gone.

    Raises:
        NotWithdrawable: they are.
    """
    if "changes_purged" in batch.summary:
        raise NotWithdrawable(
            f"Nilai yang diganti oleh berkas no {batch.pk} sudah dihapus karena lewat masa simpan, jadi berkas ini "
            "tidak dapat ditarik lagi."
        )
