"""`manage.py move_waiting_lists`: draws what is due and offers freed places, where no worker does it."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from queueing.actions import drawing, offers


class Command(BaseCommand):
    """Do once what beat has done every fifteen seconds."""

    help = "Mengundi yang sudah waktunya dan menawarkan tempat yang dilepas, tanpa perlu broker."

    def handle(self, *args: object, **options: object) -> None:
        """Draw and offer."""
        at = timezone.now()
        drawn, offered = drawing.draw_due(at=at), offers.move_on(at=at)
        self.stdout.write(f"Diundi: {drawn}, ditawarkan: {offered}.")
