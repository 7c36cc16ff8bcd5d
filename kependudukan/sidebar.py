"""The sidebar of the web admin: the desks, then the lists, each where the officer's role may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.urls import reverse

from kependudukan import desk
from kependudukan.waiting import waiting_for
from registry.models import Officer


@dataclass(frozen=True)
class Entry:
    """One list: its name on screen, its icon, the name of its address, its permission, the work that waits there."""

    title: str
    icon: str
    address: str
    permission: str
    waiting: str = ""


SECTIONS: Final[tuple[tuple[str, tuple[Entry, ...]], ...]] = (
    (
        "Data",
        (
            Entry("Penduduk", "groups", "admin:registry_resident_changelist", "registry.view_resident"),
            Entry("Peristiwa", "event_note", "admin:registry_civilevent_changelist", "registry.view_civilevent"),
            Entry(
                "Berkas masuk",
                "upload_file",
                "admin:registry_intakebatch_changelist",
                "registry.view_intakebatch",
                "files",
            ),
            Entry("Baris tertahan", "rule", "admin:registry_heldrow_changelist", "registry.view_heldrow", "held_rows"),
            Entry("Wilayah", "map", "admin:registry_region_changelist", "registry.view_region"),
        ),
    ),
    (
        "Pemilihan",
        (
            Entry("Pemilihan", "how_to_vote", "admin:elections_election_changelist", "elections.view_election"),
            Entry("Daftar pemilih", "list_alt", "admin:elections_voterroll_changelist", "elections.view_voterroll"),
            Entry("TPS", "location_on", "admin:elections_pollingstation_changelist", "elections.view_pollingstation"),
            Entry(
                "Pemadanan",
                "compare_arrows",
                "admin:elections_reconciliationrun_changelist",
                "elections.view_reconciliationrun",
                "runs",
            ),
            Entry(
                "Pemadanan wilayah",
                "hub",
                "admin:elections_reconciliationround_changelist",
                "elections.view_reconciliationround",
            ),
            Entry("Hasil padanan", "fact_check", "admin:elections_match_changelist", "elections.view_match", "reviews"),
            Entry("Temuan", "report", "admin:elections_finding_changelist", "elections.view_finding"),
            Entry(
                "Edisi peringkat",
                "leaderboard",
                "admin:elections_rankingedition_changelist",
                "elections.view_rankingedition",
            ),
        ),
    ),
    (
        "Kantor",
        (
            Entry("Kantor dan jam buka", "store", "admin:queueing_office_changelist", "queueing.view_office"),
            Entry("Pemberitahuan", "sms", "admin:queueing_notice_changelist", "queueing.view_notice", "notices"),
            Entry("Hari libur", "event_busy", "admin:queueing_holiday_changelist", "queueing.view_holiday"),
            Entry("Undangan KPU", "mail", "admin:queueing_invitation_changelist", "queueing.view_invitation"),
        ),
    ),
    (
        "Pengaturan",
        (Entry("Petugas", "badge", "admin:registry_officer_changelist", "registry.view_officer"),),
    ),
)


#: The icon of a desk and the work that waits there.
_DESKS: Final = {
    "registry:find": ("search", ""),
    "registry:worklist": ("checklist", ""),
    "registry:due": ("how_to_reg", ""),
    "registry:correction_requests": ("edit_note", ""),
    "queueing:front_desk": ("concierge", ""),
    "queueing:counter": ("support_agent", ""),
    "queueing:recordings": ("fingerprint", ""),
    "queueing:visits": ("airport_shuttle", ""),
    "queueing:desk_load": ("event_available", "proposals"),
    "queueing:hall_days": ("monitoring", ""),
    "queueing:desk_proof": ("verified", ""),
    "registry:intake": ("upload_file", "approvals"),
    "registry:quality": ("monitoring", ""),
    "registry:exports": ("download", "exports"),
    "registry:trail": ("footprint", ""),
    "registry:alarms": ("notifications", "alarms"),
    "registry:own_trail": ("person_search", ""),
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections that the officer may open (Unfold asks for them on every page)."""
    officer = request.user
    if not isinstance(officer, Officer):
        return []
    opened = [section for section in desk.SECTIONS if officer.has_perm(section.permission)]
    desks = [_item(request, _entry_of(section)) for section in opened]
    first = [{"title": "Ringkasan", "icon": "dashboard", "link": reverse("admin:index")}, *desks]
    groups: list[dict[str, Any]] = [{"title": "Meja petugas", "items": first}]
    for title, entries in SECTIONS:
        items = [_item(request, entry) for entry in entries if officer.has_perm(entry.permission)]
        if items:
            # Folded up where the officer is elsewhere, so that the keyboard passes by.
            groups.append({"title": title, "separator": True, "collapsible": title != "Data", "items": items})
    return groups


def _entry_of(section: desk.Section) -> Entry:
    icon, waiting = _DESKS.get(section.address, ("desk", ""))
    return Entry(section.title, icon, section.address, section.permission, waiting)


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    waited = waiting_for(request).get(entry.waiting)
    badge = {"badge": intcomma(waited.count), "badge_variant": "warning"} if waited and waited.count else {}
    return {"title": entry.title, "icon": entry.icon, "link": reverse(entry.address), **badge}
