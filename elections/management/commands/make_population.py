"""`manage.py make_population`: a made-up registry and voter roll, with the truth behind both."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from elections.made_up import MadeUp, make_population
from elections.made_up.profiles import PROFILES

FIRST_RUN_RESIDENTS = 20_000


class Command(BaseCommand):
    """Write the files of a made-up population; needs no database."""

    help = "Membuat penduduk dan daftar pemilih buatan (bukan orang sungguhan) sebagai berkas SIAK dan DPT."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what can be chosen."""
        parser.add_argument("--out", required=True, type=Path, help="Folder untuk berkas hasil.")
        parser.add_argument(
            "--residents",
            default=str(FIRST_RUN_RESIDENTS),
            help=f"Jumlah penduduk tiap kabupaten/kota, atau 'all' untuk semuanya (bawaan: {FIRST_RUN_RESIDENTS}).",
        )
        parser.add_argument("--seed", type=int, default=2020, help="Angka awal acak; sama berarti berkas sama.")
        parser.add_argument("--regency", nargs="+", default=["35.16"], metavar="KODE", help="Kode, misalnya 35.16.")
        parser.add_argument("--profile", choices=sorted(PROFILES), default="standard", help="Mutu daftar pemilih.")
        parser.add_argument("--damaged-siak", action="store_true", help="Rusak beberapa baris berkas SIAK.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the population and print its totals."""
        try:
            made = make_population(
                options["out"],
                seed=options["seed"],
                residents=_residents(options["residents"]),
                regencies=options["regency"],
                profile=options["profile"],
                damaged_siak=options["damaged_siak"],
            )
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"Folder {options['out']} tidak dapat ditulis: {problem.strerror}.") from problem
        self.stdout.write(_summary(made))


def _residents(text: str) -> int | None:
    """Read the number of residents; None stands for all of them."""
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"Jumlah penduduk {text!r} bukan angka. Tulis angka seperti 20000, atau 'all'.")
    return int(text)


def _summary(made: MadeUp) -> str:
    """Say what was written, in numbers and file names."""
    total = made.total
    files = [
        path
        for regency in made.regencies
        for path in (
            *(regency.siak, regency.roll, regency.truth_roll, regency.truth_missing, regency.truth_findings),
            regency.damaged,
        )
        if path
    ]
    rows = f"{_count(total['roll_rows'])} baris (L {_count(total['male_rows'])}, P {_count(total['female_rows'])})"
    return "\n".join(
        [
            "Penduduk buatan selesai. Tidak satu pun orang sungguhan.",
            f"  penduduk hidup : {_count(total['residents'])} ({_count(total['siak_rows'])} baris SIAK)",
            f"  daftar pemilih : {rows}",
            f"  tempat         : {_count(total['stations'])} TPS, {_count(total['villages'])} desa/kelurahan",
            f"  belum merekam  : {_count(total['unrecorded'])} baris",
            "Berkas:",
            *(f"  {path}" for path in [*files, made.truth]),
        ]
    )


def _count(number: int) -> str:
    """Write a number with dots between thousands, as in Indonesian."""
    return f"{number:,}".replace(",", ".")
