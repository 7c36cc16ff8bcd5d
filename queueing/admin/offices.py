"""Offices in the web admin, with everything by which their days are published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Max, Model
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone

from queueing.actions import offices
from queueing.admin.base import AreaAdmin, ChoiceFilter
from queueing.admin.inlines import INLINES, SHAPES_DAYS
from queueing.models import Office, RecordingSlot
from queueing.tasks import ring_for_slots
from registry import scope
from registry.choices import RegionLevel
from registry.models.region import Region


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
    inlines = INLINES

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Bookings and tickets will refer to it."""
        return False

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Any],
        formsets: Sequence[BaseInlineFormSet[Any, Any, Any]],
        change: Any,
    ) -> None:
        """Save, give a new office its plan, publish what can be, and say what a change does not reach."""
        super().save_related(request, form, formsets, change)
        offices.give_plan(office=form.instance)
        if any(formset.has_changed() and formset.model in SHAPES_DAYS for formset in formsets):
            self._say_what_stays(request, form.instance)
        transaction.on_commit(ring_for_slots)

    def _say_what_stays(self, request: HttpRequest, office: Office) -> None:
        published = RecordingSlot.objects.filter(office=office, day__gte=timezone.localdate())
        last = published.aggregate(last=Max("day"))["last"]
        if last is not None:
            sentence = (
                f"Hari sampai {last:%d-%m-%Y} sudah diterbitkan dan tidak berubah; perubahan berlaku sesudahnya. "
                "Untuk mengurangi tempat pada hari yang sudah diterbitkan, pakai asisten kapasitas."
            )
            self.message_user(request, sentence, messages.WARNING)

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
