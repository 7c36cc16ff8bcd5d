"""`manage.py seed_offices`: the offices that are known, as data."""

from typing import Any

from django.core.management.base import BaseCommand

from queueing.actions import offices
from queueing.rules.known_offices import KNOWN_OFFICES


class Command(BaseCommand):
    """Set up every known office."""

    help = "Menyiapkan kantor yang sudah dikenal beserta jam bukanya; yang sudah ada tidak diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up and name them."""
        for known in KNOWN_OFFICES:
            self.stdout.write(f"{known.region}: {offices.set_up(known)}")
