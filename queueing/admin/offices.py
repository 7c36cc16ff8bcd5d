"""Offices and their opening hours in the web admin."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest

from queueing.admin.base import AreaAdmin, ChoiceFilter, TabularInline
from queueing.models import Office, OpeningHours
from registry import scope
from registry.choices import RegionLevel
from registry.models.region import Region


class HoursFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Refuses hours that overlap, with a sentence; the database would refuse them without one."""

    def clean(self) -> None:
        """Compare the stretches of each day in their order."""
        super().clean()
        days: dict[int, list[OpeningHours]] = {}
        for form in self.forms:
            stretch = form.instance
            gone = form.cleaned_data.get("DELETE") if hasattr(form, "cleaned_data") else True
            if not gone and stretch.weekday and stretch.opens_at and stretch.closes_at:
                days.setdefault(stretch.weekday, []).append(stretch)
        for stretches in days.values():
            stretches.sort(key=lambda stretch: stretch.opens_at)
            for earlier, later in pairwise(stretches):
                if later.opens_at < earlier.closes_at:
                    raise ValidationError(f"Jam buka hari {earlier.get_weekday_display()} saling bertumpuk.")


class OpeningHoursInline(TabularInline[OpeningHours, Office]):
    """The hours of one office, a line for each stretch of a day."""

    model = OpeningHours
    formset = HoursFormSet
    extra = 0
    ordering = ("weekday", "opens_at")


@admin.register(Office)
class OfficeAdmin(AreaAdmin):
    """The offices of one's own area. One that was used is closed, never deleted."""

    area_column = "region_id"
    list_display = ["name", "kind", "region", "time_zone", "is_open"]
    list_filter = [("kind", ChoiceFilter), "is_open"]
    list_select_related = ["region"]
    ordering = ["region_id", "kind", "name"]
    fields = ["name", "kind", "region", "address", "time_zone", "served", "is_open"]
    autocomplete_fields = ["region", "served"]
    inlines = [OpeningHoursInline]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Bookings and tickets will refer to it."""
        return False

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Accept a regency of one's own area only."""
        if db_field.name == "region":
            kwargs["queryset"] = _own_regions().filter(level=RegionLevel.REGENCY)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        """Accept districts of one's own area only."""
        if db_field.name == "served":
            kwargs["queryset"] = _own_regions().filter(level=RegionLevel.DISTRICT)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _own_regions() -> Any:
    return Region.objects.filter(scope.current().condition("code"))
