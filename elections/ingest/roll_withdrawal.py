"""A roll taken back: its rows are dropped, the roll stays as a mark that it was there, its polling stations stay."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.db.models.functions import Now

from elections.choices import RunState
from elections.ingest import roll_partition
from elections.models import ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from registry.ingest.kinds import BatchIsInUse
from registry.models.intake import IntakeBatch

_RESTING: Final = Q(state__in=LIVE_STATES) | Q(state=RunState.DONE, forgotten_at=None)
_RUNNING: Final = (
    "Daftar ini sedang dipadankan (pemadanan {run}). Tunggu sampai selesai atau hentikan dahulu, lalu tarik lagi."
)
_DONE: Final = (
    "Daftar ini sudah dipadankan (pemadanan {run}), dan rincian hasilnya bersandar pada baris daftar ini. Rincian itu "
    "disimpan sampai {until:%d-%m-%Y}; sebelum dihapus, daftar ini tidak dapat ditarik. Muat daftar yang benar sebagai "
    "daftar baru."
)
_BEING_READ: Final = "Daftar pemilih sedang dibaca orang lain, jadi belum dapat ditarik. Coba lagi beberapa saat lagi."


def withdraw(batch: IntakeBatch) -> dict[str, int]:
    """Drop the rows that a batch brought, inside the open transaction; return what went, for the summary.

    The roll is locked before its reconciliations are counted: whoever locks it to ask for one is waited for and seen.

    A ranking needs no rows: it was frozen, and stays when the rows are gone.

    Raises:
        BatchIsInUse: a reconciliation of the roll is live or its matches are still kept, or somebody is reading rolls.
    """
    roll_partition.take_turn()
    roll = VoterRoll.unscoped.select_for_update(of=("self",)).filter(batch=batch).first()
    if roll is None:
        return {"entries": 0}
    _refuse_reconciled(roll)
    VoterRoll.unscoped.filter(pk=roll.pk).update(withdrawn_at=Now())
    try:
        roll_partition.drop(roll.pk)
    except roll_partition.BeingRead as error:
        raise BatchIsInUse(_BEING_READ) from error
    return {"entries": roll.entry_count}


def _refuse_reconciled(roll: VoterRoll) -> None:
    run = ReconciliationRun.unscoped.filter(_RESTING, roll=roll).order_by("-pk").first()
    if run is not None:
        sentence = _DONE if run.state == RunState.DONE else _RUNNING
        raise BatchIsInUse(sentence.format(run=run.pk, until=run.retain_until))
