"""The comparison on the command line: ``python -m elections.matching RESIDENTS ROLL --out DIR --polling-date DAY``."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from elections.matching.engine import Comparison, compare
from elections.matching.inputs import BadInput
from elections.matching.policy import Policy

BAR = 30
"""Width of the progress bar in characters."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run once; 0 when the files were written, 2 when an input cannot be compared."""
    asked = _parser().parse_args(arguments)
    policy = Policy(polling_date=asked.polling_date, area=asked.area, memory_limit=asked.memory, threads=asked.threads)
    try:
        result = compare(asked.residents, asked.roll, policy=policy, directory=asked.out, progress=_show)
    except BadInput as fault:
        sys.stderr.write(f"\n{fault}\n")
        return 2
    sys.stdout.write(_in_words(result))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m elections.matching",
        description="Memadankan daftar pemilih dengan data penduduk.",
    )
    parser.add_argument("residents", type=Path, metavar="PENDUDUK", help="data penduduk, Parquet atau CSV")
    parser.add_argument("roll", type=Path, metavar="DAFTAR", help="daftar pemilih, Parquet atau CSV")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="tempat hasil ditulis")
    parser.add_argument(
        "--polling-date", type=date.fromisoformat, required=True, metavar="TTTT-BB-HH", help="hari pemungutan suara"
    )
    parser.add_argument("--area", default="", metavar="KODE", help="wilayah daftar, misalnya 35.16")
    parser.add_argument("--memory", default="700MB", metavar="UKURAN", help="batas memori mesin pemadanan")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="jumlah utas")
    return parser


def _show(label: str, done: int, total: int) -> None:
    full = BAR * done // total
    sys.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {label:<45}")
    sys.stderr.flush()


def _in_words(result: Comparison) -> str:
    lines = [f"{result.entries} baris daftar dipadankan dengan {result.residents} penduduk."]
    lines += [f"  {outcome:<26}{count:>10}" for outcome, count in result.outcomes.items()]
    lines += ["Temuan:"] + [f"  {kind:<26}{count:>10}" for kind, count in result.findings_by_kind.items()]
    lines += [f"Hasil: {result.matches.parent}", f"Sidik hasil: {result.digest}"]
    return "\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
