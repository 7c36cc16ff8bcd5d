"""`manage.py stop_reconciliation RUN`: ask the worker to stop a reconciliation; nothing of it stays."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import reconciliations
from elections.models import ReconciliationRun


class Command(BaseCommand):
    """Stop one reconciliation at its next safe point."""

    help = "Menghentikan pemadanan; tidak ada hasilnya yang tersimpan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The run by its number."""
        parser.add_argument("run", type=int, help="Nomor pemadanan.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, or say that there is nothing to stop."""
        run = ReconciliationRun.unscoped.filter(pk=options["run"]).first()
        if run is None or not reconciliations.ask_cancel(run, at=timezone.now()):
            raise CommandError(f"Pemadanan nomor {options['run']} tidak sedang berjalan.")
        self.stdout.write(f"Pemadanan nomor {run.pk} dihentikan pada langkah aman berikutnya.")
