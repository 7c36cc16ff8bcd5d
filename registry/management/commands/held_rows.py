"""`manage.py held_rows`: the rows of a batch that were held back, as a CSV to mend and load again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry import exporting
from registry.actions import held_rows
from registry.models import IntakeBatch


class Command(BaseCommand):
    """Write the file; the export stands in the access log."""

    help = "Menulis baris yang ditahan dari satu berkas ke CSV, untuk dibetulkan lalu dimuat lagi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the batch and the file."""
        parser.add_argument("batch", type=int, help="Nomor berkas.")
        parser.add_argument("--out", type=Path, required=True, help="Berkas CSV hasil; memuat NIK, simpan baik-baik.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write all held rows of the batch."""
        batch = IntakeBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"Tidak ada berkas no {options['batch']}.")
        rows = held_rows.export(batch, by=None, at=timezone.now(), purpose="manage.py held_rows")
        out: Path = options["out"]
        try:
            out.touch(mode=0o600)
            out.chmod(0o600)  # it may have been there before, open to others
            with out.open("w", encoding="utf-8", newline="") as file:
                file.writelines(exporting.lines(rows))
        except OSError as problem:
            raise CommandError(f"Berkas {out} tidak dapat ditulis: {problem.strerror}.") from problem
        self.stdout.write(f"{batch.held + batch.rejected} baris dari berkas no {batch.pk} ditulis ke {out}.")
