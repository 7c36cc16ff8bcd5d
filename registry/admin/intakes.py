"""Files that came in, and the rows held back, in the web admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from registry.admin.base import ChoiceFilter, ReadOnlyAdmin
from registry.admin.tabs import Tab
from registry.choices import HeldRowState, IntakeState
from registry.models import HeldRow, IntakeBatch
from registry.models.intake import LIVE_STATES, STANDING_STATES

_PROGRESS = {
    "menunggu": ("Menunggu persetujuan", Q(state__in=STANDING_STATES)),
    "berjalan": ("Sedang berjalan", Q(state__in=sorted(set(LIVE_STATES) - set(STANDING_STATES)))),
    "tertahan": ("Ada baris tertahan", Q(held__gt=0)),
    "gagal": ("Gagal atau dibatalkan", Q(state__in=[IntakeState.FAILED, IntakeState.CANCELLED])),
}


class ProgressFilter(admin.SimpleListFilter):
    """Batches by what still has to be done about them."""

    title = "tindak lanjut"
    parameter_name = "tindak"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        """Return what can be chosen."""
        return [(key, title) for key, (title, _condition) in _PROGRESS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to what was chosen."""
        chosen = _PROGRESS.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


@admin.register(IntakeBatch)
class IntakeBatchAdmin(ReadOnlyAdmin):
    """Files and their sums: rows in = accepted + held + rejected."""

    changed_where = "Berkas dimuat, dihentikan, dan ditarik kembali di meja berkas, bukan di sini."
    area_column = "region_id"
    tabs = (
        Tab("Semua"),
        *(Tab(title, (("tindak", key),)) for key, (title, _condition) in _PROGRESS.items()),
    )
    list_display = [
        "file_name",
        "kind",
        "region",
        "state",
        "rows_in",
        "accepted",
        "held",
        "rejected",
        "received_at",
    ]
    list_filter = [ProgressFilter, ("kind", ChoiceFilter), ("state", ChoiceFilter)]
    list_select_related = ["region"]
    ordering = ["-received_at"]
    fields = [
        "file_name",
        "kind",
        "region",
        "state",
        "failure",
        "source_letter",
        ("received_at", "received_by"),
        "finished_at",
        ("rows_in", "accepted"),
        ("held", "rejected"),
        ("withdrawn_at", "withdrawn_by"),
        "sha256",
    ]


@admin.register(HeldRow)
class HeldRowAdmin(ReadOnlyAdmin):
    """Rows held back: where, why, and what to do; the row itself stays sealed."""

    changed_where = "Baris tertahan diperbaiki di meja berkas, atau diunduh, diperbaiki, lalu dimuat lagi."
    area_column = "batch__region_id"
    tabs = (
        Tab("Semua"),
        Tab("Menunggu telaah", (("state__exact", HeldRowState.HELD.value), ("verdict__exact", "held"))),
        Tab("Sudah ditangani", (("state__exact", HeldRowState.RESOLVED.value),)),
    )
    list_display = ["batch", "row_number", "column", "rule", "found", "advice"]
    list_filter = [("state", ChoiceFilter), ("verdict", ChoiceFilter)]
    list_select_related = ["batch"]
    ordering = ["batch", "row_number"]
    fields = ["batch", "row_number", "verdict", "column", "rule", "found", "advice", "state"]
