"""Days off in the web admin: imported by command, corrected by people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from queueing.admin.base import AreaAdmin, ChoiceFilter
from queueing.models import Holiday
from queueing.tasks import ring_for_slots


@admin.register(Holiday)
class HolidayAdmin(AreaAdmin):
    """The days off of every office. One that is not observed stays, so that no import brings it back."""

    changed_where = (
        "Diisi dengan perintah import_holidays. Yang diubah di sini tidak ditimpa; yang tidak berlaku dimatikan, bukan"
        " dihapus. Libur satu kantor saja dicatat sebagai penutupan pada kantornya."
    )
    list_display = ["day", "name", "kind", "is_observed"]
    list_filter = [("kind", ChoiceFilter), "is_observed"]
    date_hierarchy = "day"
    ordering = ["day"]
    fields = ["day", "name", "kind", "is_observed"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """It would come back with the next import."""
        return False

    def save_model(self, request: HttpRequest, obj: Holiday, form: ModelForm[Any], change: Any) -> None:
        """Save, and publish a day that is none any more."""
        super().save_model(request, obj, form, change)
        transaction.on_commit(ring_for_slots)
