"""`manage.py last_notice`: what a resident's phone would show now, also her code. Only on a laptop."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from queueing.notifying import file


class Command(BaseCommand):
    """Print the newest messages of the file that stands for all phones and mailboxes."""

    help = "Menampilkan pesan terakhir kepada penduduk, misalnya kodenya. Hanya dengan settings.local."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how many."""
        parser.add_argument("count", nargs="?", type=int, default=1, help="Berapa pesan; biasanya satu.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print address and text, the newest last."""
        if not settings.TRY_OUT:
            raise CommandError("Perintah ini hanya untuk percobaan di laptop; di sini pesan ada di ponsel penduduk.")
        path = Path(settings.NOTIFIER_FOLDER) / file.NAME
        lines = path.read_text().splitlines() if path.exists() else []
        if not lines:
            raise CommandError("Belum ada pesan yang dikirim.")
        for line in lines[-options["count"] :]:
            message = json.loads(line)
            self.stdout.write(f"{message['address']}\n{message['body']}")
