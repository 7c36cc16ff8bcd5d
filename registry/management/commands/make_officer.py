"""`manage.py make_officer`: the first officer of an office, or one whose password is lost; asks for the password."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from registry.actions import officers
from registry.choices import Role
from registry.models import Region


class Command(BaseCommand):
    """Make an officer, or give the one of that name a new password, role and area."""

    help = "Membuat petugas atau mengganti kata sandi, peran, dan wilayah kerjanya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name who, as what, for where."""
        parser.add_argument("username", help="Nama pengguna.")
        parser.add_argument("--role", required=True, choices=Role.values, help="Peran.")
        parser.add_argument("--area", required=True, help="Kode wilayah kerja, misalnya 35.16; 00 untuk nasional.")
        parser.add_argument("--name", default="", help="Nama lengkap.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the password and make the officer."""
        if not Region.objects.filter(code=options["area"]).exists():
            raise CommandError(f"Wilayah {options['area']} tidak dikenal. Muat dahulu: manage.py seed_regions.")
        password = getpass("Kata sandi: ")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        officer = officers.make(
            username=options["username"],
            password=password,
            role=Role(options["role"]),
            area_code=options["area"],
            name=options["name"],
            password_is_temporary=True,
        )
        self.stdout.write(f"Petugas {officer.username}, {officer.get_role_display()}, wilayah {officer.area_id}.")
        self.stdout.write("Kata sandi ini sementara: saat pertama masuk ia harus diganti.")
