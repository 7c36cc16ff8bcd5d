"""Officers in the web admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from registry import scope
from registry.admin.base import AccountAdmin, ChoiceFilter
from registry.admin.guarded import GuardedOfficerAdmin
from registry.models import Officer, Region

admin.site.unregister(Group)  # groups give nobody anything here: permissions come with the role


@admin.register(Officer)
class OfficerAdmin(GuardedOfficerAdmin, AccountAdmin):
    """Officers of one's own area, their role and area."""

    area_column = "area_id"
    list_display = ["username", "get_full_name", "role", "area", "is_active"]
    list_filter = [("role", ChoiceFilter), "is_active"]
    search_fields = ["username__startswith"]
    search_help_text = "Awal nama pengguna"
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
