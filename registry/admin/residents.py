"""Residents in the web admin: a list to choose from by village and card; the person herself is shown at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from registry.actions import access
from registry.admin import desk_links
from registry.admin.base import AutocompleteFilter, ChoiceFilter, ReadOnlyAdmin, UncountedPaginator
from registry.admin.resident_filters import BirthYearFilter, CardFilter
from registry.admin.tabs import Tab
from registry.models import Officer, Resident
from registry.models.access import AccessAction
from registry.rules.masking import mask_number

PURPOSE = "Melihat daftar penduduk di ruang petugas"


@admin.register(Resident)
class ResidentAdmin(ReadOnlyAdmin):
    """The people of one's own area, 25 at a time; each page shown is an entry of the access log, written first.

    There is no search box: names and numbers would stand in addresses. The finder of the desk searches. Pages are
    not counted, and rows come village by village, in the order of an index, whatever the size.
    """

    changed_where = (
        "Data penduduk diubah lewat peristiwa kependudukan di halaman penduduk, bukan di sini. "
        "Setiap halaman daftar ini dicatat atas nama Anda."
    )
    list_before_template = "admin/residents_head.html"
    tabs = (
        Tab("Semua"),
        Tab("Belum rekam", (("kartu", "belum-rekam"),)),
        Tab("Siap cetak", (("kartu", "siap-cetak"),)),
        Tab("Perlu rekam ulang", (("kartu", "rekam-ulang"),)),
    )
    list_display = ["person", "masked_nik", "born", "sex", "region", "card_state", "residency_status"]
    list_display_links = None
    list_filter = [
        CardFilter,
        ("region", AutocompleteFilter),
        ("card__state", ChoiceFilter),
        ("sex", ChoiceFilter),
        ("residency_status", ChoiceFilter),
        BirthYearFilter,
    ]
    list_select_related = ["region", "card"]
    paginator = UncountedPaginator
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ["region_id", "pk"]

    @admin.display(description="nama")
    def person(self, resident: Resident) -> str:
        """The name, leading to her page at the desk."""
        address = desk_links.address(desk_links.RESIDENT, resident.pk)
        if address is None:
            return resident.name
        return format_html('<a class="row-link" href="{}">{}</a>', address, resident.name)

    @admin.display(description="NIK")
    def masked_nik(self, resident: Resident) -> str:
        """The NIK, masked; it is revealed with a purpose on her own page."""
        return mask_number(resident.nik)

    @admin.display(description="tanggal lahir")
    def born(self, resident: Resident) -> str:
        """The birth date in figures, as on the card."""
        return f"{resident.birth_date:%d-%m-%Y}"

    @admin.display(description="status KTP-el")
    def card_state(self, resident: Resident) -> str:
        """Where her card stands."""
        card = getattr(resident, "card", None)
        return str(card) if card else "Belum merekam KTP-el"

    @transaction.atomic
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show a page of people, after writing down which ones."""
        more = {"finder": desk_links.address(desk_links.FINDER), **(extra_context or {})}
        answer = super().changelist_view(request, more)
        context: dict[str, Any] | None = getattr(answer, "context_data", None)
        if context and "cl" in context and isinstance(request.user, Officer):
            # Read here once: the template shows the same objects after this entry has been written.
            shown = [resident.pk for resident in context["cl"].result_list]
            access.record(
                action=AccessAction.LIST,
                subject="daftar penduduk",
                purpose=PURPOSE,
                by=request.user,
                at=timezone.now(),
                residents=shown,
            )
        return answer

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Hand over to her page at the desk, which writes down its own entry.

        Raises:
            Http404: there is no such desk, or nobody of this id in the officer's area.
        """
        resident = self.get_object(request, object_id or "") if self.has_view_permission(request) else None
        address = resident and desk_links.address(desk_links.RESIDENT, resident.pk)
        if not address:
            raise Http404
        return HttpResponseRedirect(address)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show no page of its own: who did what with a resident stands in the trail.

        Raises:
            Http404: always.
        """
        raise Http404
