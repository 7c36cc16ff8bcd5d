"""`manage.py publish_national_edition`: the national ranking of November 2020 with its published figures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import national_edition


class Command(BaseCommand):
    """Publish it, or find it published."""

    help = "Menerbitkan peringkat nasional 25 November 2020 (angka resmi, sisanya simulasi); aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and say what stands where."""
        try:
            edition = national_edition.publish(by=None, at=timezone.now())
        except national_edition.RegionsMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"Edisi {edition.pk}: {edition.title}, {edition.scores.count()} wilayah.")
