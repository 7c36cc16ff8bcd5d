"""What a ticket tells beside place and time: what to bring, which protocol holds, what happens on the day."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from queueing.queries.ticket_facts import TicketFacts

#: How long before the slot people should be at the door, in minutes.
EARLY: Final = 10
_ALL: Final = 100


def to_bring(facts: TicketFacts) -> list[str]:
    """Return what to bring, one sentence each."""
    told = [gettext("Bawa Kartu Keluarga (KK).")]
    if facts.is_priority:
        told.append(gettext("Bawa bukti hak prioritas, misalnya undangan KPU; petugas memeriksanya."))
    return [*told, gettext("Perekaman tidak dipungut biaya.")]


def protocol(facts: TicketFacts) -> str:
    """Return what a health protocol asks of people on that day; blank where none holds."""
    if facts.protocol_percent is None:
        return ""
    told = f"{gettext('Protokol kesehatan.')} {gettext('Pakai masker, jaga jarak, dan cuci tangan.')}"
    if facts.protocol_percent == _ALL:
        return told
    few = gettext("Karena itu hanya %(percent)s%% tempat yang dibuka.") % {"percent": facts.protocol_percent}
    return f"{told} {few}"


def steps() -> list[str]:
    """Return what happens on the day, in order."""
    return [
        gettext("Datang %(minutes)s menit sebelumnya. Setiap orang datang sendiri.") % {"minutes": EARLY},
        gettext("Tunjukkan kode atau gambar QR di meja depan. Anda mendapat nomor antrean."),
        gettext("Saat nomor dipanggil, pergi ke loketnya: foto, sidik jari, iris mata, dan tanda tangan direkam."),
        gettext("KTP-el dicetak setelah data Anda diperiksa di pusat. Tidak selalu pada hari yang sama."),
    ]
