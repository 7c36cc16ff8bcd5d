"""Voter rolls in the web admin."""

from __future__ import annotations

from django.contrib import admin

from elections.admin.base import ChoiceFilter, ReadOnlyAdmin
from elections.models import VoterRoll


@admin.register(VoterRoll)
class VoterRollAdmin(ReadOnlyAdmin):
    """Rolls of one's own area."""

    changed_where = (
        "Daftar pemilih tetap seperti berkas KPU. Yang salah ditarik kembali bersama berkasnya di meja berkas."
    )
    list_display = ["__str__", "election", "region", "entry_count", "made_up", "loaded_at", "withdrawn_at"]
    list_filter = [("kind", ChoiceFilter)]
    list_select_related = ["election", "region"]
    ordering = ["-loaded_at"]
