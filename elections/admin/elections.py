"""Elections in the web admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from elections.admin.base import AreaAdmin
from elections.models import Election


@admin.register(Election)
class ElectionAdmin(AreaAdmin):
    """Elections: the polling day may be changed, the rules come from the law."""

    changed_where = (
        "Hari pemungutan suara dapat diubah di sini. Aturan pemilihan dimuat dengan perintah seed_elections."
    )
    change_form_before_template = "admin/changed_where.html"
    list_display = ["name", "kind", "polling_date"]
    fields = ["name", "slug", "kind", "polling_date", "rules"]
    readonly_fields = ["slug", "kind", "rules"]
    ordering = ["-polling_date"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Elections come from `seed_elections`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rolls and rankings refer to them."""
        return False
