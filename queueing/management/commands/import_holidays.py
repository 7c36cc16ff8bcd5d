"""`manage.py import_holidays 2026 2027`: the days off of these years."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from queueing.actions import days_off


class Command(BaseCommand):
    """Add the days that are missing."""

    help = "Menambahkan hari libur nasional dan cuti bersama; yang sudah ada tidak diubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the years."""
        parser.add_argument("years", type=_year, nargs="+", metavar="TAHUN", help="Tahun, empat angka.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add and say how many."""
        self.stdout.write(f"Hari libur baru: {days_off.bring_in(years=options['years'])}.")


def _year(text: str) -> int:
    year = int(text)
    if not 1945 <= year <= 2100:
        raise ValueError(text)
    return year
