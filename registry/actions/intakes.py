"""Files received, matched, approved, stopped and taken back: what people do with a batch.

The work itself is the worker's (`registry/ingest/running.py`). Of two people who act on a batch at once the database
lets one through: every move is an update of a row that is still in the state it was seen in
(`tests/races/test_intake_desk.py`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from registry.actions import access
from registry.choices import IntakeState
from registry.ingest import kinds, mending, storage, withdrawing
from registry.ingest.bad_file import BadFile
from registry.ingest.kinds import BatchIsInUse
from registry.ingest.layout import fingerprint
from registry.ingest.withdrawing import NotWithdrawable
from registry.models import ColumnMatching, HeldRow, IntakeBatch, Officer, Region
from registry.models.access import AccessAction
from registry.models.intake import GONE_STATES, LIVE_STATES, STANDING_STATES

__all__ = [
    "AlreadyOver",
    "AnotherIntakeIsRunning",
    "BadFile",
    "BatchIsInUse",
    "NotWaiting",
    "NotWithdrawable",
    "SameFile",
    "approve",
    "ask_cancel",
    "ask_withdrawal",
    "match_columns",
    "receive",
    "withdraw",
]

# Control characters, and those that turn the direction of what follows: they disguise a name.
_DISGUISE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


_STILL_AT_WORK: Final = "masih diproses. Tunggu sampai selesai."


class SameFile(Exception):
    """This very file was loaded before; `batch` is where."""

    def __init__(self, batch: IntakeBatch) -> None:
        when = f"{localtime(batch.received_at):%d-%m-%Y %H:%M}"
        super().__init__(f"Berkas ini sudah dimuat pada {when}, berkas no {batch.pk}.")
        self.batch = batch


class AnotherIntakeIsRunning(Exception):
    """One file of a kind and region at a time; `batch` is the one at work."""

    def __init__(self, batch: IntakeBatch) -> None:
        standing = batch.state in STANDING_STATES
        super().__init__(
            f"Berkas no {batch.pk} ({batch.file_name}) untuk wilayah ini "
            + ("menunggu di meja berkas. Setujui atau batalkan dahulu." if standing else _STILL_AT_WORK)
        )
        self.batch = batch


class AlreadyOver(Exception):
    """The batch is done, failed or withdrawn: there is nothing to stop."""


class NotWaiting(Exception):
    """Somebody has moved the batch on meanwhile, or stopped it; the message says where it stands."""

    def __init__(self, batch: IntakeBatch) -> None:
        batch.refresh_from_db(fields=["state"])
        super().__init__(f"Berkas no {batch.pk} sudah {batch.get_state_display().lower()}. Muat ulang halaman ini.")


def receive(
    file: Path | BinaryIO,
    *,
    kind: str,
    region: str,
    by: Officer | None,
    at: datetime.datetime,
    name: str = "",
    source: str = "",
    source_letter: str = "",
    parameters: Mapping[str, Any] | None = None,
    needs_approval: bool = False,
    mends: IntakeBatch | None = None,
) -> IntakeBatch:
    """Keep a file and make its batch; the door then rings for `registry.tasks.run_intake`.

    The race of two people sending the same file at once is decided by the constraints of `IntakeBatch`
    (tests/races/test_intakes.py).

    Args:
        file: a path, or an open binary stream.
        kind: one of `IntakeKind`.
        region: kode wilayah of the regency that the file is of.
        by: the officer; None for a command of the office itself.
        at: the moment.
        name: the file's name as people know it; taken from the path or stream when not given.
        source: who it comes from; a matching of columns is remembered for each source.
        source_letter: number of the letter it came with.
        parameters: what the kind needs, and `encoding` ("cp1252") when the sender said so.
        needs_approval: whether the batch stops before its merge until somebody approves it.
        mends: the batch whose held rows this file mends.

    Raises:
        BadFile: the parameters do not do for this kind, or the region is unknown.
        SameFile, AnotherIntakeIsRunning: see the classes.
    """
    given = dict(parameters or {})
    kinds.of(kind).refuse_parameters(region, given)
    if not Region.objects.filter(code=region).exists():
        raise BadFile(f"Wilayah {region} tidak dikenal. Muat daftar wilayah dahulu: manage.py seed_regions.")
    stored = _keep(file)
    try:
        with transaction.atomic():
            batch = IntakeBatch.objects.create(
                kind=kind,
                file_name=_shown_name(name or str(getattr(file, "name", file))),
                stored_path=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                region_id=region,
                source=source,
                source_letter=source_letter,
                parameters=given,
                needs_approval=needs_approval,
                mends=mends,
                received_at=at,
                received_by=by,
            )
            _record(batch, AccessAction.LOAD, f"Memuat berkas {kind}", by, at)
    except BaseException as error:
        storage.discard(stored.name)
        if isinstance(error, IntegrityError):
            _refuse_known(kind, region, stored.sha256)
        raise
    return batch


@transaction.atomic
def match_columns(batch: IntakeBatch, *, places: Mapping[str, int], by: Officer, at: datetime.datetime) -> None:
    """Say which column of the file stands for which, remember it for the source, and let the worker go on.

    Raises:
        NotWaiting: see the class.
    """
    cells: list[str] = batch.summary.get("cells", [])
    moved = still(batch, [IntakeState.MATCHING]).update(state=IntakeState.RECEIVED, attempts=0, summary={})
    if not moved:
        raise NotWaiting(batch)
    ColumnMatching.objects.update_or_create(
        kind=batch.kind,
        region_id=batch.region_id,
        source=batch.source,
        fingerprint=fingerprint(cells),
        defaults={"cells": cells, "places": dict(places), "made_at": at, "made_by": by},
    )
    _record(batch, AccessAction.LOAD, "Mencocokkan kolom", by, at)


@transaction.atomic
def approve(batch: IntakeBatch, *, by: Officer, at: datetime.datetime) -> None:
    """Let a batch that was checked be merged.

    Raises:
        NotWaiting: it was approved or cancelled meanwhile, or is being checked again.
    """
    merging = {"state": IntakeState.MERGING, "approved_at": at, "approved_by": by, "attempts": 0}
    if not still(batch, [IntakeState.WAITING]).update(**merging):
        raise NotWaiting(batch)
    _record(batch, AccessAction.LOAD, "Menyetujui berkas", by, at, row_count=batch.accepted)


@transaction.atomic
def ask_cancel(batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime) -> None:
    """Stop a batch: at once where it waits for a person, else at its worker's next safe point. Nothing of it stays.

    Raises:
        AlreadyOver: there is nothing to stop.
    """
    nothing = {"rows_in": 0, "accepted": 0, "held": 0, "rejected": 0, "summary": {}, "quality": {}}
    cancelled = {"state": IntakeState.CANCELLED, "cancel_asked_at": at, "finished_at": at}
    if still(batch, STANDING_STATES).update(**nothing, **cancelled):
        HeldRow.objects.filter(batch=batch).delete()
        mending.release(batch.pk)
        stored = batch.stored_path
        transaction.on_commit(lambda: storage.discard(stored))  # the staged rows are swept
    elif not still(batch, LIVE_STATES).update(cancel_asked_at=at):
        raise AlreadyOver
    _record(batch, AccessAction.LOAD, "Membatalkan pemuatan", by, at)


def withdraw(batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime) -> IntakeBatch:
    """Take a finished batch back as a whole, here and now: what it brought is deleted, what it changed is restored.

    The row's lock keeps two people from withdrawing at once.

    Raises:
        NotWithdrawable: the batch is not done, or a newer one stands on it.
        BatchIsInUse: something later refers to what it brought.
    """
    with transaction.atomic():
        locked = IntakeBatch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
        withdrawing.refuse_unfinished(locked)
        undone = withdrawing.take_back(locked, lambda _: None)
        locked.state, locked.withdrawn_at, locked.withdrawn_by = IntakeState.WITHDRAWN, at, by
        locked.summary = locked.summary | {"withdrawn": undone}
        locked.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "summary"])
        _record(locked, AccessAction.WITHDRAW, "Menarik berkas", by, at, row_count=locked.accepted)
    return locked


@transaction.atomic
def ask_withdrawal(batch: IntakeBatch, *, reason: str, by: Officer, at: datetime.datetime) -> None:
    """Let the worker take a finished batch back; what stands in its way is written into the batch.

    Raises:
        NotWithdrawable: it is not done, or a newer one stands on it.
    """
    withdrawing.refuse_purged(batch)
    withdrawing.refuse_newer(batch)
    asked = {"withdrawal_asked_at": at, "withdrawal_asked_by": by, "withdrawal_reason": reason}
    # A request to stop that came too late must not stop this.
    fresh = {"attempts": 0, "cancel_asked_at": None, "failure": "", "step": "", "step_done": 0, "step_total": 0}
    if not still(batch, [IntakeState.DONE]).update(state=IntakeState.WITHDRAWING, **asked, **fresh):
        batch.refresh_from_db(fields=["state"])
        withdrawing.refuse_unfinished(batch)
    _record(batch, AccessAction.WITHDRAW, f"Menarik berkas: {reason}"[:200], by, at, row_count=batch.accepted)


def still(batch: IntakeBatch, states: list[IntakeState]) -> QuerySet[IntakeBatch]:
    """Return the batch's row if it is still in one of these states: a move writes only what it has seen."""
    return IntakeBatch.objects.filter(pk=batch.pk, state__in=states)


def _record(
    batch: IntakeBatch,
    action: AccessAction,
    purpose: str,
    by: Officer | None,
    at: datetime.datetime,
    row_count: int = 0,
) -> None:
    access.record(action=action, subject=f"berkas {batch.pk}", purpose=purpose, by=by, at=at, row_count=row_count)


def _refuse_known(kind: str, region: str, sha256: str) -> None:
    """Say which batch stands in the way, after the database refused a second one."""
    others = IntakeBatch.objects.filter(kind=kind, region_id=region).exclude(state__in=GONE_STATES)
    if same := others.filter(sha256=sha256).first():
        raise SameFile(same)
    if running := others.filter(state__in=LIVE_STATES).first():
        raise AnotherIntakeIsRunning(running)


def _keep(file: Path | BinaryIO) -> storage.Stored:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return storage.keep(stream)
    return storage.keep(file)


def _shown_name(name: str) -> str:
    """Return the last part of a file's name as it may be shown, at most 200 characters."""
    bare = PurePath(_DISGUISE.sub("", name.replace("\\", "/"))).name
    return bare[-200:] or "tanpa nama"
