"""Civil events in the web admin: the book as it was written, without the names of those it is about."""

from __future__ import annotations

from django.contrib import admin

from registry.admin.base import ChoiceFilter, ReadOnlyAdmin, UncountedPaginator
from registry.models import CivilEvent


@admin.register(CivilEvent)
class CivilEventAdmin(ReadOnlyAdmin):
    """Births, deaths, moves, marriages, divorces and corrections; the person is on her own page at the desk."""

    changed_where = (
        "Peristiwa dicatat dan dibatalkan di halaman penduduk. Buku peristiwa hanya bertambah, tidak pernah dihapus."
    )
    list_display = ["event_date", "kind", "document", "recorded_at", "recorded_by", "reverses"]
    list_filter = [("kind", ChoiceFilter)]
    list_select_related = ["recorded_by", "reverses"]
    list_display_links = None
    paginator = UncountedPaginator
    ordering = ["-recorded_at", "-pk"]
    fields = ["kind", "event_date", "document", "recorded_at", "recorded_by", "reverses"]
