"""`manage.py load_roll`: a voter roll in the A-KWK layout, by the worker or in this process."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import rolls
from elections.choices import RollKind
from elections.ingest.a_kwk import NOTICES
from elections.models import Election
from registry.choices import IntakeState
from registry.ingest import running
from registry.management.following import follow
from registry.models.intake import LIVE_STATES, IntakeBatch
from registry.tasks import run_intake


class Command(BaseCommand):
    """Receive the file, see it in, say what became of its rows and which roll it is."""

    help = "Memuat daftar pemilih bentuk A-KWK (CSV atau XLSX)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what must and what can be said with a file."""
        parser.add_argument("file", type=Path, help="Berkas CSV atau XLSX.")
        parser.add_argument("--election", required=True, help="Kode pemilihan, misalnya pilkada-2020.")
        parser.add_argument("--kind", required=True, choices=RollKind.values, help="Jenis daftar, misalnya DPT.")
        parser.add_argument("--region", required=True, help="Kode kabupaten/kota daftar ini, misalnya 35.16.")
        parser.add_argument("--letter", default="", help="Nomor surat pengantar.")
        parser.add_argument("--encoding", default="", choices=["", "utf-8", "cp1252"], help="Bila bukan UTF-8.")
        parser.add_argument(
            "--made-up", action="store_true", help="Pemilihnya buatan; semua angkanya disebut simulasi."
        )
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
        self._tell_rows(batch)
        self._tell_roll(batch.summary)

    def _receive(self, options: dict[str, Any]) -> IntakeBatch:
        try:
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
        except rolls.REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"Berkas {options['file']} tidak dapat dibaca: {problem.strerror}.") from problem

    def _tell_rows(self, batch: IntakeBatch) -> None:
        self.stdout.write(
            f"Baris masuk {_number(batch.rows_in)} = diterima {_number(batch.accepted)}"
            f" + ditahan {_number(batch.held)} + ditolak {_number(batch.rejected)}."
        )
        sentences = {notice.rule: notice.sentence for notice in NOTICES}
        for rule, count in batch.summary["notices"].items():
            self.stdout.write(f"  {_number(count)} baris: {sentences.get(rule, rule)}")
        for rule, count in batch.summary["rules"].items():
            self.stdout.write(f"  {_number(count)} baris tidak diterima oleh aturan {rule}.")
        if batch.held:
            self.stdout.write(f"Unduh baris yang ditahan: manage.py held_rows {batch.pk} --out tertahan.csv")

    def _tell_roll(self, done: dict[str, Any]) -> None:
        if done["roll"] is None:
            raise CommandError("Tidak ada baris yang diterima, jadi tidak ada daftar pemilih yang dimuat.")
        self.stdout.write(
            f"Daftar pemilih nomor {done['roll']}: L {_number(done['men'])}, P {_number(done['women'])}; "
            f"{_number(done['stations'])} TPS ({_number(done['stations_new'])} baru) "
            f"di {_number(done['villages'])} desa/kelurahan."
        )


def _election(slug: str) -> Election:
    election = Election.objects.filter(slug=slug).first()
    if election is None:
        known = ", ".join(Election.objects.order_by("polling_date").values_list("slug", flat=True))
        raise CommandError(
            f"Pemilihan {slug} tidak dikenal. Yang ada: {known or 'belum ada; jalankan seed_elections'}."
        )
    return election


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
