"""`manage.py load_roll`: a voter roll in the A-KWK layout, by the worker or in this process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from elections.actions import rolls
from elections.choices import RollKind
from elections.models import Election
from registry.management.loading import LoadCommand, number
from registry.models.intake import IntakeBatch


class Command(LoadCommand):
    """Receive the file, see it in, say what became of its rows and which roll it is."""

    help = "Memuat daftar pemilih bentuk A-KWK (CSV atau XLSX)."
    refusals = rolls.REFUSALS

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what must be said of a roll beside what can be said of any file."""
        super().add_arguments(parser)
        parser.add_argument("--election", required=True, help="Kode pemilihan, misalnya pilkada-2020.")
        parser.add_argument("--kind", required=True, choices=RollKind.values, help="Jenis daftar, misalnya DPT.")
        parser.add_argument(
            "--made-up", action="store_true", help="Pemilihnya buatan; semua angkanya disebut simulasi."
        )

    def receive(self, options: dict[str, Any]) -> IntakeBatch:
        """Hand the roll over."""
        return rolls.receive(
            options["file"],
            election=_election(options["election"]),
            region=options["region"],
            kind=options["kind"],
            by=None,
            at=timezone.now(),
            source_letter=options["letter"],
            made_up=options["made_up"],
            encoding=options["encoding"],
        )

    def tell(self, batch: IntakeBatch) -> None:
        """Name the roll and count what is on it."""
        done = batch.summary
        if done["roll"] is None:
            raise CommandError("Tidak ada baris yang diterima, jadi tidak ada daftar pemilih yang dimuat.")
        self.stdout.write(
            f"Daftar pemilih nomor {done['roll']}: L {number(done['men'])}, P {number(done['women'])}; "
            f"{number(done['stations'])} TPS ({number(done['stations_new'])} baru) "
            f"di {number(done['villages'])} desa/kelurahan."
        )


def _election(slug: str) -> Election:
    election = Election.objects.filter(slug=slug).first()
    if election is None:
        known = ", ".join(Election.objects.order_by("polling_date").values_list("slug", flat=True))
        raise CommandError(
            f"Pemilihan {slug} tidak dikenal. Yang ada: {known or 'belum ada; jalankan seed_elections'}."
        )
    return election
