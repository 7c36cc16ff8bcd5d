"""`manage.py reset_second_factor`: for an officer who has lost her phone and her recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.actions import officers
from registry.models import Officer


class Command(BaseCommand):
    """Take all second factors of an officer away and end her sessions."""

    help = "Menghapus faktor kedua seorang petugas yang kehilangan ponselnya; dicatat dengan alasannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name who and why."""
        parser.add_argument("username", help="Nama pengguna.")
        parser.add_argument("--reason", required=True, help='Alasan, misalnya "Ponsel hilang, surat 470/123".')

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them."""
        officer = Officer.objects.filter(username=options["username"]).first()
        if officer is None:
            raise CommandError(f"Petugas {options['username']} tidak dikenal.")
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("Alasan tidak boleh kosong.")
        officers.remove_second_factors(officer=officer, reason=reason[:200], by=None, at=timezone.now())
        self.stdout.write(f"Faktor kedua {officer.username} dihapus. Ia menyiapkannya lagi saat masuk berikutnya.")
        self.stdout.write("Jika kata sandinya mungkin diketahui orang, ganti juga: manage.py make_officer.")
