"""`manage.py publish_slots`: the slots of the coming days, of every office or of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from queueing.actions import publishing
from queueing.models import Office


class Command(BaseCommand):
    """Publish what is missing."""

    help = "Menerbitkan sesi dan tempat untuk hari-hari mendatang; yang sudah terbit tidak diubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name one office."""
        parser.add_argument("--office", type=int, metavar="ID", help="Hanya kantor ini.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and say how much."""
        office = options["office"]
        if office is None:
            count = publishing.publish_everywhere(at=timezone.now())
        elif Office.objects.filter(pk=office, is_open=True).exists():
            count = publishing.publish(office=office, at=timezone.now())
        else:
            raise CommandError(f"Tidak ada kantor bernomor {office} yang melayani.")
        self.stdout.write(f"Sesi baru: {count}.")
