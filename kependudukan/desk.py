"""The officers' desks as one menu: which sections there are, in order, and who may open each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from registry.models import Officer


@dataclass(frozen=True)
class Section:
    """One entry of the menu: its name on screen, the name of its address, the permission it asks for."""

    title: str
    address: str
    permission: str


SECTIONS: Final[tuple[Section, ...]] = (
    Section("Cari penduduk", "registry:find", "registry.view_resident"),
    Section("Daftar penduduk", "registry:worklist", "registry.view_resident"),
    Section("Wajib rekam", "registry:due", "registry.view_resident"),
    Section("Perbaikan data", "registry:correction_requests", "registry.record_civil_event"),
    Section("Meja depan", "queueing:front_desk", "queueing.receive_visitors"),
    Section("Loket", "queueing:counter", "queueing.serve_counter"),
    Section("Pemesanan", "queueing:desk_load", "queueing.view_booking"),
    Section("Perekaman", "queueing:recordings", "queueing.record_resident"),
    Section("Rekam ulang", "queueing:record_again", "queueing.change_booking"),
    Section("Jemput bola", "queueing:visits", "queueing.lead_visit"),
    Section("Hari pelayanan", "queueing:hall_days", "queueing.watch_the_day"),
    Section("Bukti antrean", "queueing:desk_proof", "queueing.view_proof"),
    Section("Berkas", "registry:intake", "registry.view_intakebatch"),
    Section("Mutu data", "registry:quality", "registry.view_quality"),
    Section("Undian", "queueing:draws", "queueing.announce_draw"),
    Section("Ekspor", "registry:exports", "registry.view_exportrequest"),
    Section("Jejak", "registry:trail", "registry.view_accessentry"),
    Section("Peringatan", "registry:alarms", "registry.review_alarm"),
    Section("Akses saya", "registry:own_trail", "registry.view_region"),
)


def sections(request: HttpRequest) -> dict[str, Any]:
    """Give every page the sections that its officer may open (a context processor)."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {}
    opened = [section for section in SECTIONS if officer.has_perm(section.permission)]
    return {
        "desk_sections": [
            {"title": section.title, "address": reverse(section.address), "is_here": _is_here(request, section)}
            for section in opened
        ]
    }


def _is_here(request: HttpRequest, section: Section) -> bool:
    """Say whether the page lies under the section's address, and under no narrower section's."""
    under = [reverse(one.address) for one in SECTIONS if request.path.startswith(reverse(one.address))]
    return reverse(section.address) == max(under, key=len, default="")
