"""What the crawler sends where: a route that is not here fails the run, so that nobody forgets to think of it.

An entry says which object of area B stands for each argument, and which queries and forms are sent besides none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.crawler import planted
from tests.crawler.planted import KK_NUMBER, NIK, REGENCY, TYPED, VILLAGE

Sent = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Entry:
    """One route: argument -> "app.Model" or a literal; what is asked by GET; what is sent by POST.

    `own` is sent to the pages of the asking officer's own people: forms that name somebody of B.
    """

    arguments: Mapping[str, str] = field(default_factory=dict)
    queries: tuple[Sent, ...] = ()
    forms: tuple[Sent, ...] = ()
    own: tuple[Sent, ...] = ()


NOTHING: Final = Entry()
#: The signed link of a party; the one of B's party is nothing that an officer of A could know.
#: Narrowing to B's area by every name that pages use for it.
NARROWED: Final[tuple[Sent, ...]] = tuple(
    dict.fromkeys(("region", "area", "village", "district", "desa", "kec", "wilayah"), code)
    for code in (REGENCY, VILLAGE)
)
ROW: Final = {"row_number": planted.HELD_ROW}
LINK: Final = {"link": "salah"}
CODE: Final = {"code": VILLAGE, "edition_id": "1"}
DUE: Final = {"code": VILLAGE, "kind": "belum-rekam"}

#: What an argument stands for wherever it is called so.
ARGUMENTS: Final = {
    "resident_id": "registry.Resident",
    "household_id": "registry.Household",
    "event_id": "registry.CivilEvent",
    "alarm_id": "registry.AccessAlarm",
    "export_id": "registry.ExportRequest",
    "batch_id": "registry.IntakeBatch",
    "row_id": "registry.HeldRow",
    "office_id": "queueing.Office",
    "booking_id": "queueing.Booking",
    "ticket_id": "queueing.Ticket",
    "session_id": "queueing.RecordingSession",
    "visit_id": "queueing.TeamVisit",
    "person_id": "queueing.VisitPerson",
    "request_id": "registry.CorrectionRequest",
    "cut_id": "queueing.CapacityCut",
    "outage_id": "queueing.Outage",
    "draw_id": "queueing.Draw",
}
DAY: Final = {"event_date": "01-11-2020", "document": "uji/1"}
PARTNER: Final = {**DAY, "partner_nik": NIK}
HOME: Final = {**DAY, "kk_number": KK_NUMBER, "relation": "9", "reason": "uji", "origin": "UJI"}
ADDRESS: Final = {
    **DAY,
    "village": VILLAGE,
    "place": VILLAGE,
    "address": "UJI",
    "kk_number": KK_NUMBER,
    "reason": "uji",
}
#: A stranger with the NIK of somebody of B, as the register of A would take him.
STRANGER: Final = {
    **DAY,
    "nik": NIK,
    "name": "UJI COBA",
    "birth_place": "UJI",
    "birth_date": "01-08-1990",
    "sex": "L",
    "marital_status": "1",
    "relation": "1",
    "origin": "UJI",
}

MATRIX: Final[dict[str, Entry]] = {
    "front_page": NOTHING,
    "language": Entry(forms=({"language": "en", "next": "/"},)),
    "elections:rankings": Entry(queries=NARROWED),
    "elections:ranking": Entry(CODE, queries=NARROWED),
    "elections:ranking_csv": Entry(CODE, queries=NARROWED),
    "elections:ranking_api": Entry(CODE, queries=NARROWED),
    "queueing:offices": Entry(queries=({"kecamatan": "35.17.01"}, {"wilayah": REGENCY})),
    "queueing:days": NOTHING,
    "queueing:slots": Entry({"day": "2030-01-07"}, forms=({"sesi": "1", "orang": "1", "kunci": "uji"},)),
    # A party's link is made of its id and a signature: nobody has that of another.
    "queueing:people": Entry(
        LINK, forms=({"nama_1": "UJI", "nik_1": NIK, "kk": KK_NUMBER, "kontak": "0812 3456 7890", "bukti": "e30"},)
    ),
    "queueing:code": Entry(LINK, forms=({"kode": "000000"}, {"lagi": "ya"})),
    "queueing:check": Entry(LINK, forms=({"ya": "1"},)),
    "queueing:leave_out": Entry(LINK, forms=({"orang": "1"},)),
    "queueing:go_first": Entry(LINK, forms=({"sesi": "1"},)),
    "queueing:renew": Entry(LINK, forms=({"sesi": "1"},)),
    "queueing:wish": Entry(forms=({"orang": "1", "prioritas": "tidak", "dari": "x", "sampai": "x", "kunci": "uji"},)),
    "queueing:waiting": Entry(LINK),
    "queueing:accept_offer": Entry(LINK, forms=({"ya": "1"},)),
    "queueing:decline_offer": Entry(LINK, forms=({"ya": "1"},)),
    "queueing:leave_line": Entry(LINK, forms=({"ya": "1"},)),
    "queueing:enter_draw": Entry(LINK, forms=({"undian": "queueing.Draw"},)),
    "queueing:draw": Entry(forms=({"orang": "1", "sampai": planted.DAY, "kunci": "uji"},)),
    "queueing:draw_record": NOTHING,
    "queueing:draws": Entry(forms=({"kantor": "queueing.Office", "hari": planted.DAY, "dibuka": "x", "ditutup": "x"},)),
    "queueing:call_off_draw": Entry(forms=({"ya": "1"},)),
    "queueing:find_ticket": Entry(forms=({"code": "K7QF-2M9X", "figures": "0001"}, {"code": "K7QF", "figures": NIK})),
    "queueing:ticket": Entry(LINK, queries=({"selesai": "ubah"},)),
    "queueing:ticket_pdf": Entry(LINK, queries=({"kertas": "a4"},)),
    "queueing:receipt": Entry({**LINK, "width": "58"}),
    "queueing:ticket_calendar": Entry(LINK),
    "queueing:change_ticket": Entry(LINK, queries=({"hari": "2030-01-07"},), forms=({"sesi": "1"},)),
    "queueing:cancel_ticket": Entry(LINK, forms=({"orang": "1"},)),
    "queueing:line": Entry(LINK),
    "queueing:follow_line": Entry(LINK),
    "queueing:board": NOTHING,
    "queueing:follow_board": NOTHING,
    "queueing:board_clip": Entry({"name": "angka-1"}),
    "queueing:recordings": Entry(queries=NARROWED),
    "queueing:start_session": Entry(forms=({"mulai": "ya"},)),
    "queueing:start_elsewhere": Entry(forms=({"kantor": "queueing.Office", "tempat": "uji"},)),
    "queueing:recording": Entry(forms=({"hasil": "failed", "alasan": "device"},)),
    "queueing:record_again": Entry(queries=({"setelah": "0"},), forms=({"penduduk": "registry.Resident"},)),
    "queueing:record_again_letters": Entry(forms=({"penduduk": "registry.Resident"},)),
    "queueing:visits": Entry(queries=NARROWED),
    "queueing:plan_visit": Entry(
        forms=(
            {
                "jenis": "village",
                "tempat": "uji",
                "desa": VILLAGE,
                "kantor": "queueing.Office",
                "mulai": "08:00",
                "tanggal": "01-01-2030",
                "selesai": "09:00",
                "alat": "queueing.Device",
                "petugas": "registry.Officer",
            },
        )
    ),
    "queueing:put_on_visit": Entry(
        forms=({"kunjungan": "queueing.TeamVisit"},), own=({"kunjungan": "queueing.TeamVisit"},)
    ),
    "queueing:visit": Entry(queries=({"halaman": "2"},)),
    "queueing:move_visit": Entry(forms=tuple({"langkah": step} for step in ("mulai", "selesai", "batal"))),
    "queueing:add_to_visit": Entry(
        forms=({"cara": "desa"}, {"cara": "sekolah", "tahun_ajaran": "2026/2027"}, {"cara": "nik", "nik": NIK})
    ),
    "queueing:drop_from_visit": Entry(forms=({"nama": "queueing.VisitPerson"},)),
    "queueing:visit_sheet": NOTHING,
    "queueing:visit_phone": NOTHING,
    "queueing:visit_person": Entry(
        forms=tuple({"hasil": how, "kunci": planted.KEY} for how in ("absent", "moved", "recorded"))
    ),
    "registry:correction_requests": Entry(queries=NARROWED),
    "registry:close_correction_request": Entry(forms=({"hasil": "uji"},)),
    "queueing:counter": NOTHING,
    "queueing:counter_sit": Entry(
        forms=tuple({"loket": "queueing.Counter", "langkah": act} for act in ("buka", "ambil"))
    ),
    "queueing:counter_step": Entry(
        forms=tuple(
            {"langkah": step, "nomor": "queueing.Ticket", "tujuan": "layanan-C"}
            for step in ("panggil", "ulang", "tidak-ada", "alih", "selesai", "batal", "istirahat", "lanjut", "tutup")
        )
    ),
    "queueing:counter_hall": Entry(queries=({"nomor": "queueing.Ticket"},)),
    "queueing:front_desk": Entry(forms=({"cari": NIK}, {"cari": "A-001"}, {"cari": "K7QF-2M9X"})),
    "queueing:front_desk_office": Entry(forms=({"kantor": "queueing.Office", "kertas": "58"},)),
    "queueing:front_desk_receive": Entry(forms=({"orang": "queueing.Booking"},)),
    "queueing:front_desk_walk_in": Entry(
        forms=({"kunci": "uji", "pesanan": "queueing.Booking", "layanan": "A"}, {"kunci": "uji", "layanan": "B"})
    ),
    "queueing:front_desk_book": Entry(forms=({"kunci": "uji", "sesi": "queueing.RecordingSlot"},)),
    "queueing:front_desk_number": Entry(forms=tuple({"tindakan": act} for act in ("lepas", "prioritas", "umum"))),
    "queueing:desk_load": Entry(queries=NARROWED),
    "queueing:desk_day": Entry({"day": planted.DAY}),
    "queueing:desk_booking": Entry(forms=tuple({"tindakan": act, "alasan": "uji coba"} for act in ("batal", "lepas"))),
    "queueing:desk_move": Entry(queries=({"hari": "2030-01-07"},), forms=({"sesi": "queueing.RecordingSlot"},)),
    "queueing:desk_send_again": Entry(forms=({"kirim": "ya"},)),
    "queueing:desk_cuts": Entry(queries=NARROWED),
    "queueing:desk_assistant": Entry(
        forms=tuple(
            {"kantor": "queueing.Office", "tanggal": planted.DAY, "alasan": "uji", "langkah": step}
            for step in ("lihat", "simpan")
        )
    ),
    "queueing:desk_cut": NOTHING,
    "queueing:desk_undo_cut": Entry(forms=({"ya": "1"},)),
    "queueing:desk_outages": Entry(forms=({"kantor": "queueing.Office", "keterangan": "uji"},)),
    "queueing:desk_end_outage": Entry(forms=({"ya": "1"},)),
    "queueing:desk_proof": NOTHING,
    "queueing:hall_days": Entry(queries=({"kantor": "queueing.Office", "hari": planted.DAY}, {"hari": planted.DAY})),
    "queueing:hall_days_csv": Entry(queries=({"hari": planted.DAY},)),
    "queueing:hall_day": Entry({"day": planted.DAY}),
    "queueing:follow_hall_day": Entry({"day": planted.DAY}),
    "queueing:hall_day_csv": Entry({"day": planted.DAY}, queries=({"pemisah": "titik-koma"},)),
    "queueing:hall_day_numbers": Entry({"day": planted.DAY, "measure": "datang"}, queries=({"jam": "9"},)),
    "queueing:proposal": Entry(LINK, forms=({"sesi": "1", "setuju": "ya"},)),
    "queueing:priority": Entry(LINK, forms=({"sesi": "1", "setuju": "ya"},)),
    "health": NOTHING,
    "favicon.ico": NOTHING,
    "registry:find": Entry(
        forms=(
            {"term": NIK},
            {"term": KK_NUMBER},
            {"term": f"{TYPED}001"},
            {"term": "01-08-1990"},
            {"term": f"{TYPED}001", "place": VILLAGE, "year": "1990"},
        )
    ),
    "registry:worklist": Entry(queries=(*NARROWED, {"tab": "unrecorded"}, {"setelah": "0"})),
    "registry:due": Entry(queries=(*NARROWED, {"tahun_ajaran": "2026/2027"}, {"sampai": planted.DAY})),
    "registry:due_names": Entry(DUE, queries=({"halaman": "2"}, {"tahun_ajaran": "2026/2027"})),
    "registry:due_sheet": Entry(DUE, forms=({"untuk": "sekolah"}, {"untuk": "sekolah", "lembar": "2"})),
    "registry:due_file": Entry(DUE, forms=tuple({"format": form, "tujuan": "uji"} for form in ("csv", "xlsx"))),
    "registry:resident": NOTHING,
    "registry:move_card": Entry(queries=({"ke": "BIO_CAPTURED"},), forms=({"to": "BIO_CAPTURED", "reason": "uji"},)),
    "registry:hand_over_card": Entry(
        forms=({"taken_by": "herself"}, {"taken_by": "authorised", "taker_name": "UJI"}),
        own=({"taken_by": "family", "member": "registry.Resident"},),
    ),
    "registry:household": NOTHING,
    "registry:household_sheet": NOTHING,
    "registry:reveal_nik": Entry(forms=({"purpose": "other", "words": "uji coba"},)),
    "registry:reveal_kk_number": Entry(forms=({"purpose": "other", "words": "uji coba"},)),
    "registry:receive_household": Entry(
        forms=({**ADDRESS, **STRANGER}, {**ADDRESS, **STRANGER, "village": "35.16.08.2001"}, {"step": "save"})
    ),
    "registry:record_kelahiran": Entry(
        forms=({**DAY, "name": "UJI", "sex": "L", "birth_place": "UJI"},),
        own=({**DAY, "name": "UJI", "sex": "L", "birth_place": "UJI", "nik": NIK},),
    ),
    "registry:record_perkawinan": Entry(forms=(PARTNER,), own=(PARTNER, {**DAY, "partner_here": "registry.Resident"})),
    "registry:record_perceraian": Entry(forms=(PARTNER,), own=(PARTNER,)),
    "registry:record_pindah_keluarga": Entry(forms=(HOME,), own=(HOME,)),
    "registry:record_datang_kembali": Entry(forms=(HOME,), own=(HOME,)),
    "registry:record_pindah_keluar": Entry(
        forms=(DAY,), own=({**DAY, "who": "registry.Resident", "destination": "UJI"},)
    ),
    "registry:record_kematian": Entry(forms=(DAY,)),
    "registry:record_pembetulan": Entry(forms=(DAY,)),
    "registry:record_pisah": Entry(forms=(ADDRESS,), own=(ADDRESS,)),
    "registry:record_pindah": Entry(forms=(ADDRESS,), own=(ADDRESS,)),
    "registry:record_ganti_kepala": Entry(
        queries=({"kepala": "1"},), forms=(DAY,), own=({**DAY, "kk_number": KK_NUMBER, "reason": "uji"},)
    ),
    "registry:record_datang": Entry(forms=(DAY,), own=({**STRANGER, "relation": "9"},)),
    "registry:event": NOTHING,
    "registry:undo_event": Entry(forms=({"reason": "uji"},)),
    "registry:intake": Entry(queries=({"jenis": "siak_extract"}, {"keadaan": "done"}, {"halaman": "2"})),
    "registry:intake_upload": Entry(
        queries=({"jenis": "voter_roll"},), forms=({"region": REGENCY, "source": "uji", "file": ""},)
    ),
    "registry:intake_batch": NOTHING,
    "registry:intake_progress": Entry(queries=({"dari": "done"}, {"dari": "checking"})),
    "registry:intake_columns": Entry(forms=({"NIK": "0"},)),
    "registry:intake_preview": NOTHING,
    "registry:intake_approve": NOTHING,
    "registry:intake_cancel": NOTHING,
    "registry:intake_withdraw": Entry(forms=({"reason": "uji"},)),
    "registry:held_rows": Entry(queries=({"desa": VILLAGE}, {"aturan": "nik_not_sixteen_digits"}, {"keadaan": "held"})),
    "registry:held_rows_download": Entry(forms=tuple({"purpose": "uji", "form": form} for form in ("csv", "xlsx"))),
    "registry:load_mended": NOTHING,
    "registry:mend_row": Entry(ROW, forms=({"revision": "0", "NIK": NIK},)),
    "registry:dismiss_row": Entry(ROW, forms=({"revision": "0", "reason": "uji"},)),
    "registry:quality": NOTHING,
    "registry:quality_region": Entry({"code": VILLAGE}),
    "registry:quality_csv": Entry({"code": VILLAGE}, queries=({"pemisah": "titik-koma"},)),
    "registry:quality_rows": Entry({"code": VILLAGE, "measure": "seratus"}, queries=({"halaman": "2"},)),
    "registry:trail": Entry(
        queries=(
            *NARROWED,
            {"petugas": "registry.Officer"},
            {"penduduk": "registry.Resident"},
            {"setelah": "registry.AccessEntry"},
        ),
        forms=({"nik": NIK}, {"tujuan": "pelayanan"}, {"petugas": "registry.Officer"}),
    ),
    "registry:own_trail": Entry(queries=({"setelah": "registry.AccessEntry"}, {"petugas": "registry.Officer"})),
    "registry:trail_letter": Entry(forms=({"dari": "2020-01-01", "sampai": "2030-01-01", "tujuan": "uji"},)),
    "registry:alarms": NOTHING,
    "registry:alarm": Entry(forms=({"catatan": "uji", "tambahan": "5"},)),
    "registry:exports": Entry(
        forms=tuple(
            {"wilayah": place, "kartu": "unrecorded", "format": form, "tujuan": "uji"}
            for place in (REGENCY, VILLAGE)
            for form in ("csv", "xlsx")
        )
    ),
    "registry:export_trail": Entry(
        queries=({"penduduk": "registry.Resident"},), forms=({"format": "csv", "tujuan": "uji"},)
    ),
    "registry:export": Entry(
        forms=({"keputusan": "setujui"}, {"keputusan": "batalkan"}, {"keputusan": "tolak", "alasan": "uji"})
    ),
    "registry:fetch_export": Entry(forms=({"fetch": "1"},)),
    # Signing in shows nobody but oneself.
    "account_login": Entry(forms=({"login": f"{planted.MARK}.b", "password": "salah"},)),
    "account_inactive": NOTHING,
    "mfa_authenticate": NOTHING,
    "account_change_password": NOTHING,
    "account_reauthenticate": NOTHING,
    "mfa_reauthenticate": NOTHING,
    "mfa_reauthenticate_webauthn": NOTHING,
    "mfa_index": NOTHING,
    "mfa_activate_totp": NOTHING,
    "mfa_view_recovery_codes": NOTHING,
    "mfa_generate_recovery_codes": NOTHING,
    "mfa_list_webauthn": NOTHING,
    "mfa_add_webauthn": NOTHING,
    "mfa_edit_webauthn": Entry({"pk": "1"}),
    "mfa_remove_webauthn": Entry({"pk": "1"}),
    "admin:index": NOTHING,
    "admin:search": Entry(queries=({"s": TYPED},)),
    "admin/search/": Entry(queries=({"s": TYPED},)),
    "admin:login": NOTHING,
    "admin/login/": NOTHING,
    "admin:jsi18n": NOTHING,
    "admin:password_change": NOTHING,
    "admin/password_change/": NOTHING,
    "admin:password_change_done": NOTHING,
    "admin:view_on_site": Entry({"content_type_id": "1", "object_id": "registry.Resident"}),
    "admin:app_list": Entry({"app_label": "registry"}),
    "admin:auth_user_password_change": Entry(
        {"id": "registry.Officer"}, forms=({"password1": "perkutut-2020-baru", "password2": "perkutut-2020-baru"},)
    ),
}

#: Would end the session that crawls.
LEFT_ALONE: Final = {"account_logout", "admin:logout", "admin/logout/", "mfa_deactivate_totp"}

#: What a list of the web admin is asked besides: a search, an order, a pop-up, all on one page.
OF_A_LIST: Final[tuple[Sent, ...]] = (*NARROWED[:2], {"q": TYPED}, {"o": "-1"}, {"_popup": "1"}, {"all": ""})
