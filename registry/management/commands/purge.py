"""`manage.py purge`: what is older than its time of keeping. Shows it; deletes it only with `--do`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registry.actions import purging
from registry.management.loading import number


class Command(BaseCommand):
    """Show, or delete, what is older than its period."""

    help = "Menghapus catatan yang lewat masa simpan. Tanpa --do hanya menampilkan jumlahnya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Deleting has to be said."""
        parser.add_argument("--do", action="store_true", help="Benar-benar hapus.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the steps."""
        at, total = timezone.now(), 0
        for step in purging.steps():
            count = purging.purge(step, at=at) if options["do"] else step.due(at)
            total += count
            said = "dihapus" if options["do"] else "lewat masa simpan"
            self.stdout.write(f"{step.title}: {number(count)} {said} ({step.period.keep.days} hari)")
        if total and not options["do"]:
            self.stdout.write("Belum ada yang dihapus. Jalankan lagi dengan --do untuk menghapus.")
