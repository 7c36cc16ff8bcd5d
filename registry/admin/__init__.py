"""The registry in the web admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from registry import scope
from registry.admin.base import ReadOnlyAdmin
from registry.admin.guarded import GuardedOfficerAdmin
from registry.models import AccessEntry, HeldRow, IntakeBatch, Officer, Region


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Every region of the country; search by code or name."""

    list_display = ["code", "full_name", "level", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["code__startswith", "name__istartswith"]
    ordering = ["code"]


@admin.register(IntakeBatch)
class IntakeBatchAdmin(ReadOnlyAdmin):
    """Files and their sums: rows in = accepted + held + rejected."""

    area_column = "region_id"
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
    list_filter = ["kind", "state"]
    list_select_related = ["region"]
    ordering = ["-received_at"]


@admin.register(HeldRow)
class HeldRowAdmin(ReadOnlyAdmin):
    """Rows held back: where, why, and what to do; the row itself stays sealed."""

    area_column = "batch__region_id"
    list_display = ["batch", "row_number", "column", "rule", "found", "advice"]
    list_filter = ["verdict", "rule"]
    list_select_related = ["batch"]
    ordering = ["batch", "row_number"]
    fields = ["batch", "row_number", "verdict", "column", "rule", "found", "advice", "state"]


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """Who used personal data, and why: the officers of one's own area; commands of the office for the nation."""

    area_column = "officer__area_id"

    list_display = ["at", "officer", "action", "subject", "purpose", "row_count"]
    list_filter = ["action"]
    list_select_related = ["officer"]
    ordering = ["-at"]
    fields = ["at", "officer", "action", "subject", "purpose", "row_count"]


@admin.register(Officer)
class OfficerAdmin(GuardedOfficerAdmin, UserAdmin[Officer]):
    """Officers of one's own area, their role and area."""

    list_display = ["username", "get_full_name", "role", "area", "is_active"]
    list_filter = ["role", "is_active"]
    list_select_related = ["area"]
    autocomplete_fields = ["area"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Petugas", {"fields": ("first_name", "last_name", "email", "role", "area")}),
        ("Akses", {"fields": ("is_active", "is_staff", "must_change_password")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2", "role", "area")}),)
    filter_horizontal = ()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Offer and accept only areas inside one's own: nobody gives what she does not have."""
        if db_field.name == "area":
            kwargs["queryset"] = Region.objects.filter(scope.current().condition("code"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officers whose area lies inside one's own."""
        return super().get_queryset(request).filter(scope.current().condition("area_id"))
