"""Elections in the web admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from elections.models import Election, RankingEdition, ReconciliationRun, VoterRoll
from registry.admin.base import AreaAdmin, ReadOnlyAdmin


@admin.register(Election)
class ElectionAdmin(AreaAdmin):
    """Elections: the polling day may be changed, the rules come from the law."""

    list_display = ["name", "kind", "polling_date"]
    fields = ["slug", "name", "kind", "polling_date", "rules"]
    readonly_fields = ["slug", "kind", "rules"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Elections come from `seed_elections`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rolls and rankings refer to them."""
        return False


@admin.register(VoterRoll)
class VoterRollAdmin(ReadOnlyAdmin):
    """Rolls of one's own area."""

    list_display = ["__str__", "election", "region", "entry_count", "made_up", "loaded_at"]
    list_select_related = ["election", "region"]
    ordering = ["-loaded_at"]


@admin.register(ReconciliationRun)
class ReconciliationRunAdmin(ReadOnlyAdmin):
    """Reconciliations of one's own area, with their progress."""

    list_display = ["__str__", "roll", "state", "step", "step_done", "step_total", "asked_at", "finished_at"]
    list_filter = ["state"]
    list_select_related = ["roll"]
    ordering = ["-asked_at"]


@admin.register(RankingEdition)
class RankingEditionAdmin(ReadOnlyAdmin):
    """Published rankings; their figures are on the public pages."""

    list_display = ["title", "as_of", "frozen_at"]
    ordering = ["-as_of"]
