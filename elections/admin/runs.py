"""Reconciliations in the web admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from elections.admin.base import ChoiceFilter, ReadOnlyAdmin, Tab
from elections.choices import RunState
from elections.models import ReconciliationRun
from elections.models.reconciliation import LIVE_STATES

_PROGRESS = {"berjalan": ("Sedang berjalan", LIVE_STATES), "gagal": ("Gagal", [RunState.FAILED])}


class ProgressFilter(admin.SimpleListFilter):
    """Reconciliations by what still has to be done about them."""

    title = "tindak lanjut"
    parameter_name = "tindak"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        """Return what can be chosen."""
        return [(key, title) for key, (title, _states) in _PROGRESS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to what was chosen."""
        chosen = _PROGRESS.get(self.value() or "")
        return queryset.filter(state__in=chosen[1]) if chosen else queryset


@admin.register(ReconciliationRun)
class ReconciliationRunAdmin(ReadOnlyAdmin):
    """Reconciliations of one's own area, with their progress."""

    changed_where = "Pemadanan diminta dengan perintah reconcile dan dihentikan dengan stop_reconciliation."
    tabs = (
        Tab("Semua"),
        *(Tab(title, (("tindak", key),)) for key, (title, _states) in _PROGRESS.items()),
    )
    list_display = ["__str__", "roll", "state", "step", "step_done", "step_total", "asked_at", "finished_at"]
    list_filter = [ProgressFilter, ("state", ChoiceFilter)]
    list_select_related = ["roll"]
    ordering = ["-asked_at"]
    fields = [
        "roll",
        "region",
        "state",
        "failure",
        ("step", "step_done", "step_total"),
        "purpose",
        ("asked_at", "asked_by"),
        ("snapshot_at", "finished_at"),
        ("retain_until", "forgotten_at"),
        "digest",
    ]
