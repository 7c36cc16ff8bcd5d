"""Regions in the web admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from registry import scope
from registry.admin.base import ReadOnlyAdmin
from registry.models import Region


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Every region of the country; search by code or by the beginning of the name."""

    changed_where = "Wilayah mengikuti keputusan Kemendagri dan dimuat dengan perintah seed_regions."
    list_display = ["code", "full_name", "level", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code__startswith", "name__istartswith"]
    search_help_text = "Kode atau awal nama wilayah"
    ordering = ["code"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Offer to the fields of forms and filters only the regions of the officer's own area."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(scope.current().condition("code"))
        return super().get_search_results(request, queryset, search_term)
