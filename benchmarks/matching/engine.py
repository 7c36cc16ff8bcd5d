"""This project's engine, with the CPU seconds of its phases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.matching.meter import Meter
from elections.matching.engine import compare
from elections.matching.policy import Policy

POLLING_DATE = date(2020, 12, 9)

PHASES = {
    "Membaca": "reading",
    "Mengumpulkan nama": "normalising",
    "Menghitung tempat lahir": "keying",
    "Mencari NIK rangkap": "exact",
    "Mencari calon": "candidates",
    "Menyiapkan calon": "candidates",
    "Membandingkan calon": "scoring",
    "Memilih calon": "assigning",
    "Menyatukan hubungan": "classifying",
    "Mencari penduduk yang perlu perhatian": "findings",
    "Menulis hasil": "writing",
}
"""How the label begins of the step that begins a phase."""

PREPARING = ("reading", "normalising", "keying")
RESIDUAL = ("candidates", "scoring", "assigning")
CASCADE = ("exact", *RESIDUAL, "classifying")


def link(lists: Path, out: Path, meter: Meter, area: str, memory_limit: str = "700MB") -> None:
    policy = Policy(polling_date=POLLING_DATE, area=area, memory_limit=memory_limit)
    compare(lists / "residents.parquet", lists / "roll.parquet", policy=policy, directory=out, progress=by_phase(meter))


def by_phase(meter: Meter) -> Callable[[str, int, int], None]:
    """Return a progress that tells the meter where a phase begins."""

    def progress(label: str, _done: int, _total: int) -> None:
        phase = next((phase for start, phase in PHASES.items() if label.startswith(start)), None)
        if phase:
            meter.phase(phase)

    return progress
