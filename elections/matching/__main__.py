"""The comparison on the command line: ``python -m elections.matching RESIDENTS ROLL --out DIR --polling-date DAY``."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from elections.matching.engine import Comparison, compare
from elections.matching.inputs import BadInput
from elections.matching.policy import Policy
from elections.matching.room import DiskFull, TooLittleMemory

BAR = 30
"""Width of the progress bar in characters."""

WRITTEN, BAD_INPUT, NO_ROOM, INTERRUPTED = 0, 2, 3, 130
"""Exit codes. Only the first leaves files behind; 2 is also argparse's own, 130 what a shell says of Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run once and give the exit code: the files were written, or a sentence on the terminal says why not."""
    asked = _parser().parse_args(arguments)
    policy = Policy(
        polling_date=asked.polling_date,
        area=asked.area,
        memory_limit=asked.memory,
        spill_limit=asked.disk,
        threads=asked.threads,
    )
    try:
        with _interruptible():
            result = compare(asked.residents, asked.roll, policy=policy, directory=asked.out, progress=_show)
    except BadInput as fault:
        return _told(fault, BAD_INPUT)
    except (DiskFull, TooLittleMemory) as lack:
        return _told(lack, NO_ROOM)
    except OSError as fault:
        return _told(f"Folder hasil {asked.out} tidak dapat dipakai: {fault.strerror}.", BAD_INPUT)
    except KeyboardInterrupt:
        return _told("Pemadanan dihentikan; tidak ada hasil yang disimpan.", INTERRUPTED)
    sys.stdout.write(_in_words(result))
    return WRITTEN


@contextmanager
def _interruptible() -> Iterator[None]:
    """Take what DuckDB says when Ctrl-C comes in the middle of a query for what it is."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


def _told(sentence: object, code: int) -> int:
    sys.stderr.write(f"\n{sentence}\n")
    return code


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
    parser.add_argument("--area", default="", type=_area, metavar="KODE", help="wilayah daftar, misalnya 35.16")
    parser.add_argument("--memory", default="700MB", type=_size, metavar="UKURAN", help="batas memori mesin pemadanan")
    parser.add_argument(
        "--disk", default="", type=_size, metavar="UKURAN", help="batas disk untuk yang tidak muat di memori"
    )
    parser.add_argument("--threads", type=_threads, default=2, metavar="N", help="jumlah utas")
    return parser


def _area(text: str) -> str:
    if not re.fullmatch(r"|\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} bukan kode wilayah, misalnya 35.16")
    return text


def _size(text: str) -> str:
    if not re.fullmatch(r"|\d{1,6}(\.\d)?\s?[KMGT]i?B", text, re.ASCII | re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{text!r} bukan ukuran, misalnya 700MB")
    return text


def _threads(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} bukan jumlah utas, misalnya 2")
    return int(text)


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
