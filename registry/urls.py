"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from registry.views import (
    held_rows,
    intake_batch,
    intake_list,
    intake_upload,
    intake_withdrawal,
    quality,
)

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/", intake_list.show, name="intake"),
    path("berkas/muat/", intake_upload.show, name="intake_upload"),
    path("berkas/<int:number>/", intake_batch.show, name="intake_batch"),
    path("berkas/<int:number>/kemajuan/", intake_batch.progress, name="intake_progress"),
    path("berkas/<int:number>/kolom/", intake_batch.columns, name="intake_columns"),
    path("berkas/<int:number>/pratinjau/", intake_batch.preview, name="intake_preview"),
    path("berkas/<int:number>/setujui/", intake_batch.approve, name="intake_approve"),
    path("berkas/<int:number>/batalkan/", intake_batch.cancel, name="intake_cancel"),
    path("berkas/<int:number>/tarik/", intake_withdrawal.show, name="intake_withdraw"),
    path("berkas/<int:number>/tertahan/", held_rows.show, name="held_rows"),
    path("berkas/<int:number>/tertahan/unduh/", held_rows.download, name="held_rows_download"),
    path("berkas/<int:number>/tertahan/muat/", held_rows.load, name="load_mended"),
    path("berkas/<int:number>/tertahan/<int:row_number>/", held_rows.mend, name="mend_row"),
    path("berkas/<int:number>/tertahan/<int:row_number>/abaikan/", held_rows.dismiss, name="dismiss_row"),
    path("mutu/", quality.index, name="quality"),
    path("mutu/<str:code>/", quality.show, name="quality_region"),
    path("mutu/<str:code>/csv/", quality.download, name="quality_csv"),
    path("mutu/<str:code>/<slug:measure>/", quality.rows, name="quality_rows"),
]
