"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from registry.views import alarms, events, exports, finding, households, residents, reveal, trail, worklists
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cari/", finding.find, name="find"),
    path("daftar/", worklists.show, name="worklist"),
    path("penduduk/<int:resident_id>/", residents.show, name="resident"),
    path("penduduk/<int:resident_id>/nik/", reveal.nik, name="reveal_nik"),
    path("keluarga/<int:household_id>/", households.show, name="household"),
    path("keluarga/<int:household_id>/cetak/", households.sheet, name="household_sheet"),
    path("keluarga/<int:household_id>/nomor-kk/", reveal.kk_number, name="reveal_kk_number"),
    path("keluarga/datang/", events.receive_household, name="receive_household"),
    *(
        path(
            f"penduduk/<int:resident_id>/peristiwa/{door.slug}/",
            events.record_of_resident,
            {"slug": door.slug},
            door.address,
        )
        for door in OF_RESIDENTS
    ),
    *(
        path(f"keluarga/<int:household_id>/{door.slug}/", events.change_household, {"slug": door.slug}, door.address)
        for door in OF_HOUSEHOLDS
    ),
    path("peristiwa/<int:event_id>/", events.show, name="event"),
    path("peristiwa/<int:event_id>/batalkan/", events.undo, name="undo_event"),
    path("jejak/", trail.show, name="trail"),
    path("jejak/ekspor/", exports.ask_trail, name="export_trail"),
    path("akses-saya/", trail.own, name="own_trail"),
    path("penduduk/<int:resident_id>/jejak/", trail.letter, name="trail_letter"),
    path("peringatan/", alarms.show, name="alarms"),
    path("peringatan/<int:alarm_id>/", alarms.review, name="alarm"),
    path("ekspor/", exports.show, name="exports"),
    path("ekspor/<int:export_id>/", exports.detail, name="export"),
    path("ekspor/<int:export_id>/unduh/", exports.fetch, name="fetch_export"),
]
