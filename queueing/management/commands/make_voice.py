"""Makes the recordings that the board plays where the television's browser has no Indonesian voice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from queueing import voice


class Command(BaseCommand):
    """See the module."""

    help = "Buat rekaman suara papan antrean dengan espeak-ng."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing, and say how much that was."""
        try:
            made = voice.make()
        except voice.NoVoice as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} rekaman dibuat." if made else "Rekaman sudah lengkap.")
