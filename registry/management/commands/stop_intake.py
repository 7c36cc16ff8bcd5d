"""`manage.py stop_intake BATCH`: ask the worker to stop loading a file; nothing of it stays."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.actions import intakes
from registry.models import IntakeBatch


class Command(BaseCommand):
    """Stop one intake at its next safe point."""

    help = "Menghentikan pemuatan berkas; tidak ada isinya yang tersimpan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The batch by its number."""
        parser.add_argument("batch", type=int, help="Nomor berkas.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, or say that there is nothing to stop."""
        batch = IntakeBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"Tidak ada berkas no {options['batch']}.")
        try:
            intakes.ask_cancel(batch, by=None, at=timezone.now())
        except intakes.AlreadyOver as over:
            raise CommandError(f"Berkas no {batch.pk} tidak sedang dimuat.") from over
        self.stdout.write(f"Pemuatan berkas no {batch.pk} dihentikan pada langkah aman berikutnya.")
