"""`manage.py end_past_days`: ends what is left of days that are over, as beat does every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from queueing.actions import closing_time


class Command(BaseCommand):
    """Close counters that were left open, end numbers that were not served and bookings that nobody came to."""

    help = "Mengakhiri sisa hari pelayanan yang sudah lewat: loket, nomor antrean, dan pesanan yang tidak didatangi."

    def handle(self, *args: Any, **options: Any) -> None:
        """End them and say how many."""
        ended = closing_time.end_past_days(at=timezone.now())
        self.stdout.write(
            f"Loket ditutup: {ended.shifts}. Nomor berakhir: {ended.numbers}."
            f" Tidak datang: {ended.absent}. Tidak terlayani kantor: {ended.not_served}."
        )
