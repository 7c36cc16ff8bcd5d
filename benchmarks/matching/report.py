"""The tables of one run as Markdown, and where they stand in docs/matching.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.matching import engine
from benchmarks.matching.bars import Bar, total
from benchmarks.matching.lists import Lists
from benchmarks.matching.running import Result


def block(lists: Lists, results: Mapping[str, Result], held: Sequence[Bar], failures: Mapping[str, str]) -> str:
    """Return everything that is said of one pair of lists."""
    parts = [_heading(lists, results), _contenders(results)]
    ours = results.get("engine")
    if ours:
        parts += [_phases(results), _findings(ours)]
    if held:
        parts.append(table(("bar", "figure", "wanted", "held"), [bar.cells for bar in held]))
    parts += [f"{name} did not run: {why}" for name, why in failures.items()]
    return "\n\n".join(part for part in parts if part)


def _heading(lists: Lists, results: Mapping[str, Result]) -> str:
    rows = next((f" and {result.verdict.rows:,} rows" for result in results.values()), "")
    regencies = f"{lists.regencies} regencies of " if lists.regencies > 1 else ""
    return f"### {regencies}{lists.residents:,} residents{rows}, profile {lists.profile}"


def _contenders(results: Mapping[str, Result]) -> str:
    floor = results.get("floor")
    header = ("method", "CPU s", "x floor", "wall s", "peak MB", "P all", "R all", "P hard", "R hard", "review")
    return table(header, [_contender(result, floor) for result in results.values()])


def _contender(result: Result, floor: Result | None) -> tuple[str, ...]:
    verdict = result.verdict
    hard = verdict.hard
    return (
        result.contender.label,
        f"{result.cpu:.2f}",
        f"{result.cpu / floor.cpu:.1f}" if floor else "",
        f"{result.wall:.1f}",
        f"{result.peak_mb:.0f}",
        *(f"{share:.5f}" for share in (verdict.every.precision, verdict.every.recall)),
        f"{hard.precision:.5f}" if hard.right else "0",
        f"{hard.recall:.5f}",
        "" if verdict.review is None else f"{verdict.review:.3%}",
    )


def _phases(results: Mapping[str, Result]) -> str:
    """The phases of whoever has more than one."""
    floor = results.get("floor")
    rows = []
    for result in results.values():
        if len(result.phases) < 2:
            continue
        for phase, cpu in result.phases.items():
            rows.append((result.contender.label, phase, f"{cpu:.2f}", _times(cpu, floor)))
        if set(engine.CASCADE) <= set(result.phases):
            cpu = result.cpu_of(engine.CASCADE)
            rows.append((result.contender.label, "**cascade: exact to classifying**", f"{cpu:.2f}", _times(cpu, floor)))
    return table(("method", "phase", "CPU s", "x floor"), rows)


def _times(cpu: float, floor: Result | None) -> str:
    return f"{cpu / floor.cpu:.1f}" if floor else ""


def _findings(ours: Result) -> str:
    scores = {**ours.verdict.findings, "**all kinds**": total(ours.verdict.findings)}
    rows = [
        (kind, f"{each.given:,}", f"{each.true:,}", f"{each.precision:.5f}", f"{each.recall:.5f}")
        for kind, each in scores.items()
    ]
    return table(("finding", "given", "true", "P", "R"), rows)


def growth(one: Result, five: Result) -> str:
    """Return how the cost grows from one regency to five: CPU seconds per million residents and rows."""
    per_million = [1e6 * each.cpu / each.verdict.rows for each in (one, five)]
    return (
        f"Growth, in CPU seconds per million rows of the roll: {per_million[0]:.2f} for {one.verdict.rows:,} rows, "
        f"{per_million[1]:.2f} for {five.verdict.rows:,}: x {per_million[1] / per_million[0]:.2f}."
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table that reads well on a terminal too."""
    lines = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def write(document: Path, name: str, text: str) -> None:
    """Put a block between its markers in a document, in place of what stands there, or at its end."""
    begin, end = f"<!-- bench matching: {name} -->", f"<!-- end of {name} -->"
    content = document.read_text(encoding="utf-8")
    before, found, rest = content.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    if not found:
        before = before.rstrip("\n") + "\n\n"
    document.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
