"""`manage.py breach_report`: whose data an officer saw in a period, with the form that a breach asks for."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import localtime

from registry import exporting
from registry.actions import breaches
from registry.models import Officer
from registry.queries.breach import Report, Seen
from registry.rules.masking import mask_number
from registry.rules.what_was_shown import what_was_shown

_HEADER: Final = (
    "Nomor penduduk", "NIK (tertutup)", "Nama", "Desa/kelurahan", "Kode wilayah", "Tindakan", "Data yang terlihat",
    "Pertama", "Terakhir", "Berapa kali",
)  # fmt: skip
#: What the written notice must say (UU 27/2022 art. 46; docs/privacy.md says what counsel must check).
_FORM: Final = """
Pemberitahuan tertulis paling lambat 3 x 24 jam kepada yang bersangkutan dan kepada lembaga (UU 27/2022 Pasal 46):
  1. Data pribadi yang terungkap : lihat kolom "Data yang terlihat"
  2. Kapan terungkap             : {since} sampai {until}; diketahui pada ........................
  3. Bagaimana terungkap         : ................................................................
  4. Upaya penanganan            : ................................................................
  5. Upaya pemulihan             : ................................................................
  6. Penanggung jawab            : ........................ tanda tangan ........................
"""


class Command(BaseCommand):
    """List exactly the residents whom the officer saw, and what of them."""

    help = "Laporan kebocoran: penduduk yang datanya terlihat oleh satu petugas dalam satu masa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the officer and the days."""
        parser.add_argument("--officer", required=True, help="Nama pengguna petugas.")
        parser.add_argument("--from", dest="since", required=True, type=_day, help="Hari pertama, 2020-11-20.")
        parser.add_argument("--to", dest="until", required=True, type=_day, help="Hari terakhir, ikut dihitung.")
        parser.add_argument("--csv", type=Path, help="Tulis daftarnya ke berkas CSV ini; memuat data pribadi.")
        parser.add_argument("--purpose", default="manage.py breach_report", help="Alasan, untuk jejak.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the report."""
        officer = Officer.objects.filter(username=options["officer"]).first()
        if officer is None:
            raise CommandError(f"Tidak ada petugas {options['officer']}.")
        since, until = options["since"], options["until"]
        found = breaches.report(
            officer, since=since, until=until, by=None, at=timezone.now(), purpose=options["purpose"]
        )
        self._tell(officer, since, until, found)
        if options["csv"]:
            self._write(options["csv"], found)
        else:
            for line in _lines(found):
                self.stdout.write(" | ".join(str(cell) for cell in line))

    def _tell(self, officer: Officer, since: datetime.date, until: datetime.date, found: Report) -> None:
        self.stdout.write(
            f"Petugas {officer.username} ({officer.get_role_display()}, wilayah {officer.area_id or '-'}) melihat"
            f" {len(found.seen)} penduduk dari {since:%d-%m-%Y} sampai {until:%d-%m-%Y}."
        )
        for entry in found.unnamed:
            self.stdout.write(
                f"  Tanpa rincian orang: {entry.get_action_display().lower()}, {entry.subject},"
                f" {entry.row_count} baris, {localtime(entry.at):%d-%m-%Y %H:%M}, catatan {entry.pk}"
            )
        self.stdout.write(_FORM.format(since=f"{since:%d-%m-%Y}", until=f"{until:%d-%m-%Y}"))

    def _write(self, path: Path, found: Report) -> None:
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)  # it may have been there before, open to others
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(exporting.lines(_lines(found)))
        except OSError as problem:
            raise CommandError(f"Berkas {path} tidak dapat ditulis: {problem.strerror}.") from problem
        self.stdout.write(f"Daftar ditulis ke {path}.")


def _lines(found: Report) -> Iterator[Sequence[object]]:
    yield _HEADER
    for seen in found.seen:
        yield _line(seen)


def _line(seen: Seen) -> Sequence[object]:
    person = seen.resident
    return (
        seen.resident_id,
        mask_number(person.nik) if person else "",
        person.name if person else "(data sudah ditarik)",
        person.region.name if person else "",
        person.region_id if person else "",
        ", ".join(act.label.lower() for act in seen.acts),
        "; ".join(what_was_shown(act) for act in seen.acts),
        f"{localtime(seen.first_at):%d-%m-%Y %H:%M}",
        f"{localtime(seen.last_at):%d-%m-%Y %H:%M}",
        seen.times,
    )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
