"""The job that takes a file in: check and stage, then merge, each step whole or not at all.

State moves received -> checking -> merging -> done, always as the last statement of the step's own transaction
(`registry/jobs.py`). After a crash at any point the batch is simply run again from its state: staged rows are
made anew from the file, held rows come with the move to merging, the merge is one transaction.

A batch of the intake desk stops on the way, at `matching` when its header does not name the columns and at `waiting`
before the merge; whoever acts there moves it on and rings again. A finished batch that is to be taken back moves
done -> withdrawing -> withdrawn here too, or back to done with what stood in the way.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any, Final

import adbc_driver_manager as adbc
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from registry import jobs
from registry.choices import IntakeState
from registry.ingest import held, kinds, matching, mending, previewing, staging, storage, withdrawing
from registry.ingest.bad_file import BadFile, shown
from registry.ingest.engine import Engine
from registry.ingest.kinds import BatchIsInUse, CheckedTooEarly, FileKind
from registry.ingest.layout import HeaderNotMatched
from registry.ingest.opening import open_rows
from registry.ingest.withdrawing import NotWithdrawable
from registry.models import HeldRow, IntakeBatch
from registry.models.intake import LIVE_STATES, STANDING_STATES, WORKER_STATES

log = logging.getLogger(__name__)

_NOTHING: Final[dict[str, Any]] = {
    "rows_in": 0, "accepted": 0, "held": 0, "rejected": 0, "summary": {}, "quality": {},
}  # fmt: skip
_NOT_ASKED: Final[dict[str, Any]] = {
    "withdrawal_asked_at": None, "withdrawal_asked_by": None, "withdrawal_reason": "",
}  # fmt: skip
_NOT_WITHDRAWN: Final = "Berkas tidak jadi ditarik: penarikan berhenti berulang kali. Hubungi pengelola sistem."
# Another try may succeed: the server or the disk was away, not the file wrong.
_PASSING: Final = (OperationalError, InterfaceError, adbc.Error, OSError, MemoryError)
_WORN_OUT: Final = (
    "pemuatan berhenti berulang kali sebelum selesai. Tidak ada data yang masuk. "
    "Muat lagi berkasnya; bila terulang, hubungi pengelola sistem."
)
_UNFORESEEN: Final = "terjadi kesalahan yang tidak terduga ({}). Tidak ada data yang masuk. Hubungi pengelola sistem."


def run(batch_id: int) -> None:
    """Work on a batch until it is done, failed or cancelled, or waits for somebody; harmless when it is taken.

    What may pass (a server that went away) leaves the batch where it is, for the sweeper to ring again.
    """
    try:
        with jobs.take(IntakeBatch, batch_id, WORKER_STATES) as job:
            _run(job)
    except jobs.Busy:
        return
    except jobs.LeaseLost:
        log.warning("intake %s: the lease was lost, another worker goes on", batch_id)
    except jobs.WornOut:
        _set_aside(batch_id, _WORN_OUT)
    except _PASSING as error:
        log.error("intake %s stopped and will be tried again: %s", batch_id, type(error).__name__)  # noqa: TRY400


def _run(job: jobs.Job) -> None:
    try:
        _steps(job)
    except jobs.Cancelled:
        _finish_empty(job, state=IntakeState.CANCELLED)
    except BadFile as refusal:
        _finish_empty(job, state=IntakeState.FAILED, failure=_sentence(job, str(refusal)))
    except (jobs.LeaseLost, *_PASSING):
        raise
    except Exception as error:
        # Its text may hold values from the file: only its name and the place are written down.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("intake %s failed: %s\n%s", job.pk, type(error).__name__, place)  # noqa: TRY400
        if IntakeBatch.objects.filter(pk=job.pk, state=IntakeState.WITHDRAWING).exists():
            _stay(job, f"Berkas tidak jadi ditarik: terjadi kesalahan yang tidak terduga ({type(error).__name__}).")
            return
        _finish_empty(job, state=IntakeState.FAILED, failure=_sentence(job, _UNFORESEEN.format(type(error).__name__)))


def _steps(job: jobs.Job) -> None:
    while True:
        batch = IntakeBatch.objects.get(pk=job.pk)
        if batch.state in STANDING_STATES:
            return
        if batch.state not in WORKER_STATES:
            _clear_away(batch)
            return
        if batch.state == IntakeState.WITHDRAWING:
            withdraw(job, batch)
            return
        if batch.cancel_asked_at is not None:
            raise jobs.Cancelled
        if batch.state != IntakeState.MERGING:
            check(job, batch)
        elif _is_staged(batch):
            merge(job, batch)
        else:
            _back_to_checking(job)


def recheck_emptied() -> list[int]:
    """Send batches that wait for approval back when a crash of the server took their staged rows; return them."""
    emptied = [
        batch for batch in IntakeBatch.objects.filter(state=IntakeState.WAITING) if not previewing.is_there(batch)
    ]
    waiting = IntakeBatch.objects.filter(state=IntakeState.WAITING)
    return [batch.pk for batch in emptied if waiting.filter(pk=batch.pk).update(state=IntakeState.RECEIVED)]


def clear_leftovers() -> None:
    """Delete staged rows, stored files and work folders that belong to no batch still at work.

    What is there is listed before the batches are asked for: one that begins meanwhile is not on the list.
    """
    staging.drop_all_but(_at_work)
    storage.discard_all_but(_at_work)


def _at_work() -> dict[int, str]:
    """Return the live batches with their stored files."""
    return dict(IntakeBatch.objects.filter(state__in=LIVE_STATES).values_list("pk", "stored_path"))


def check(job: jobs.Job, batch: IntakeBatch) -> None:
    """Read and check the file, stage what is accepted, then write the held rows and move on."""
    kind, recalling = kinds.of(batch.kind), matching.Recalling(batch)
    job.finish_step(state=IntakeState.CHECKING)
    staging.drop(batch.pk)
    mark = staging.token()
    with storage.private_folder(batch.pk) as folder, Engine(folder) as engine:
        try:
            rows = open_rows(_stored(batch), kind.layout, batch.parameters.get("encoding", ""), recalling)
        except HeaderNotMatched as refusal:
            _let_match(job, batch, refusal)
            return
        rows_in = engine.load(rows, lambda done: job.progress("Membaca berkas", done))
        if not rows_in:
            raise BadFile("berkas hanya berisi judul kolom, tanpa baris isi. Ambil lagi berkas dari sumbernya.")
        job.progress("Memeriksa baris", 0, rows_in)
        engine.read_as(kind.reading)
        kind.refer(engine, batch)
        engine.check(kind.checks)
        kind.arrange(engine)
        counts = engine.count_verdicts()
        staged = {stage.name: _fill(job, batch.pk, mark, stage, engine, counts["accepted"]) for stage in kind.stages}
        by_village = engine.count_notices(kind.notices, kind.village)
        summary = {
            "header": rows.header,
            "columns": list(rows.places),
            "rules": engine.count_rules(),
            "notices": _summed(kind, by_village),
            "staged": {"mark": mark, "rows": staged},
        }
        batch.accepted = counts["accepted"]
        with transaction.atomic():
            job.alone()
            HeldRow.objects.filter(batch_id=batch.pk).delete()
            not_accepted = counts["held"] + counts["rejected"]
            held.write(
                batch.pk,
                engine.held_lines(kind.village),
                lambda done: job.progress("Mencatat baris ditahan", done, not_accepted),
            )
            waits = batch.needs_approval and batch.approved_at is None
            if waits:
                _preview(job, batch, kind, summary)
            state = IntakeState.WAITING if waits else IntakeState.MERGING
            found = {"summary": summary, "quality": by_village, "matching": recalling.used}
            job.finish_step(state=state, rows_in=rows_in, **found, **counts)


def _summed(kind: FileKind, by_village: dict[str, dict[str, int]]) -> dict[str, int]:
    sums = {notice.rule: sum(found.get(notice.rule, 0) for found in by_village.values()) for notice in kind.notices}
    return {rule: count for rule, count in sums.items() if count}


def _let_match(job: jobs.Job, batch: IntakeBatch, refusal: HeaderNotMatched) -> None:
    """Let somebody at the desk say which column is which; a command has nobody to ask."""
    if not batch.needs_approval:
        raise refusal
    cells = [shown(cell.strip()) for cell in refusal.cells]
    job.finish_step(state=IntakeState.MATCHING, summary={"cells": cells, "sentence": str(refusal)})


def _preview(job: jobs.Job, batch: IntakeBatch, kind: FileKind, summary: dict[str, Any]) -> None:
    job.progress("Menghitung pratinjau")
    mark = summary["staged"]["mark"]
    counts = kind.preview(batch, _tables(kind, batch.pk, mark), staging.table(batch.pk, mark, previewing.STAGE))
    sample = {"sample": staging.count(batch.pk, mark, previewing.STAGE)}
    summary["preview"] = counts | sample


def _tables(kind: FileKind, batch_id: int, mark: str) -> dict[str, str]:
    return {stage.name: staging.table(batch_id, mark, stage.name) for stage in kind.stages}


def merge(job: jobs.Job, batch: IntakeBatch) -> None:
    """Merge the staged rows and finish, in one transaction; rows that were checked too early are checked again."""
    kind = kinds.of(batch.kind)
    tables = _tables(kind, batch.pk, batch.summary["staged"]["mark"])
    try:
        with transaction.atomic():
            job.alone()
            added = kind.merge(batch, tables, job.progress)
            mending.settle(batch)
            summary = {key: value for key, value in batch.summary.items() if key != "staged"} | added
            job.finish_step(state=IntakeState.DONE, finished_at=Now(), summary=summary, step="Selesai")
    except CheckedTooEarly:
        _back_to_checking(job)


def withdraw(job: jobs.Job, batch: IntakeBatch) -> None:
    """Take the batch back and finish, in one transaction; what stands in the way is written down instead."""
    try:
        with transaction.atomic():
            job.alone()
            undone = withdrawing.take_back(batch, job.progress)
            job.finish_step(
                state=IntakeState.WITHDRAWN,
                withdrawn_at=Now(),
                withdrawn_by=batch.withdrawal_asked_by_id,
                summary=batch.summary | {"withdrawn": undone},
                step="Ditarik kembali",
            )
    except (NotWithdrawable, BatchIsInUse) as refusal:
        _stay(job, str(refusal))


def _stay(job: jobs.Job, reason: str) -> None:
    """Let a batch that could not be taken back be what it was, with the reason."""
    job.finish_step(state=IntakeState.DONE, failure=reason, step="Selesai", **_NOT_ASKED)


def _fill(job: jobs.Job, batch_id: int, mark: str, stage: staging.Stage, engine: Engine, total: int) -> int:
    staging.create(batch_id, mark, stage)
    return staging.fill(batch_id, mark, stage, engine, lambda done: job.progress("Menyegel data", done, total))


def _stored(batch: IntakeBatch) -> Path:
    path = storage.path_of(batch.stored_path)
    if not path.is_file():
        raise BadFile("berkas tidak ada lagi di tempat penyimpanan. Muat lagi berkas dari sumbernya.")
    return path


def _is_staged(batch: IntakeBatch) -> bool:
    """Return whether every staged row is still there: a crash of the server empties unlogged tables."""
    staged = batch.summary["staged"]
    return all(staging.count(batch.pk, staged["mark"], name) == rows for name, rows in staged["rows"].items())


def _back_to_checking(job: jobs.Job) -> None:
    with transaction.atomic():
        HeldRow.objects.filter(batch_id=job.pk).delete()
        job.finish_step(state=IntakeState.CHECKING, **_NOTHING)


def _finish_empty(job: jobs.Job, **changes: Any) -> None:
    """End the batch with nothing of it kept."""
    with transaction.atomic():
        HeldRow.objects.filter(batch_id=job.pk).delete()
        mending.release(job.pk)
        job.finish_step(finished_at=Now(), **_NOTHING, **changes)
    _clear_away(IntakeBatch.objects.get(pk=job.pk))


def _set_aside(batch_id: int, reason: str) -> None:
    """Fail a batch that nobody holds."""
    batch = IntakeBatch.objects.get(pk=batch_id)
    withdrawing_still = IntakeBatch.objects.filter(pk=batch_id, state=IntakeState.WITHDRAWING, lease_holder=None)
    if withdrawing_still.update(state=IntakeState.DONE, failure=_NOT_WITHDRAWN, **_NOT_ASKED):
        return
    with transaction.atomic():
        failure = f"Berkas {batch.file_name}: {reason}"
        free = IntakeBatch.objects.filter(pk=batch_id, state__in=LIVE_STATES, lease_holder=None)
        if free.update(state=IntakeState.FAILED, finished_at=Now(), failure=failure, **_NOTHING):
            HeldRow.objects.filter(batch_id=batch_id).delete()
            mending.release(batch_id)
    if IntakeBatch.objects.filter(pk=batch_id, state=IntakeState.FAILED).exists():
        _clear_away(batch)


def _clear_away(batch: IntakeBatch) -> None:
    """Drop what only the way in needed: the staged rows and the file with its numbers in clear."""
    staging.drop(batch.pk)
    storage.discard(batch.stored_path)


def _sentence(job: jobs.Job, refusal: str) -> str:
    return f"Berkas {IntakeBatch.objects.get(pk=job.pk).file_name}: {refusal}"
