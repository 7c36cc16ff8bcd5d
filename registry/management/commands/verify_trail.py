"""`manage.py verify_trail`: is the access log as it was sealed? Ends with 1 where it is not."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.models import AccessEntry
from registry.queries import trail_seals

_HEAD: Final = re.compile(r"[0-9]+:[0-9a-f]{64}")


class Command(BaseCommand):
    """Read the whole trail and say what is wrong, seal by seal."""

    help = (
        "Memeriksa keutuhan catatan akses. Keluar dengan kode 1 bila ada yang dihapus, diubah, ditukar, atau dipotong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads kept elsewhere may be given."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            help="Segel yang pernah dicetak oleh trail_head (nomor:sidik), atau berkas yang memuatnya satu per baris.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify."""
        known = tuple(head for given in options["head"] for head in _heads(given))
        found = trail_seals.faults(now=timezone.now(), known_heads=known)
        for fault in found:
            self.stdout.write(f"RUSAK {fault}")
        if found:
            raise CommandError(f"Jejak tidak utuh: {len(found)} kelainan.", returncode=1)
        head = trail_seals.head()
        sealed = f"segel terakhir {head.head}" if head else "belum ada segel"
        self.stdout.write(f"Jejak utuh: {AccessEntry.objects.count()} catatan, {sealed}.")


def _heads(given: str) -> list[str]:
    text = given if _HEAD.fullmatch(given) else _read(Path(given))
    heads = _HEAD.findall(text)
    if not heads:
        raise CommandError(f"{given} bukan segel (nomor:sidik) dan tidak memuat satu pun.")
    return heads


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as problem:
        raise CommandError(f"Berkas {path} tidak dapat dibaca: {problem.strerror}.") from problem
