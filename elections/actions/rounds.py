"""Reconciliations of a province or the nation: asked for, moved on from what the rows say, cancelled.

Whoever ends a part calls `move_on` after its transaction has committed; the sweeper calls it too. It reads how far
every part is under the round's lock, so it may be called too often and by several at once, never too rarely
(`tests/races/test_rounds.py`).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from elections.actions import reconciliations
from elections.choices import RunState
from elections.models import Election, ReconciliationRound, ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from registry import scope
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.models.region import Region

RUNG_AHEAD: Final = 8
"""So many waiting runs are rung for at a time; each that ends rings for the next ones."""


class NothingToReconcile(Exception):
    """No regency of the area has a roll that is not being reconciled already."""


@dataclass(frozen=True)
class Due:
    """What has to be rung for now: runs, the leftovers, rankings of runs that are done; `over`: the round has ended."""

    runs: Sequence[int] = ()
    leftovers: bool = False
    rankings: Sequence[int] = ()
    over: bool = False


def ask(
    election: Election,
    region: Region,
    *,
    by: Officer | None,
    at: datetime.datetime,
    purpose: str,
    retain_until: datetime.date | None = None,
) -> ReconciliationRound:
    """Ask for the newest roll of every regency in the region to be compared; the caller rings on commit.

    A regency whose roll is being reconciled by itself is left out and named in `left_out`. The rolls are locked as
    by whoever asks for one of them or withdraws it.

    Raises:
        NothingToReconcile: see there.
        elections.actions.reconciliations.AlreadyReconciling: a round of this area is live.
        elections.actions.reconciliations.PollingDateMissing: see there.
    """
    kept = retain_until or at.date() + reconciliations.RETENTION
    try:
        with transaction.atomic():
            rolls = _newest(election, region)
            live = ReconciliationRun.unscoped.filter(roll__in=rolls, state__in=LIVE_STATES)
            busy = set(live.values_list("roll_id", flat=True))
            chosen = [roll for roll in rolls if roll.pk not in busy]
            if not chosen:
                raise NothingToReconcile(_NOTHING.format(region=region.full_name, election=election.name))
            asked = ReconciliationRound.unscoped.create(
                election=election,
                region=region,
                purpose=purpose,
                retain_until=kept,
                left_out=[roll.region_id for roll in rolls if roll.pk in busy],
                asked_at=at,
                asked_by=by,
            )
            for roll in chosen:
                _ask_part(asked, roll)
            access.record(
                action=AccessAction.RECONCILE,
                subject=f"pemadanan wilayah {asked.pk}",
                purpose=purpose,
                by=by,
                at=at,
                row_count=sum(roll.entry_count for roll in chosen),
            )
    except IntegrityError as error:
        if "one_live_r" not in str(error):
            raise
        raise reconciliations.AlreadyReconciling(_LIVE) from error
    return asked


_NOTHING: Final = (
    "Tidak ada daftar pemilih {election} di {region} yang dapat dipadankan. Muat daftarnya, atau tunggu pemadanan yang "
    "sedang berjalan."
)
_LIVE: Final = "Wilayah ini sedang dipadankan. Tunggu sampai selesai atau hentikan dahulu."


def _ask_part(asked: ReconciliationRound, roll: VoterRoll) -> None:
    ReconciliationRun.unscoped.create(
        round=asked,
        roll=roll,
        region_id=roll.region_id,
        purpose=asked.purpose,
        retain_until=asked.retain_until,
        policy=reconciliations.policy_of(roll).as_dict(),
        asked_at=asked.asked_at,
        asked_by=asked.asked_by,
    )


def _newest(election: Election, region: Region) -> list[VoterRoll]:
    """Return the newest roll of each regency, by regency; all rolls of the area stay locked in this transaction."""
    rolls = _locked(VoterRoll.unscoped.filter(election=election, withdrawn_at=None), region)
    newest = {roll.region_id: roll for roll in sorted(rolls, key=lambda roll: (roll.loaded_at, roll.pk))}
    return [newest[code] for code in sorted(newest)]


def _locked(rolls: QuerySet[VoterRoll], region: Region) -> QuerySet[VoterRoll]:
    inside = rolls if region.code == scope.NATION else rolls.filter(scope.within("region_id", region.code))
    return inside.select_related("election").select_for_update(of=("self",), no_key=True).order_by("pk")


def ask_cancel(asked: ReconciliationRound, *, at: datetime.datetime) -> bool:
    """Ask a live round and all its parts to stop; return whether it was live. The caller rings on commit."""
    live = ReconciliationRound.unscoped.filter(pk=asked.pk, state__in=LIVE_STATES)
    return bool(live.update(state=RunState.CANCELLING, cancel_asked_at=at))


def move_on(round_id: int, *, at: datetime.datetime) -> Due:
    """Bring the round to where its parts are, and return what is due next.

    Locks the round, then its runs by id.
    """
    with transaction.atomic():
        asked = ReconciliationRound.unscoped.select_for_update(no_key=True).get(pk=round_id)
        if asked.state not in LIVE_STATES:
            return Due(over=True)
        runs = _parts(round_id)
        if asked.state == RunState.CANCELLING or any(run.state in _BROKEN for run in runs):
            return _stop(asked, runs, at)
        if all(run.state == RunState.WAITING for run in runs):
            return _end(asked, runs, at) if asked.leftovers_at else Due(leftovers=True)
        return Due(runs=_first([run for run in runs if run.state == RunState.QUEUED]))


_BROKEN: Final = [RunState.FAILED, RunState.CANCELLED]


def _parts(round_id: int) -> list[ReconciliationRun]:
    runs = ReconciliationRun.unscoped.filter(round=round_id).defer("policy", "summary").order_by("pk")
    return list(runs.select_for_update(no_key=True))


def _first(runs: Sequence[ReconciliationRun]) -> list[int]:
    return [run.pk for run in runs[:RUNG_AHEAD]]


def _end(asked: ReconciliationRound, runs: Sequence[ReconciliationRun], at: datetime.datetime) -> Due:
    """End all runs and the round at once."""
    digests = "".join(f"{run.region_id} {run.digest}\n" for run in sorted(runs, key=lambda run: run.region_id))
    ReconciliationRun.unscoped.filter(round=asked).update(state=RunState.DONE, finished_at=at)
    asked.state, asked.finished_at = RunState.DONE, at
    asked.digest = hashlib.sha256(digests.encode()).hexdigest()
    asked.save(update_fields=["state", "finished_at", "digest"])
    return Due(rankings=[run.pk for run in runs], over=True)


def _stop(asked: ReconciliationRound, runs: Sequence[ReconciliationRun], at: datetime.datetime) -> Due:
    """Ask every part to stop; when nobody is at any of them, end the round with the reason of the part that failed."""
    failed = next((run for run in runs if run.state == RunState.FAILED), None)
    if failed is not None and not asked.failure:
        asked.failure = f"{failed.region.full_name}: {failed.failure}"
    for run in runs:
        reconciliations.ask_cancel(run, at=at)
    stopping = list(ReconciliationRun.unscoped.filter(round=asked, state__in=LIVE_STATES).order_by("pk"))
    asked.cancel_asked_at = asked.cancel_asked_at or at
    asked.state = RunState.CANCELLING
    is_over = not stopping and not _is_held(asked)
    if is_over:
        asked.state, asked.finished_at = RunState.FAILED if asked.failure else RunState.CANCELLED, at
        # A worker that only seems dead must find that it cannot end its step.
        asked.lease_holder = asked.lease_until = None
    written = ["state", "failure", "cancel_asked_at", "finished_at"]
    asked.save(update_fields=[*written, "lease_holder", "lease_until"] if is_over else written)
    return Due(runs=_first(stopping), over=is_over)


def _is_held(asked: ReconciliationRound) -> bool:
    return asked.lease_until is not None and asked.lease_until > timezone.now()


def set_aside(round_id: int) -> None:
    """Stop a round whose leftovers outlived too many workers, so that it stops nobody else."""
    live = ReconciliationRound.unscoped.filter(pk=round_id, state=RunState.RUNNING)
    live.update(
        state=RunState.CANCELLING,
        failure="Pemadanan sisa terlalu sering terhenti dan dikesampingkan. Periksa memori dan log worker.",
    )
