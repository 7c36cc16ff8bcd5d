"""`manage.py withdraw_batch`: a loaded file taken back as a whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.actions import intakes
from registry.models import IntakeBatch


class Command(BaseCommand):
    """Delete what the batch brought and restore what it changed."""

    help = "Menarik satu berkas yang sudah dimuat: yang baru dihapus, yang berubah dikembalikan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the batch."""
        parser.add_argument("batch", type=int, help="Nomor berkas.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw, or say what stands in the way."""
        batch = IntakeBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"Tidak ada berkas no {options['batch']}.")
        try:
            batch = intakes.withdraw(batch, by=None, at=timezone.now())
        except (intakes.NotWithdrawable, intakes.BatchIsInUse) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Berkas no {batch.pk} ({batch.file_name}) ditarik kembali.")
