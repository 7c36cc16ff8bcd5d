"""Held rows opened, mended, let go and loaded: what a clerk does with them on screen."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from registry import sealing
from registry.actions import access, intakes
from registry.choices import HeldRowState, IntakeState, RowVerdict
from registry.ingest import kinds, mending
from registry.ingest.engine import HeldLine
from registry.models import HeldRow, IntakeBatch, Officer
from registry.models.access import AccessAction
from registry.models.held_row import OPEN_STATES


class NotMendable(Exception):
    """Rows of such a file, or of a batch in such a state, are not mended on screen; the message says what to do."""


class MendedMeanwhile(Exception):
    """Somebody else has saved, dismissed or loaded this row since it was opened."""


class NothingMended(Exception):
    """No mended row waits to be loaded."""


@transaction.atomic
def open_row(row: HeldRow, *, by: Officer, at: datetime.datetime) -> dict[str, str]:
    """Return the cells of a held row in clear, once the reveal has been recorded.

    Raises:
        NotMendable: see the class.
    """
    refuse_unmendable(row.batch)
    _record(row, AccessAction.REVEAL, "Membetulkan baris tertahan", by, at)
    return mending.cells_of(row)


@transaction.atomic
def mend(
    row: HeldRow, *, cells: Mapping[str, str], revision: int, by: Officer, at: datetime.datetime
) -> HeldLine | None:
    """Check the cells as they are now and keep them; return what is still wrong, or None when nothing is.

    A row that is still wrong is kept as it was; what was typed stays on the form.

    Args:
        row: the row.
        cells: its cells under the layout's names.
        revision: the row's when it was opened.
        by: the officer.
        at: the moment.

    Raises:
        NotMendable, MendedMeanwhile: see the classes.
    """
    refuse_unmendable(row.batch)
    values = [cells[name] for name in mending.columns_of(row.batch)]
    wrong = mending.check(row, dict(zip(mending.columns_of(row.batch), values, strict=True)))
    if wrong is not None:
        return wrong
    sealed = sealing.sealer().seal(sealing.HELD_ROW, json.dumps(values, ensure_ascii=False), row.anchor)
    mended = {"state": HeldRowState.MENDED, "mended_sealed": sealed, "mended_at": at, "mended_by": by}
    if not unchanged(row, revision).update(**mended, revision=revision + 1):
        raise MendedMeanwhile
    _record(row, AccessAction.CHANGE, "Membetulkan baris tertahan", by, at)
    return None


@transaction.atomic
def dismiss(row: HeldRow, *, reason: str, revision: int, by: Officer, at: datetime.datetime) -> None:
    """Let a row go with a reason: it stays on its batch's account as held and is never loaded.

    Raises:
        MendedMeanwhile: see the class.
    """
    settled = {"state": HeldRowState.DISMISSED, "resolved_at": at, "resolved_by": by, "reason": reason}
    if not unchanged(row, revision).update(**settled, revision=revision + 1):
        raise MendedMeanwhile
    _record(row, AccessAction.CHANGE, f"Mengabaikan baris: {reason}"[:200], by, at)


@transaction.atomic
def load_mended(batch: IntakeBatch, *, by: Officer, at: datetime.datetime) -> IntakeBatch:
    """Make a batch of all rows of this one that are mended; it is checked, previewed and approved as any other.

    The sums of the first batch stay what they were when its file was loaded. Two people asking at once are decided
    by `one_live_intake_per_kind_and_region`.

    Raises:
        NotMendable, NothingMended: see the classes.
        registry.actions.intakes.AnotherIntakeIsRunning, registry.actions.intakes.SameFile: see there.
    """
    refuse_unmendable(batch)
    waiting = HeldRow.objects.filter(batch=batch, state=HeldRowState.MENDED, resolved_in=None)
    rows = list(waiting.select_related("batch").select_for_update(of=("self",)).order_by("row_number"))
    if not rows:
        raise NothingMended
    child = intakes.receive(
        mending.as_file(batch, rows),
        kind=batch.kind,
        region=batch.region_id,
        by=by,
        at=at,
        name=f"pembetulan {len(rows)} baris dari berkas no {batch.pk}",
        source=batch.source,
        source_letter=batch.source_letter,
        parameters={key: value for key, value in batch.parameters.items() if key != "encoding"},
        needs_approval=True,
        mends=batch,
    )
    waiting.filter(pk__in=[row.pk for row in rows]).update(resolved_in=child)
    return child


def refuse_unmendable(batch: IntakeBatch) -> None:
    """Refuse a batch whose rows are not mended on screen.

    Raises:
        NotMendable: see the class.
    """
    if batch.state != IntakeState.DONE:
        raise NotMendable(f"Berkas no {batch.pk} {batch.get_state_display().lower()}. Setujui dan muat dahulu.")
    if not kinds.of(batch.kind).may_mend:
        raise NotMendable("Baris daftar pemilih dibetulkan di berkasnya, lalu berkas itu dimuat lagi seutuhnya.")


def unchanged(row: HeldRow, revision: int) -> QuerySet[HeldRow]:
    """Return the row if it is as it was opened: a second clerk must not save over the first unseen."""
    return HeldRow.objects.filter(
        pk=row.pk, revision=revision, state__in=OPEN_STATES, verdict=RowVerdict.HELD, resolved_in=None
    )


def _record(row: HeldRow, action: AccessAction, purpose: str, by: Officer, at: datetime.datetime) -> None:
    subject = f"baris {row.row_number} berkas {row.batch_id}"
    access.record(action=action, subject=subject, purpose=purpose, by=by, at=at, row_count=1)
