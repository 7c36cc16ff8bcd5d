"""The access log in the web admin."""

from __future__ import annotations

from django.contrib import admin

from registry.admin.base import ChoiceFilter, ReadOnlyAdmin
from registry.models import AccessEntry


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """Who used personal data, and why: the officers of one's own area; commands of the office for the nation."""

    changed_where = "Catatan akses tidak dapat diubah atau dihapus oleh siapa pun."
    area_column = "officer__area_id"
    list_display = ["at", "officer", "action", "subject", "purpose", "row_count"]
    list_filter = [("action", ChoiceFilter)]
    list_select_related = ["officer"]
    ordering = ["-at"]
    fields = ["at", "officer", "action", "subject", "purpose", "row_count"]
