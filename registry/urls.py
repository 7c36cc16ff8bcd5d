"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from registry.views import finding, households, residents, reveal, worklists

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cari/", finding.find, name="find"),
    path("daftar/", worklists.show, name="worklist"),
    path("penduduk/<int:resident_id>/", residents.show, name="resident"),
    path("penduduk/<int:resident_id>/nik/", reveal.nik, name="reveal_nik"),
    path("keluarga/<int:household_id>/", households.show, name="household"),
    path("keluarga/<int:household_id>/cetak/", households.sheet, name="household_sheet"),
    path("keluarga/<int:household_id>/nomor-kk/", reveal.kk_number, name="reveal_kk_number"),
]
