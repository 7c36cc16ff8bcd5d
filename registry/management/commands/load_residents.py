"""`manage.py load_residents`: a SIAK extract into the registry, by the worker or in this process."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from registry.actions import intakes
from registry.choices import IntakeKind
from registry.management.loading import LoadCommand, number
from registry.models import IntakeBatch


class Command(LoadCommand):
    """Receive the file, see it in, say what became of its rows."""

    help = "Memuat berkas penduduk SIAK (CSV atau XLSX) ke dalam data penduduk."
    refusals = (intakes.BadFile, intakes.SameFile, intakes.AnotherIntakeIsRunning)

    def receive(self, options: dict[str, Any]) -> IntakeBatch:
        """Hand the extract over."""
        return intakes.receive(
            options["file"],
            kind=IntakeKind.SIAK_EXTRACT,
            region=options["region"],
            by=None,
            at=timezone.now(),
            source_letter=options["letter"],
            parameters={"encoding": options["encoding"]} if options["encoding"] else {},
        )

    def tell(self, batch: IntakeBatch) -> None:
        """Count the residents and households that came or changed."""
        done = batch.summary
        self.stdout.write(
            f"Penduduk baru {number(done['residents_new'])}, berubah {number(done['residents_changed'])}, "
            f"tetap {number(done['residents_unchanged'])}; keluarga baru {number(done['households_new'])}. "
            "Penduduk yang tidak ada di berkas ini dibiarkan seperti semula."
        )
