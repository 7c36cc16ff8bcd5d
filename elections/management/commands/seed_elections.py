"""`manage.py seed_elections`: the elections whose rules are known, as data."""

from typing import Any

from django.core.management.base import BaseCommand

from elections.actions import elections
from elections.rules.known_elections import KNOWN_ELECTIONS


class Command(BaseCommand):
    """Set up every known election."""

    help = "Menyiapkan data pemilihan yang aturannya sudah dikenal; aman dijalankan berulang kali."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up and name them."""
        for known in KNOWN_ELECTIONS.values():
            election = elections.set_up(known)
            self.stdout.write(f"{election.slug}: {election.name}, {known.polling_date:%d-%m-%Y}")
