"""The comparison on the command line: ``python -m elections.matching RESIDENTS ROLL --out DIR``."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from elections.matching import origins, terminal
from elections.matching.arguments import parse, place_of, policy_of
from elections.matching.engine import compare
from elections.matching.engines import NoEngine
from elections.matching.explaining import Basis, explain, sentences, weight_in_words
from elections.matching.inputs import BadInput
from elections.matching.policy import Policy
from elections.matching.room import DiskFull, TooLittleMemory, is_lacking
from elections.matching.tracing import Candidate, NotThere, Trace, traced

WRITTEN, BAD_INPUT, NO_ROOM, INTERRUPTED = 0, 2, 3, 130
"""Exit codes; 2 is also argparse's own, 130 what a shell says of Ctrl-C."""

SHOWN = 3
"""Candidates side by side at most, besides one that is asked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run once and give the exit code: the files were written, or a sentence on the terminal says why not."""
    asked = parse(arguments)
    try:
        with _interruptible():
            (_compare if asked.explain is None else _explain)(asked, policy_of(asked))
    except (BadInput, NoEngine, NotThere) as fault:
        return _told(fault, BAD_INPUT)
    except (DiskFull, TooLittleMemory) as lack:
        return _told(lack, NO_ROOM)
    except (MemoryError, OSError, duckdb.Error) as fault:
        if is_lacking(fault):
            return _told("Memori atau ruang disk tidak cukup. Naikkan batasnya, lalu ulangi.", NO_ROOM)
        if not isinstance(fault, OSError):
            raise
        name = fault.filename or asked.out
        return _told(f"Folder atau berkas {name} tidak dapat dipakai: {fault.strerror}.", BAD_INPUT)
    except KeyboardInterrupt:
        return _told("Pemadanan dihentikan; tidak ada hasil yang disimpan.", INTERRUPTED)
    return WRITTEN


@contextmanager
def _interruptible() -> Iterator[None]:
    """Take what DuckDB says when Ctrl-C comes in the middle of a query for what it is."""
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


def _told(sentence: object, code: int) -> int:
    sys.stderr.write(f"\n{sentence}\n")
    return code


def _compare(asked: argparse.Namespace, policy: Policy) -> dict[str, Any]:
    """Write the three files and show their sums."""
    progress = terminal.Progress()
    result = compare(
        asked.residents,
        asked.roll,
        policy=policy,
        directory=asked.out,
        progress=progress,
        engine=asked.engine,
        spark=place_of(asked),
    )
    progress.close()
    origins.note(asked.out, asked.residents, asked.roll)
    summary: dict[str, Any] = json.loads(result.summary.read_text(encoding="utf-8"))
    sys.stdout.write(f"\n{terminal.summary_table(summary)}Hasil: {asked.out}\n")
    return summary


def _explain(asked: argparse.Namespace, policy: Policy) -> None:
    """Show what became of one row and why, beside those who came next."""
    made = origins.result_of(asked.out, asked.residents, asked.roll, policy, scorer=asked.engine)
    summary = made or _compare(asked, policy)
    basis, match = Basis.from_summary(summary), _match(asked.out, asked.explain)
    sys.stderr.write("Membaca kembali kedua masukan untuk melihat calon lain.\n")
    with traced(asked.residents, asked.roll, policy=policy, directory=asked.out) as trace:
        candidates = _to_show(trace, match, asked.beside)
    told = "".join(f"  {words}\n" for words in explain(match, basis))
    shown = [f"\nBaris {asked.explain}\n{told}"]
    shown.append(terminal.side_by_side(candidates) if candidates else "Tidak ada calon yang layak dilihat.\n")
    for one in candidates:
        if one.resident_id == _chosen(match):
            shown.append(terminal.about(one))
        elif one.resident_id == asked.beside:
            shown.append(terminal.about(one, [*sentences(one.pair), weight_in_words(one.weight, basis)]))
    sys.stdout.write("\n".join(shown))


def _match(directory: Path, entry_id: int) -> dict[str, Any]:
    with duckdb.connect() as connection:
        result = connection.execute(
            "SELECT * FROM read_parquet(?) WHERE entry_id = ?", [str(directory / "matches.parquet"), entry_id]
        )
        columns = [column[0] for column in result.description or ()]
        row = result.fetchone()
    if row is None:
        raise NotThere(f"Baris {entry_id} tidak ada di daftar pemilih. Periksa entry_id-nya.")
    return dict(zip(columns, row, strict=True))


def _to_show(trace: Trace, match: dict[str, Any], beside: int | None) -> list[Candidate]:
    """The chosen one, those who come next, and whoever was asked about."""
    ranked = trace.candidates(match["entry_id"])
    ranked.sort(key=lambda one: one.resident_id != _chosen(match))
    shown = ranked[:SHOWN]
    if beside is not None and all(one.resident_id != beside for one in shown):
        shown.append(trace.pair(match["entry_id"], beside))
    return shown


def _chosen(match: dict[str, Any]) -> int | None:
    chosen: int | None = match["resident_id"] if match["resident_id"] is not None else match["candidate_id"]
    return chosen


if __name__ == "__main__":
    sys.exit(main())
