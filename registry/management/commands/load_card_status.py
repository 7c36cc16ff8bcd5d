"""`manage.py load_card_status`: a status file of the centre into the registry, by the worker or in this process."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from registry.actions import intakes
from registry.choices import CardStatus, IntakeKind
from registry.management.loading import LoadCommand, number
from registry.models import IntakeBatch


class Command(LoadCommand):
    """Receive the file, see it in, say where its cards went."""

    help = "Memuat berkas status KTP-el dari pusat (CSV atau XLSX: NIK, status, tanggal)."
    refusals = (intakes.BadFile, intakes.SameFile, intakes.AnotherIntakeIsRunning)

    def receive(self, options: dict[str, Any]) -> IntakeBatch:
        """Hand the file over."""
        return intakes.receive(
            options["file"],
            kind=IntakeKind.CARD_STATUS,
            region=options["region"],
            by=None,
            at=timezone.now(),
            source_letter=options["letter"],
            parameters={"encoding": options["encoding"]} if options["encoding"] else {},
        )

    def tell(self, batch: IntakeBatch) -> None:
        """Count the cards that moved, by where to."""
        done = batch.summary
        self.stdout.write(
            f"Status KTP-el berubah {number(done['cards_changed'])}, tetap {number(done['cards_unchanged'])}."
        )
        for state, count in done["states"].items():
            self.stdout.write(f"  {number(count)} menjadi: {CardStatus(state).label}")
