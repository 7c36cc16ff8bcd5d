"""`manage.py sign_in_code`: the code that a try-out officer's phone would show now. Only on a laptop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Print the present code of an officer of the try-out."""

    help = "Menampilkan kode faktor kedua saat ini untuk login percobaan. Hanya dengan settings.local."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name who."""
        parser.add_argument("username", help="Nama pengguna.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print six figures."""
        if not settings.TRY_OUT:
            raise CommandError("Perintah ini hanya untuk percobaan di laptop; di sini kode ada di ponsel petugas.")
        app = Authenticator.objects.filter(user__username=options["username"], type=Authenticator.Type.TOTP).first()
        if app is None:
            raise CommandError(f"Petugas {options['username']} tidak ada atau belum punya aplikasi kode.")
        counters = list(yield_hotp_counters_from_time())
        present = counters[len(counters) // 2]
        self.stdout.write(format_hotp_value(hotp_value(decrypt(app.data["secret"]), present)))
