"""Rankings published: the result of a reconciliation frozen as an edition that never changes again."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format

from elections.actions import scores
from elections.choices import FigureSource, Outcome, RunState
from elections.models import RankingEdition, ReconciliationRun
from registry.choices import IntakeKind, IntakeState
from registry.models.intake import IntakeBatch
from registry.models.officer import Officer
from registry.rules.card_status import RECORDED_STATES, CardState

METHOD: Final = (
    "Persen perekaman = pemilih yang sudah merekam dibagi semua pemilih dalam daftar. Yang dihitung adalah orang dalam "
    "daftar ini, bukan semua perekaman di SIAK. Sudah merekam: pemilih yang padanannya ditemukan di SIAK dan status "
    "perekamannya terhitung. Perekaman yang gagal dan harus diulang serta rekaman ganda tidak terhitung. Pemilih yang "
    "masih diperiksa dan yang tidak ditemukan dihitung belum merekam sampai ada keputusan. Urutan: persen tertinggi, "
    "lalu sisa paling sedikit, lalu daftar paling besar, lalu kode wilayah. Wilayah yang sama nilainya berbagi "
    "peringkat. Wilayah tanpa pemilih tidak diberi peringkat. Status yang terhitung: {states}."
)
_COUNTS: Final = """
    SELECT region_id, count(*), count(resident_id), count(*) FILTER (WHERE recorded),
           count(*) FILTER (WHERE outcome = %(review)s), count(*) FILTER (WHERE outcome = %(not_found)s)
    FROM elections_match WHERE run_id = %(run)s GROUP BY region_id
"""


class NotFinished(Exception):
    """The reconciliation has no result yet, so there is nothing to rank."""


@transaction.atomic
def publish(run: ReconciliationRun, *, by: Officer | None, at: datetime.datetime) -> RankingEdition:
    """Freeze the ranking of a finished run at all five levels; a run that has one already keeps it.

    Two workers publishing one run at once wait for each other on the run's row, and `one_edition_per_reconciliation`
    stands behind that (`tests/elections/rankings/test_publishing.py`).

    Raises:
        NotFinished, elections.actions.scores.FiguresDoNotAddUp: see there; nothing is published.
    """
    run = _locked(run)
    if run.state != RunState.DONE or run.snapshot_at is None:
        raise NotFinished("Pemadanan ini belum selesai. Tunggu sampai selesai, lalu terbitkan peringkatnya.")
    published = RankingEdition.objects.filter(run=run).first()
    if published is not None:
        return published
    edition = RankingEdition.objects.create(
        title=f"{run.region.full_name}, {run.roll.election.name}",
        election=run.roll.election,
        run=run,
        as_of=timezone.localdate(run.snapshot_at),
        method=METHOD.format(states=", ".join(state for state in CardState if state in RECORDED_STATES)),
        sources=_sources(run),
        frozen_at=at,
        frozen_by=by,
    )
    scores.freeze(edition, _leaves(run), voters=run.roll.entry_count)
    return edition


def _locked(run: ReconciliationRun) -> ReconciliationRun:
    runs = ReconciliationRun.unscoped.select_for_update(of=("self",), no_key=True)
    return runs.select_related("region", "roll__election", "roll__region", "roll__batch").get(pk=run.pk)


def _leaves(run: ReconciliationRun) -> scores.Leaves:
    return scores.Leaves(
        query=_COUNTS,
        parameters={"run": run.pk, "review": Outcome.REVIEW, "not_found": Outcome.NOT_FOUND},
        source=FigureSource.RECONCILIATION,
        simulated=run.roll.made_up,
    )


def _sources(run: ReconciliationRun) -> list[dict[str, Any]]:
    """Name the roll, the SIAK extracts that had come in by then, and the run itself."""
    roll = run.roll
    kind = f"{roll.get_kind_display()} {roll.region.full_name}" + (" (data simulasi)" if roll.made_up else "")
    voters = number_format(roll.entry_count, force_grouping=True)
    texts = [
        f"{kind}: {voters} pemilih, dimuat {_moment(roll.loaded_at)}, sidik berkas {roll.batch.sha256[:16]}",
        *(f"Data penduduk SIAK, diterima {_moment(batch.received_at)}" for batch in _extracts(run)),
        f"Pemadanan nomor {run.pk}, keadaan data {_moment(run.snapshot_at)}, sidik hasil {run.digest}",
    ]
    return [{"text": text} for text in texts]


def _extracts(run: ReconciliationRun) -> list[IntakeBatch]:
    """Return the latest extract of the regency, if there is one; earlier ones were brought up to date by it."""
    extracts = IntakeBatch.objects.filter(
        kind=IntakeKind.SIAK_EXTRACT,
        region=run.region_id,
        state=IntakeState.DONE,
        finished_at__lte=run.snapshot_at,
    )
    return list(extracts.order_by("-finished_at")[:1])


def _moment(at: datetime.datetime | None) -> str:
    assert at is not None
    return f"{date_format(timezone.localtime(at), 'j F Y, H.i')} WIB"
