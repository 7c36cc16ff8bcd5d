"""What the command line shows: how far it is, the sums at the end, a waterfall, candidates side by side."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from elections.matching import wording
from elections.matching.explaining import Account, decisive
from elections.matching.tracing import Candidate
from elections.matching.vocabulary import FindingKind, Outcome
from elections.matching.wording import in_bits, thousands

BAR = 30
"""Width of the progress bar in characters."""

LINES = 8
"""Lines of progress where the terminal is a file."""

PHASES = (
    ("Membaca", "Membaca data penduduk"),
    ("Nama dan kunci", "Mengumpulkan nama"),
    ("NIK", "Mencari NIK rangkap"),
    ("Calon", "Mencari calon di wilayah"),
    ("Hasil dan temuan", "Menyatukan hubungan"),
    ("Menulis", "Menulis hasil"),
)
"""Each phase and the step that it begins with."""


class Progress:
    """A bar that moves on a terminal; in a file, a line now and then."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._moves = self._stream.isatty()
        self._told = -1

    def __call__(self, label: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` steps are over and ``label`` begins."""
        if self._moves:
            full = BAR * done // total
            self._stream.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {label:<45}")
        elif done * LINES // total > self._told:
            self._told = done * LINES // total
            self._stream.write(f"[{done + 1:>2}/{total}] {label}\n")
        self._stream.flush()

    def close(self) -> None:
        """Leave the line of the bar."""
        if self._moves:
            self._stream.write(f"\r[{'#' * BAR}] {'Selesai':<45}\n")
            self._stream.flush()


def summary_table(summary: Mapping[str, Any]) -> str:
    """The sums of a run, from its ``summary.json``."""
    return "\n".join(_summary_lines(summary)) + "\n"


def _summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    entries, policy = summary["entries"], summary["policy"]
    yield f"{thousands(entries)} baris daftar dipadankan dengan {thousands(summary['residents'])} penduduk."
    yield f"Hari pemungutan suara: {policy['polling_date']}. Model: {summary['weights']['version']}."
    yield ""
    yield f"{'Hasil':<44}{'baris':>12}{'bagian':>11}"
    for outcome in Outcome:
        count = summary["outcomes"].get(outcome.value, 0)
        words = wording.OUTCOMES[outcome].partition(":")[0]
        yield f"  {words:<42}{thousands(count):>12}{_share(count, entries):>11}"
    yield ""
    yield f"{'Temuan':<44}{'jumlah':>12}{'kode KPU':>11}"
    for kind in FindingKind:
        if count := summary["findings"].get(kind.value, 0):
            code = policy["kpu_codes"].get(kind.value, "-")
            yield f"  {wording.FINDINGS[kind]:<42}{thousands(count):>12}{code:>11}"
    yield ""
    yield f"{'Waktu':<44}{'detik':>12}"
    for phase, seconds in seconds_by_phase(summary["timings"]).items():
        yield f"  {phase:<42}{f'{seconds:.1f}'.replace('.', ','):>12}"
    yield ""
    yield f"Sidik hasil: {summary['digest']}"


def _share(count: int, entries: int) -> str:
    return f"{100 * count / max(entries, 1):.2f} %".replace(".", ",")


def seconds_by_phase(timings: Mapping[str, float]) -> dict[str, float]:
    """Seconds per step summed up per phase; a step that begins none belongs to the phase before it."""
    begins = {label: phase for phase, label in PHASES}
    sums = {phase: 0.0 for phase, _ in PHASES}
    phase = PHASES[0][0]
    for label, seconds in timings.items():
        phase = begins.get(label, phase)
        sums[phase] += seconds
    return sums


def waterfall(account: Account) -> str:
    """What each part adds and how the sum grows, in bits."""
    lines = [f"Bobot terhadap {wording.AGAINST[account.against]}, dalam bit", f"  {'':<17}{'bobot':>7}{'jumlah':>8}"]
    lines += [
        f"  {part.label:<17}{in_bits(part.bits, signed=True):>7}{in_bits(part.total):>8}  {part.words}".rstrip()
        for part in account.parts
    ]
    return "\n".join(lines) + "\n"


def side_by_side(candidates: Sequence[Candidate]) -> str:
    """The candidates of one row, a column each: what they are ranked by, and what is held against the thresholds."""
    return "\n".join(_columns(candidates)) + "\n"


def _columns(candidates: Sequence[Candidate]) -> Iterator[str]:
    def line(label: str, cells: Sequence[str]) -> str:
        return f"  {label:<26}" + "".join(f"{cell:>14}" for cell in cells)

    yield "Calon-calon baris ini, dalam bit"
    yield line("penduduk", [str(candidate.resident_id) for candidate in candidates])
    tables = [{part.field: part for part in candidate.pair[0].parts} for candidate in candidates]
    for field, label in wording.LABELS.items():
        yield line(label, [in_bits(table[field].bits, signed=True) if field in table else "-" for table in tables])
    yield line("Terhadap penduduk lain", [in_bits(candidate.likelihood) for candidate in candidates])
    yield line("Terhadap keluarganya", [in_bits(candidate.pair[1].weight) for candidate in candidates])
    yield line("Bobot (yang lebih rendah)", [in_bits(candidate.weight) for candidate in candidates])
    for candidate in candidates:
        rule = wording.RULES.get(candidate.rule)
        found = f"ditemukan lewat {rule}" if rule else "tidak ditemukan oleh aturan mana pun"
        yield f"  Penduduk {candidate.resident_id} {found}."


def about(candidate: Candidate, said: Iterable[str] = ()) -> str:
    """One candidate: the account that decides in numbers, and what is said of it."""
    lines = "".join(f"  {sentence}\n" for sentence in said)
    return f"Penduduk {candidate.resident_id}\n{waterfall(decisive(candidate.pair))}{lines}"
