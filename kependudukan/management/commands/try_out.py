"""`manage.py try_out`: a whole regency to look at, brought in through the real worker. Run by `dev.py run`.

Safe to run again: what is there stays, what is missing is made.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import elections, national_edition, reconciliations, rolls
from elections.choices import RollKind, RunState
from elections.made_up.making import make_population
from elections.models import Election, RankingEdition, ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES as LIVE_RUNS
from elections.rules.known_elections import KNOWN_ELECTIONS, PILKADA_2020
from elections.tasks import reconcile
from kependudukan import logins, made_up_day
from queueing.actions import offices
from queueing.rules.known_offices import KNOWN_OFFICES
from registry import scope
from registry.actions import intakes
from registry.choices import IntakeKind, IntakeState
from registry.ingest.regions import seed_regions
from registry.management.following import follow
from registry.models import IntakeBatch, Region
from registry.models.intake import LIVE_STATES as LIVE_INTAKES
from registry.tasks import run_intake

REGENCY = "35.16"
SEED = 2020
PURPOSE = "Percobaan dengan penduduk buatan"


class Command(BaseCommand):
    """Bring in the made-up Kabupaten Mojokerto and rank it."""

    help = "Memuat Kabupaten Mojokerto buatan, memadankannya lewat worker, lalu menampilkan alamat masuk."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Only the size can be chosen."""
        parser.add_argument("--residents", type=int, default=20_000, help="jumlah penduduk buatan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing, in order."""
        with scope.everywhere():
            if not Region.objects.filter(level="village").exists():
                seed_regions()
            for known in KNOWN_ELECTIONS.values():
                elections.set_up(known)
            for office in KNOWN_OFFICES:
                offices.set_up(office)
            accounts = logins.make(settings.VAR / "logins.json", REGENCY)
            election = Election.objects.get(slug=PILKADA_2020.slug)
            if not RankingEdition.objects.filter(run=None).exists():
                national_edition.publish(by=None, at=timezone.now())
            if not RankingEdition.objects.filter(run__region=REGENCY).exists():
                self._reconcile(self._roll(election, options["residents"]))
            if booked := made_up_day.fill_next_day(regency=REGENCY, at=timezone.now()):
                self.stdout.write(f"Antrean: {booked} penduduk buatan sudah memesan tempat pada hari buka berikutnya")
        for account in accounts:
            self.stdout.write(f"  {account.username:<14} {account.password:<18} {account.role}")
        self.stdout.write("Kode 6 angka saat masuk: .venv/bin/python manage.py sign_in_code NAMA")
        self.stdout.write("Pesan terakhir kepada penduduk, juga kodenya: .venv/bin/python manage.py last_notice")

    def _roll(self, election: Election, residents: int) -> VoterRoll:
        """Return the roll of the made-up regency, with its registry loaded before it."""
        roll = VoterRoll.objects.filter(election=election, region_id=REGENCY, withdrawn_at=None).first()
        if roll is not None:
            return roll
        folder = settings.VAR / "try-out"
        self.stdout.write(f"Membuat {residents} penduduk buatan...")
        make_population(folder, seed=SEED, residents=residents, regencies=(REGENCY,))
        if not IntakeBatch.objects.filter(kind=IntakeKind.SIAK_EXTRACT, state=IntakeState.DONE).exists():
            self._take_in(self._extract(folder / f"siak-{REGENCY}.csv"))
        self._take_in(
            rolls.receive(
                folder / f"dpt-{REGENCY}.csv",
                election=election,
                region=REGENCY,
                kind=RollKind.DPT,
                by=None,
                at=timezone.now(),
                made_up=True,
            )
        )
        return VoterRoll.objects.get(election=election, region_id=REGENCY, withdrawn_at=None)

    def _extract(self, path: Path) -> IntakeBatch:
        live = IntakeBatch.objects.filter(kind=IntakeKind.SIAK_EXTRACT, region_id=REGENCY, state__in=LIVE_INTAKES)
        return live.first() or intakes.receive(
            path,
            kind=IntakeKind.SIAK_EXTRACT,
            region=REGENCY,
            by=None,
            at=timezone.now(),
        )

    def _take_in(self, batch: IntakeBatch) -> None:
        run_intake.delay(batch.pk)
        follow(batch, LIVE_INTAKES, self.stdout)
        if batch.state != IntakeState.DONE:
            raise CommandError(batch.failure)
        self.stdout.write(
            f"{batch.get_kind_display()}: {batch.rows_in} baris masuk = {batch.accepted} diterima + "
            f"{batch.held} ditahan + {batch.rejected} ditolak"
        )

    def _reconcile(self, roll: VoterRoll) -> None:
        run = ReconciliationRun.objects.filter(roll=roll, state__in=[*LIVE_RUNS, RunState.DONE]).first()
        if run is None:
            run = reconciliations.ask(roll, by=None, at=timezone.now(), purpose=PURPOSE)
        reconcile.delay(run.pk)
        follow(run, LIVE_RUNS, self.stdout)
        if run.state != RunState.DONE:
            raise CommandError(run.failure)
