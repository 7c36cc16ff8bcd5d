"""Polling stations in the web admin."""

from __future__ import annotations

from django.contrib import admin

from elections.admin.base import ReadOnlyAdmin
from elections.models import PollingStation


@admin.register(PollingStation)
class PollingStationAdmin(ReadOnlyAdmin):
    """The TPS of one's own area."""

    changed_where = "TPS berasal dari daftar pemilih dan tidak diubah di sini."
    area_column = "village_id"
    list_display = ["tps_number", "village", "election"]
    list_filter = ["election"]
    list_select_related = ["village", "election"]
    ordering = ["village_id", "tps_number"]
