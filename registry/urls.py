"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from registry.views import alarms, exports, trail

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
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
