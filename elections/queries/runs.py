"""Which reconciliations an officer may look into, the latest first."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime

from elections.choices import RunState
from elections.models import RankingEdition, ReconciliationRun

MOST = 20


def shown_runs(area: str | None) -> dict[int, str]:
    """Return the latest runs whose results the officer may see, with their names.

    An officer of a district does not see the run of her regency itself; its editions, which are public, name it.
    """
    finished = ReconciliationRun.objects.filter(state=RunState.DONE, forgotten_at=None).select_related("region")
    runs = {run.pk: _name(run) for run in finished.order_by("-finished_at", "-pk")[:MOST]}
    if runs or area is None:
        return runs
    editions = RankingEdition.objects.filter(run_id__isnull=False, scores__region=area).order_by("-as_of", "-pk")
    return {
        run: f"Pemadanan {run}, keadaan {date_format(as_of, 'SHORT_DATE_FORMAT')}"
        for run, as_of in editions.values_list("run_id", "as_of")[:MOST]
    }


def _name(run: ReconciliationRun) -> str:
    finished = date_format(localtime(run.finished_at), "SHORT_DATE_FORMAT") if run.finished_at else ""
    return f"Pemadanan {run.pk}, {run.region.full_name}, {finished}"
