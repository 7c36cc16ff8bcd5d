"""What every page of the web admin shares: rows are shown, not edited by hand, and only those of one's own area."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from registry import scope


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Shows rows that only actions and intakes may write.

    `area_column` names the region code column by which rows are cut to the officer's area; models whose default
    manager is scoped need none.
    """

    area_column: str | None = None
    list_per_page = 25
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the officer's area."""
        rows = super().get_queryset(request)
        return rows.filter(scope.current().condition(self.area_column)) if self.area_column else rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted by hand."""
        return False
