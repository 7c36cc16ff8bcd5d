"""`manage.py verify_draw ID`: draws again from what was published, and compares it with what became of it."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from queueing.queries import draws
from queueing.rules import draw_record


class Command(BaseCommand):
    """Say what does not agree, or that everything does."""

    help = "Menghitung ulang sebuah undian dari benih dan daftar permintaannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the draw."""
        parser.add_argument("draw", type=uuid.UUID, metavar="ID", help="Nomor undian, seperti pada alamat halamannya.")

    def handle(self, *args: object, **options: Any) -> None:
        """Recompute."""
        draw = draws.announced(options["draw"])
        if draw is None or draw.record is None:
            raise CommandError("Undian ini tidak ada, atau belum dilakukan.")
        faults = [*draw_record.faults(draw.seed_digest, draw.seed, draw.record), *draws.unlike_its_record(draw)]
        if faults:
            raise CommandError(" ".join(faults))
        self.stdout.write(f"Benar: {len(draw.entries)} permintaan, urutan dan tempatnya mengikuti benih.")
