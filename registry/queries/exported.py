"""What an export holds: who is in it, and its rows, with every number masked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.timezone import localtime

from registry.choices import CardStatus
from registry.models import AccessEntry, ExportRequest, HeldRow, IntakeBatch, Resident
from registry.models.export import ExportKind
from registry.queries import due, held_rows, trail
from registry.rules.card_status import NEEDS_RECAPTURE, UNFETCHED
from registry.rules.masking import Audience, shown_to

UNRECORDED: Final = "unrecorded"
#: Lists of several states, by the word that stands for them beside the states themselves.
GROUPS: Final = {"recapture": NEEDS_RECAPTURE, "unfetched": UNFETCHED}
_CHUNK: Final = 2_000

RESIDENT_HEADER: Final = (
    "NIK", "Nomor KK", "Nama", "Tanggal lahir", "Jenis kelamin", "Alamat", "RT", "RW", "Desa/kelurahan", "Kode wilayah",
    "Status KTP-el", "Tanda",
)  # fmt: skip
TRAIL_HEADER: Final = (
    "Nomor", "Waktu", "Petugas", "Peran", "Wilayah kerja", "Tindakan", "Objek", "Tujuan", "Jumlah baris", "Permintaan",
    "Alamat jaringan", "Tanda",
)  # fmt: skip


def ids_of(what: str, codes: Mapping[str, Any], *, on: datetime.date) -> list[int]:
    """Return the ids of the rows inside the scope in force, in the order of the file."""
    if what == ExportKind.TRAIL:
        found = trail.entries(trail.wish_of(codes))
        return list(found.order_by("at", "pk").values_list("pk", flat=True))
    if what == ExportKind.HELD_ROWS:
        held = held_rows.still_waiting(HeldRow.scoped.filter(batch_id=codes["batch"]))
        return list(held.order_by("row_number").values_list("pk", flat=True))
    if codes["cards"] in set(due.Kind):
        return list(due.listed(due.wish_of(codes), on=on).values_list("pk", flat=True))
    people = Resident.objects.alive().living_in(codes["region"])
    if codes["cards"] == UNRECORDED:
        people = people.unrecorded().due_on(on)
    else:
        people = people.filter(card__state__in=GROUPS.get(codes["cards"], {codes["cards"]}))
    return list(people.order_by("region_id", "household_id", "pk").values_list("pk", flat=True))


def rows(request: ExportRequest, ids: Sequence[int], *, sign: str, audience: str) -> Iterator[Sequence[object]]:
    """Yield the header and one line a row, each with the sign of the export at its end, read in chunks."""
    if request.what == ExportKind.HELD_ROWS:
        yield from _held(request, sign)
        return
    is_trail = request.what == ExportKind.TRAIL
    yield TRAIL_HEADER if is_trail else RESIDENT_HEADER
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        lines = _entries(chunk) if is_trail else _residents(chunk, Audience(audience))
        for line in lines:
            yield (*line, sign)


def _held(request: ExportRequest, sign: str) -> Iterator[Sequence[object]]:
    """Give the rows as they are mended and loaded again: their numbers in clear, the sign in a column of its own."""
    lines = held_rows.table(IntakeBatch.scoped.get(pk=request.filter["batch"]), unsettled=True)
    yield (*next(lines), "TANDA")
    for line in lines:
        yield (*line, sign)


def _residents(ids: Sequence[int], audience: Audience) -> Iterator[Sequence[object]]:
    found = Resident.objects.filter(pk__in=ids).select_related("household", "card", "region").in_bulk()
    for person in (found[pk] for pk in ids if pk in found):
        home = person.household
        shown = shown_to(audience, nik=person.nik, kk_number=home.kk_number, name=person.name)
        yield (
            shown.nik,
            shown.kk_number,
            shown.name,
            f"{person.birth_date:%d-%m-%Y}",
            person.get_sex_display(),
            home.address,
            home.rt,
            home.rw,
            person.region.name,
            person.region_id,
            person.card.get_state_display() if hasattr(person, "card") else CardStatus.UNREGISTERED.label,
        )


def _entries(ids: Sequence[int]) -> Iterator[Sequence[object]]:
    found = AccessEntry.objects.filter(pk__in=ids).select_related("officer").in_bulk()
    for entry in (found[pk] for pk in ids if pk in found):
        yield (
            str(entry.pk),
            f"{localtime(entry.at):%d-%m-%Y %H:%M:%S}",
            entry.officer.username if entry.officer else "sistem",
            entry.get_role_display(),
            entry.area,
            entry.get_action_display(),
            entry.subject,
            entry.purpose,
            entry.row_count,
            entry.request_id,
            entry.address or "",
        )
