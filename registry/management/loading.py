"""What every command that loads a file shares: its arguments, the wait for the worker, the sums at the end."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.choices import IntakeState
from registry.ingest import kinds, running
from registry.management.following import follow
from registry.models.intake import LIVE_STATES, IntakeBatch
from registry.tasks import run_intake


class LoadCommand(BaseCommand):
    """Receive a file, see it in, say what became of its rows; `receive` and `tell` are the kind's own.

    `refusals` are the exceptions of `receive` whose text is a sentence for people.
    """

    refusals: tuple[type[Exception], ...] = ()

    def receive(self, options: dict[str, Any]) -> IntakeBatch:
        """Hand the file to the action of its kind."""
        raise NotImplementedError

    def tell(self, batch: IntakeBatch) -> None:
        """Say what came of the rows that were accepted."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what can be said with any file."""
        parser.add_argument("file", type=Path, help="Berkas CSV atau XLSX.")
        parser.add_argument("--region", required=True, help="Kode kabupaten/kota berkas ini, misalnya 35.16.")
        parser.add_argument("--letter", default="", help="Nomor surat pengantar.")
        parser.add_argument("--encoding", default="", choices=["", "utf-8", "cp1252"], help="Bila bukan UTF-8.")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--here", action="store_true", help="Proses di sini, tanpa worker.")
        where.add_argument("--no-wait", action="store_true", help="Jangan tunggu sampai selesai.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and fail with the sentence that the batch failed with."""
        batch = self._received(options)
        self.stdout.write(f"Berkas no {batch.pk} diterima: {batch.file_name}, {number(batch.size)} bita.")
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
        self._tell_rows(batch)
        self.tell(batch)

    def _received(self, options: dict[str, Any]) -> IntakeBatch:
        try:
            return self.receive(options)
        except self.refusals as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"Berkas {options['file']} tidak dapat dibaca: {problem.strerror}.") from problem

    def _tell_rows(self, batch: IntakeBatch) -> None:
        self.stdout.write(
            f"Baris masuk {number(batch.rows_in)} = diterima {number(batch.accepted)}"
            f" + ditahan {number(batch.held)} + ditolak {number(batch.rejected)}."
        )
        sentences = {notice.rule: notice.sentence for notice in kinds.of(batch.kind).notices}
        for rule, count in batch.summary["notices"].items():
            self.stdout.write(f"  {number(count)} baris: {sentences.get(rule, rule)}")
        for rule, count in batch.summary["rules"].items():
            self.stdout.write(f"  {number(count)} baris tidak diterima oleh aturan {rule}.")
        if batch.held:
            self.stdout.write(f"Unduh baris yang ditahan: manage.py held_rows {batch.pk} --out tertahan.csv")


def number(value: int) -> str:
    """Return a count as Indonesians write it."""
    return f"{value:,}".replace(",", ".")
