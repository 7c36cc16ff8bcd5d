"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from registry.views import (
    alarms,
    cards,
    correction_requests,
    due,
    events,
    exports,
    finding,
    held_rows,
    households,
    intake_batch,
    intake_list,
    intake_upload,
    intake_withdrawal,
    quality,
    residents,
    reveal,
    trail,
    worklists,
)
from registry.views.event_doors import OF_RESIDENTS
from registry.views.household_doors import OF_HOUSEHOLDS

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cari/", finding.find, name="find"),
    path("daftar/", worklists.show, name="worklist"),
    path("wajib-rekam/", due.show, name="due"),
    path("wajib-rekam/<str:code>/<slug:kind>/", due.names, name="due_names"),
    path("wajib-rekam/<str:code>/<slug:kind>/cetak/", due.sheet, name="due_sheet"),
    path("wajib-rekam/<str:code>/<slug:kind>/berkas/", due.file, name="due_file"),
    path("penduduk/<int:resident_id>/", residents.show, name="resident"),
    path("penduduk/<int:resident_id>/nik/", reveal.nik, name="reveal_nik"),
    path("penduduk/<int:resident_id>/ktp-el/", cards.move, name="move_card"),
    path("penduduk/<int:resident_id>/ktp-el/serahkan/", cards.hand_over, name="hand_over_card"),
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
    path("perbaikan/", correction_requests.show, name="correction_requests"),
    path("perbaikan/<int:request_id>/tutup/", correction_requests.close, name="close_correction_request"),
    path("peristiwa/<int:event_id>/", events.show, name="event"),
    path("peristiwa/<int:event_id>/batalkan/", events.undo, name="undo_event"),
    path("berkas/", intake_list.show, name="intake"),
    path("berkas/muat/", intake_upload.show, name="intake_upload"),
    path("berkas/<int:batch_id>/", intake_batch.show, name="intake_batch"),
    path("berkas/<int:batch_id>/kemajuan/", intake_batch.progress, name="intake_progress"),
    path("berkas/<int:batch_id>/kolom/", intake_batch.columns, name="intake_columns"),
    path("berkas/<int:batch_id>/pratinjau/", intake_batch.preview, name="intake_preview"),
    path("berkas/<int:batch_id>/setujui/", intake_batch.approve, name="intake_approve"),
    path("berkas/<int:batch_id>/batalkan/", intake_batch.cancel, name="intake_cancel"),
    path("berkas/<int:batch_id>/tarik/", intake_withdrawal.show, name="intake_withdraw"),
    path("berkas/<int:batch_id>/tertahan/", held_rows.show, name="held_rows"),
    path("berkas/<int:batch_id>/tertahan/unduh/", held_rows.download, name="held_rows_download"),
    path("berkas/<int:batch_id>/tertahan/muat/", held_rows.load, name="load_mended"),
    path("berkas/<int:batch_id>/tertahan/<int:row_number>/", held_rows.mend, name="mend_row"),
    path("berkas/<int:batch_id>/tertahan/<int:row_number>/abaikan/", held_rows.dismiss, name="dismiss_row"),
    path("mutu/", quality.index, name="quality"),
    path("mutu/<str:code>/", quality.show, name="quality_region"),
    path("mutu/<str:code>/csv/", quality.download, name="quality_csv"),
    path("mutu/<str:code>/<slug:measure>/", quality.rows, name="quality_rows"),
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
