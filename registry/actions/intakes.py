"""Files received, stopped and taken back: what people do with a batch; its merging is `registry/ingest/running.py`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from registry.actions import access
from registry.choices import IntakeState
from registry.ingest import kinds, storage
from registry.ingest.bad_file import BadFile
from registry.ingest.kinds import BatchIsInUse
from registry.models import HeldRow, IntakeBatch, Officer, Region
from registry.models.access import AccessAction
from registry.models.intake import LIVE_STATES

__all__ = [
    "AlreadyOver",
    "AnotherIntakeIsRunning",
    "BadFile",
    "BatchIsInUse",
    "NotWithdrawable",
    "SameFile",
    "ask_cancel",
    "receive",
    "withdraw",
]

_GONE: Final = [IntakeState.FAILED, IntakeState.CANCELLED, IntakeState.WITHDRAWN]
# Control characters, and those that turn the direction of what follows: they disguise a name.
_DISGUISE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class SameFile(Exception):
    """This very file was loaded before; `batch` is where."""

    def __init__(self, batch: IntakeBatch) -> None:
        when = f"{localtime(batch.received_at):%d-%m-%Y %H:%M}"
        super().__init__(f"Berkas ini sudah dimuat pada {when}, berkas no {batch.pk}.")
        self.batch = batch


class AnotherIntakeIsRunning(Exception):
    """One file of a kind and region at a time; `batch` is the one at work."""

    def __init__(self, batch: IntakeBatch) -> None:
        super().__init__(
            f"Berkas no {batch.pk} ({batch.file_name}) untuk wilayah ini masih diproses. Tunggu sampai selesai."
        )
        self.batch = batch


class AlreadyOver(Exception):
    """The batch is done, failed or withdrawn: there is nothing to stop."""


class NotWithdrawable(Exception):
    """The batch is not in a state that can be taken back; the message says why."""


def receive(
    file: Path | BinaryIO,
    *,
    kind: str,
    region: str,
    by: Officer | None,
    at: datetime.datetime,
    name: str = "",
    source_letter: str = "",
    parameters: Mapping[str, Any] | None = None,
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
        source_letter: number of the letter it came with.
        parameters: what the kind needs, and `encoding` ("cp1252") when the sender said so.

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
                source_letter=source_letter,
                parameters=given,
                received_at=at,
                received_by=by,
            )
            access.record(
                action=AccessAction.LOAD, subject=f"berkas {batch.pk}", purpose=f"Memuat berkas {kind}", by=by, at=at
            )
    except BaseException as error:
        storage.discard(stored.name)
        if isinstance(error, IntegrityError):
            _refuse_known(kind, region, stored.sha256)
        raise
    return batch


def ask_cancel(batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime) -> None:
    """Ask the worker to stop at its next safe point; nothing of the file stays.

    Raises:
        AlreadyOver: there is nothing to stop.
    """
    with transaction.atomic():
        if not IntakeBatch.objects.filter(pk=batch.pk, state__in=LIVE_STATES).update(cancel_asked_at=at):
            raise AlreadyOver
        access.record(
            action=AccessAction.LOAD, subject=f"berkas {batch.pk}", purpose="Membatalkan pemuatan", by=by, at=at
        )


def withdraw(batch: IntakeBatch, *, by: Officer | None, at: datetime.datetime) -> IntakeBatch:
    """Take a finished batch back as a whole: what it brought is deleted, what it changed is restored.

    Batches of a kind and region are withdrawn from the newest back: an older one is what the newer was compared
    with. The row's lock keeps two people from withdrawing at once.

    Raises:
        NotWithdrawable: the batch is not done, or a newer one stands on it.
        BatchIsInUse: something later refers to what it brought.
    """
    with transaction.atomic():
        locked = IntakeBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        _refuse_withdrawal(locked)
        try:
            undone = kinds.of(locked.kind).withdraw(locked)
            _refuse_withdrawal(locked)  # again, now that nobody else can be merging: a newer batch may have come
        except IntegrityError as error:
            raise BatchIsInUse(
                f"Data dari berkas no {locked.pk} sudah dipakai di tempat lain, jadi tidak dapat ditarik."
            ) from error
        HeldRow.objects.filter(batch=locked).delete()
        locked.state, locked.withdrawn_at, locked.withdrawn_by = IntakeState.WITHDRAWN, at, by
        locked.summary = locked.summary | {"withdrawn": undone}
        locked.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "summary"])
        access.record(
            action=AccessAction.WITHDRAW,
            subject=f"berkas {locked.pk}",
            purpose="Menarik berkas",
            by=by,
            at=at,
            row_count=locked.accepted,
        )
    return locked


def _refuse_withdrawal(batch: IntakeBatch) -> None:
    if batch.state != IntakeState.DONE:
        state = batch.get_state_display().lower()
        raise NotWithdrawable(f"Berkas no {batch.pk} {state}; hanya berkas yang selesai dimuat dapat ditarik.")
    if "changes_purged" in batch.summary:
        raise NotWithdrawable(
            f"Nilai yang diganti oleh berkas no {batch.pk} sudah dihapus karena lewat masa simpan, jadi berkas ini "
            "tidak dapat ditarik lagi."
        )
    later = (
        IntakeBatch.objects.filter(kind=batch.kind, region_id=batch.region_id, pk__gt=batch.pk)
        .exclude(state__in=_GONE)
        .order_by("-pk")
        .first()
    )
    if later and not kinds.of(batch.kind).batches_stand_alone:
        raise NotWithdrawable(
            f"Berkas no {later.pk} dimuat sesudah berkas no {batch.pk}. Tarik dahulu berkas no {later.pk}."
        )


def _refuse_known(kind: str, region: str, sha256: str) -> None:
    """Say which batch stands in the way, after the database refused a second one."""
    others = IntakeBatch.objects.filter(kind=kind, region_id=region).exclude(state__in=_GONE)
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
