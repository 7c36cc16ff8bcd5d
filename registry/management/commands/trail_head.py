"""`manage.py trail_head`: the newest seal, to be written down where nobody reaches from this machine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.queries import trail_seals


class Command(BaseCommand):
    """Print `number:digest` and nothing else."""

    help = "Mencetak segel terakhir jejak (nomor:sidik). Simpan di luar mesin ini, misalnya di laporan harian penyelia."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head."""
        head = trail_seals.head()
        if head is None:
            raise CommandError("Jejak belum tersegel.")
        self.stdout.write(head.head)
