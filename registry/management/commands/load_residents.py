"""`manage.py load_residents`: a SIAK extract into the registry, by the worker or in this process."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.actions import intakes
from registry.choices import IntakeKind, IntakeState
from registry.ingest import kinds, running
from registry.management.following import follow
from registry.models import IntakeBatch
from registry.models.intake import LIVE_STATES
from registry.tasks import run_intake


class Command(BaseCommand):
    """Receive the file, see it in, say what became of its rows."""

    help = "Memuat berkas penduduk SIAK (CSV atau XLSX) ke dalam data penduduk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what can be said with a file."""
        parser.add_argument("file", type=Path, help="Berkas CSV atau XLSX.")
        parser.add_argument("--region", required=True, help="Kode kabupaten/kota berkas ini, misalnya 35.16.")
        parser.add_argument("--letter", default="", help="Nomor surat pengantar.")
        parser.add_argument("--encoding", default="", choices=["", "utf-8", "cp1252"], help="Bila bukan UTF-8.")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--here", action="store_true", help="Proses di sini, tanpa worker.")
        where.add_argument("--no-wait", action="store_true", help="Jangan tunggu sampai selesai.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and fail with the sentence that the batch failed with."""
        batch = self._receive(options)
        self.stdout.write(f"Berkas no {batch.pk} diterima: {batch.file_name}, {_number(batch.size)} bita.")
        if options["here"]:
            running.run(batch.pk)
        else:
            run_intake.delay(batch.pk)
            if options["no_wait"]:
                return
            follow(batch, LIVE_STATES, self.stdout)
        batch.refresh_from_db()
        if batch.state != IntakeState.DONE:
            raise CommandError(batch.failure or f"Berkas no {batch.pk}: {batch.get_state_display().lower()}.")
        self._tell(batch)

    def _receive(self, options: dict[str, Any]) -> IntakeBatch:
        parameters = {"encoding": options["encoding"]} if options["encoding"] else {}
        try:
            return intakes.receive(
                options["file"],
                kind=IntakeKind.SIAK_EXTRACT,
                region=options["region"],
                by=None,
                at=timezone.now(),
                source_letter=options["letter"],
                parameters=parameters,
            )
        except (intakes.BadFile, intakes.SameFile, intakes.AnotherIntakeIsRunning) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"Berkas {options['file']} tidak dapat dibaca: {problem.strerror}.") from problem

    def _tell(self, batch: IntakeBatch) -> None:
        self.stdout.write(
            f"Baris masuk {_number(batch.rows_in)} = diterima {_number(batch.accepted)}"
            f" + ditahan {_number(batch.held)} + ditolak {_number(batch.rejected)}."
        )
        done = batch.summary
        self.stdout.write(
            f"Penduduk baru {_number(done['residents_new'])}, berubah {_number(done['residents_changed'])}, "
            f"tetap {_number(done['residents_unchanged'])}; keluarga baru {_number(done['households_new'])}. "
            "Penduduk yang tidak ada di berkas ini dibiarkan seperti semula."
        )
        notices = {notice.rule: notice.sentence for notice in kinds.of(batch.kind).notices}
        for rule, count in done["notices"].items():
            self.stdout.write(f"  {_number(count)} baris: {notices.get(rule, rule)}")
        for rule, count in done["rules"].items():
            self.stdout.write(f"  {_number(count)} baris tidak diterima oleh aturan {rule}.")
        if batch.held:
            self.stdout.write(f"Unduh baris yang ditahan: manage.py held_rows {batch.pk} --out tertahan.csv")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
