"""`manage.py load_invitations`: a list of KPU invitations, for an election that the system knows."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.models import Election
from queueing.actions import invitations
from queueing.actions.invitations import Loaded
from registry.ingest.bad_file import BadFile
from registry.management.loading import number

#: So many rows are told on the terminal; all of them go into the file of `--report`.
TOLD: Final = 20


class Command(BaseCommand):
    """Load the list, say what became of its rows."""

    help = "Memuat daftar undangan KPU (CSV atau XLSX dengan kolom NIK dan NAMA)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the letter it came with, and where to write what was not accepted."""
        parser.add_argument("file", type=Path, help="Berkas CSV atau XLSX.")
        parser.add_argument("--region", required=True, help="Kode kabupaten/kota, misalnya 35.16.")
        parser.add_argument("--election", required=True, help="Kode pemilihan, misalnya pilkada-2020.")
        parser.add_argument("--letter", required=True, help="Nomor surat KPU.")
        parser.add_argument("--encoding", default="", choices=["", "utf-8", "cp1252"], help="Bila bukan UTF-8.")
        parser.add_argument("--report", type=Path, help="Tulis baris yang tidak diterima ke berkas CSV ini.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and tell."""
        path: Path = options["file"]
        done = self._loaded(path, options)
        self.stdout.write(
            f"Baris masuk {number(done.rows_in)} = diterima {number(done.accepted)}"
            f" + ditahan {number(done.held)} + ditolak {number(done.rejected)}."
        )
        for complaint in done.complaints[:TOLD]:
            where = f"{path.name}, baris {complaint.row_number}" + (f", {complaint.column}" if complaint.column else "")
            found = f" “{complaint.found}”" if complaint.found else ""
            self.stdout.write(f"  {where}{found}: {complaint.advice}")
        if options["report"]:
            _write_report(options["report"], path, done)
        elif len(done.complaints) > TOLD:
            left = number(len(done.complaints) - TOLD)
            self.stdout.write(f"  … dan {left} baris lagi. Jalankan dengan --report FILE untuk semuanya.")

    def _loaded(self, path: Path, options: dict[str, Any]) -> Loaded:
        if not Election.objects.filter(slug=options["election"]).exists():
            raise CommandError(f"Pemilihan {options['election']} tidak dikenal. Jalankan seed_elections lebih dahulu.")
        try:
            return invitations.load(
                path,
                region=options["region"],
                election=options["election"],
                letter_number=options["letter"],
                by=None,
                at=timezone.now(),
                encoding=options["encoding"],
            )
        except BadFile as refusal:
            raise CommandError(f"Berkas {path.name}: {refusal}") from refusal
        except (invitations.NoSuchRegency, invitations.NoLetter) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as problem:
            raise CommandError(f"Berkas {path} tidak dapat dibaca: {problem.strerror}.") from problem


def _write_report(report: Path, path: Path, done: Loaded) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Berkas", "Baris", "Kolom", "Tertulis", "Keputusan", "Yang perlu dilakukan"])
        for complaint in done.complaints:
            rows.writerow(
                [
                    path.name,
                    complaint.row_number,
                    complaint.column,
                    complaint.found,
                    complaint.verdict.label,
                    complaint.advice,
                ]
            )
