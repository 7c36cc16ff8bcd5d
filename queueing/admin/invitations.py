"""KPU invitations in the web admin: how many came with which letter; whom they are for is not kept."""

from __future__ import annotations

from django.contrib import admin

from queueing.admin.base import ReadOnlyAdmin
from queueing.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations of one's own area."""

    changed_where = "Undangan dimuat dari daftar KPU dengan perintah load_invitations; NIK dan nama tidak disimpan."
    list_display = ["letter_number", "election", "region", "loaded_at", "by"]
    list_filter = ["election"]
    list_select_related = ["region", "by"]
    search_fields = ["letter_number"]
    ordering = ["-loaded_at", "-pk"]
