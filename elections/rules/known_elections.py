"""Elections as the law of their year has them: list types, codes and their sources, as data.

List names change meaning from one election to the next: an unlisted voter with a KTP-el is on the DPTb in
2020 and on the DPK in 2024, and TMS code 8 means something else in each.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class KnownElection:
    """One election, ready to become a row. `regions` are codes of those that take part; empty means not said."""

    slug: str
    name: str
    kind: str
    polling_date: datetime.date
    regions: tuple[str, ...] = ()
    rules: dict[str, Any] = field(default_factory=dict)


PILKADA_2020: Final = KnownElection(
    slug="pilkada-2020",
    name="Pilkada Serentak 2020",
    kind="pilkada",
    polling_date=datetime.date(2020, 12, 9),
    rules={
        "list_types": {
            "DP4": "Data penduduk potensial pemilih dari Kemendagri",
            "DPS": "Daftar pemilih sementara",
            "DPSHP": "Daftar pemilih sementara hasil perbaikan",
            "DPT": "Daftar pemilih tetap",
            "DPTB": "Pemilih ber-KTP-el yang tidak terdaftar dalam DPT",
            "DPPH": "Pemilih pindahan",
        },
        "tms_codes": {
            "1": "Meninggal",
            "2": "Ganda",
            "3": "Di bawah umur",
            "4": "Pindah domisili",
            "5": "Tidak dikenal",
            "6": "TNI",
            "7": "Polri",
            "8": "Hilang ingatan",
            "9": "Hak pilih dicabut",
            "10": "Bukan penduduk setempat",
        },
        "finding_codes": {
            "deceased": "1",
            "duplicate": "2",
            "under_age": "3",
            "moved_out": "4",
            "military": "6",
            "police": "7",
        },
        "disability_codes": {
            "0": "Tidak ada",
            "1": "Tuna daksa",
            "2": "Tuna netra",
            "3": "Tuna rungu/wicara",
            "4": "Tuna grahita",
            "5": "Disabilitas lainnya",
        },
        "sources": ["UU 10/2016", "PKPU 19/2019 tentang pemutakhiran data dan penyusunan daftar pemilih"],
    },
)

PEMILU_2024: Final = KnownElection(
    slug="pemilu-2024",
    name="Pemilu 2024",
    kind="pemilu",
    polling_date=datetime.date(2024, 2, 14),
    rules={
        "list_types": {
            "DP4": "Data penduduk potensial pemilih dari Kemendagri",
            "DPS": "Daftar pemilih sementara",
            "DPSHP": "Daftar pemilih sementara hasil perbaikan",
            "DPT": "Daftar pemilih tetap",
            "DPTB": "Pemilih pindahan",
            "DPK": "Pemilih ber-KTP-el yang tidak terdaftar dalam DPT dan DPTb",
        },
        "tms_codes": {
            "1": "Meninggal",
            "2": "Ganda",
            "3": "Di bawah umur",
            "4": "Pindah domisili",
            "5": "Tidak dikenal",
            "6": "TNI",
            "7": "Polri",
            "8": "Salah penempatan TPS",
        },
        "finding_codes": {
            "deceased": "1",
            "duplicate": "2",
            "under_age": "3",
            "moved_out": "4",
            "military": "6",
            "police": "7",
            "wrong_village": "8",
        },
        "disability_codes": {
            "0": "Tidak ada",
            "1": "Fisik",
            "2": "Intelektual",
            "3": "Mental",
            "4": "Sensorik wicara",
            "5": "Sensorik rungu",
            "6": "Sensorik netra",
        },
        "sources": ["UU 7/2017", "PKPU 7/2022 dan 7/2023 tentang penyusunan daftar pemilih"],
    },
)

KNOWN_ELECTIONS: Final = {election.slug: election for election in (PILKADA_2020, PEMILU_2024)}
