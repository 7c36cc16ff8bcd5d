"""Reconciliations of provinces and the nation in the web admin, with one progress over all their parts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from elections.admin.base import ChoiceFilter, ReadOnlyAdmin
from elections.models import ReconciliationRound, ReconciliationRun
from elections.queries.rounds import progress_of

_PARTS = Prefetch(
    "runs", ReconciliationRun.unscoped.only("round_id", "state", "step_done", "step_total"), to_attr="parts"
)


@admin.register(ReconciliationRound)
class ReconciliationRoundAdmin(ReadOnlyAdmin):
    """Rounds of one's own area; a regency sees the run of its own roll."""

    changed_where = (
        "Pemadanan wilayah diminta dengan perintah reconcile_round dan dihentikan dengan perintah yang sama, --stop."
    )
    list_display = ["__str__", "region", "election", "state", "progress", "rolls", "asked_at", "finished_at"]
    list_filter = [("state", ChoiceFilter)]
    list_select_related = ["region", "election"]
    ordering = ["-asked_at"]
    fields = [
        "region",
        "election",
        "state",
        "failure",
        ("progress", "rolls", "left_out"),
        ("step", "step_done", "step_total"),
        "purpose",
        ("asked_at", "asked_by"),
        ("leftovers_at", "finished_at"),
        "retain_until",
        "digest",
    ]
    readonly_fields = ["progress", "rolls"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the parts along, once for all rounds."""
        return super().get_queryset(request).prefetch_related(_PARTS)

    @admin.display(description="kemajuan")
    def progress(self, asked: Any) -> str:
        """Say how much of the whole is done."""
        return f"{progress_of(asked, asked.parts).percent} %"

    @admin.display(description="daftar")
    def rolls(self, asked: Any) -> str:
        """Say how many rolls have done the step that the round is at."""
        progress = progress_of(asked, asked.parts)
        return f"{progress.settled} dari {progress.rolls}"
