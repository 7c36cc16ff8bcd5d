"""The options of the command line, in Indonesian, and the policy they make."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from elections.matching.engines import ENGINES
from elections.matching.model import CURRENT, load
from elections.matching.policy import Policy
from elections.matching.spark_place import SparkPlace

POLLING_DATE = date(2020, 12, 9)
"""The Pilkada whose KPU codes are the policy's own."""

TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"masih kurang: \1"),
    (r"unrecognized arguments: (.*)", r"tidak dikenal: \1"),
    (r"argument (\S+): expected one argument", r"\1 perlu diisi"),
    (r"argument (\S+): invalid \w+ value: (.*)", r"\1 tidak dapat diisi \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)
"""What argparse says, and what is said instead."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Indonesian."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2 and the sentence."""
        for english, indonesian in TRANSLATIONS:
            message, found = re.subn(f"^{english}$", indonesian, message)
            if found:
                break
        self.exit(2, f"{self.format_usage()}{message}. Lihat --help.\n")

    def format_help(self) -> str:
        """The help, whose first word is argparse's own."""
        return super().format_help().replace("usage:", "Pemakaian:", 1)

    def format_usage(self) -> str:
        """The first lines of the help."""
        return super().format_usage().replace("usage:", "Pemakaian:", 1)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options asked for; leaves with exit code 2 and a sentence when one will not do."""
    parser = make_parser()
    asked = parser.parse_args(arguments)
    if asked.beside is not None and asked.explain is None:
        parser.error("argument --with: hanya bersama --explain")
    return asked


def make_parser() -> argparse.ArgumentParser:
    """The parser, one group of options after the other."""
    parser = Parser(
        prog="python -m elections.matching",
        description="Memadankan daftar pemilih dengan data penduduk.",
        add_help=False,
    )
    files = parser.add_argument_group("berkas")
    files.add_argument("residents", type=Path, metavar="PENDUDUK", help="data penduduk, Parquet atau CSV")
    files.add_argument("roll", type=Path, metavar="DAFTAR", help="daftar pemilih, Parquet atau CSV")
    files.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="tempat hasil ditulis")
    _add_policy(parser)
    _add_engine(parser)
    _add_explaining(parser)
    return parser


def _add_policy(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("cara memadankan")
    group.add_argument(
        "--polling-date",
        type=_day,
        default=POLLING_DATE,
        metavar="TTTT-BB-HH",
        help=f"hari pemungutan suara; kalau tidak diisi {POLLING_DATE}, Pilkada 2020",
    )
    group.add_argument("--area", type=_area, default="", metavar="KODE", help="wilayah daftar, misalnya 35.16")
    group.add_argument(
        "--model", type=_model, default=CURRENT, metavar="VERSI|BERKAS", help=f"model bobot; biasanya {CURRENT}"
    )
    group.add_argument("--memory", type=_size, default="700MB", metavar="UKURAN", help="batas memori, misalnya 700MB")
    group.add_argument(
        "--disk", default="", type=_size, metavar="UKURAN", help="batas disk untuk yang tidak muat di memori"
    )
    group.add_argument("--threads", type=_threads, default=2, metavar="N", help="jumlah utas; biasanya 2")


def _add_engine(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("mesin")
    group.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help=f"mesin pemadanan; biasanya {ENGINES[0]}")
    group.add_argument("--spark-master", default=SparkPlace.master, metavar="ALAMAT", help="tempat Spark bekerja")
    group.add_argument(
        "--spark-folder", type=Path, metavar="FOLDER", help="folder yang terlihat dari semua mesin Spark"
    )


def _add_explaining(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("penjelasan")
    group.add_argument(
        "--explain", type=int, metavar="BARIS", help="jelaskan satu baris (entry_id); hasil yang sudah ada dipakai lagi"
    )
    group.add_argument(
        "--with", type=int, dest="beside", metavar="PENDUDUK", help="bandingkan dengan penduduk ini (resident_id)"
    )
    group.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")


def policy_of(asked: argparse.Namespace) -> Policy:
    """The policy that the options make."""
    return Policy(
        polling_date=asked.polling_date,
        area=asked.area,
        model=asked.model,
        memory_limit=asked.memory,
        spill_limit=asked.disk,
        threads=asked.threads,
    )


def place_of(asked: argparse.Namespace) -> SparkPlace:
    """Where Spark works, if it is asked for."""
    return SparkPlace(master=asked.spark_master, folder=asked.spark_folder)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan tanggal, misalnya {POLLING_DATE}") from None


def _area(text: str) -> str:
    if not re.fullmatch(r"|\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} bukan kode wilayah, misalnya 35.16")
    return text


def _model(text: str) -> str:
    try:
        load(text)
    except (OSError, ValueError, KeyError, TypeError):
        raise argparse.ArgumentTypeError(f"{text!r} bukan model yang dapat dibaca, misalnya {CURRENT}") from None
    return text


def _size(text: str) -> str:
    if not re.fullmatch(r"|\d{1,6}(\.\d)?\s?[KMGT]i?B", text, re.ASCII | re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{text!r} bukan ukuran, misalnya 700MB")
    return text


def _threads(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} bukan jumlah utas, misalnya 2")
    return int(text)
