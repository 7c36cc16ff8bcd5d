"""`manage.py reconcile_round --election SLUG --area CODE`: compare every roll of a province or the nation as one."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import reconciliations, rounds
from elections.choices import RunState
from elections.models import Election, ReconciliationRound, ReconciliationRun
from elections.models.reconciliation import LIVE_STATES
from elections.queries.rounds import progress_of
from elections.tasks import publish_ranking, reconcile, reconcile_leftovers, reconcile_round
from registry import scope
from registry.management.following import EVERY
from registry.models.region import Region

REFUSALS = (rounds.NothingToReconcile, reconciliations.AlreadyReconciling, reconciliations.PollingDateMissing)


class Command(BaseCommand):
    """Ask for a round and follow it, or stop one."""

    help = "Memadankan semua daftar pemilih satu provinsi atau seluruh Indonesia sebagai satu pekerjaan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The election by its name in addresses, the area by its code."""
        parser.add_argument("--election", required=True, help="pemilihan, misalnya pilkada-2020")
        parser.add_argument("--area", required=True, help="kode provinsi, atau 00 untuk seluruh Indonesia")
        parser.add_argument("--purpose", default="", help="tujuan pemadanan, dicatat (UU 27/2022)")
        parser.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa worker")
        parser.add_argument("--stop", action="store_true", help="hentikan pemadanan wilayah yang sedang berjalan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, work or wait, and print the outcome."""
        with scope.everywhere():
            election, region = self._named(options["election"], options["area"])
            if options["stop"]:
                self._stop(election, region)
                return
            asked = self._ask(election, region, options["purpose"])
            if options["here"]:
                work_here(asked)
            else:
                reconcile_round.delay(asked.pk)
            self._follow(asked)
        if asked.state != RunState.DONE:
            raise CommandError(asked.failure or f"{asked}: {asked.get_state_display()}.")
        self.stdout.write(f"{asked} selesai, sidik {asked.digest}")

    def _named(self, slug: str, code: str) -> tuple[Election, Region]:
        election, region = Election.objects.filter(slug=slug).first(), Region.objects.filter(code=code).first()
        if election is None or region is None:
            raise CommandError(f"Pemilihan {slug} atau wilayah {code} tidak ada.")
        return election, region

    def _ask(self, election: Election, region: Region, purpose: str) -> ReconciliationRound:
        if not purpose:
            raise CommandError("Sebutkan tujuannya dengan --purpose.")
        try:
            asked = rounds.ask(election, region, by=None, at=timezone.now(), purpose=purpose)
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal
        if asked.left_out:
            self.stdout.write(f"Tidak diikutkan, sedang dipadankan sendiri: {', '.join(asked.left_out)}")
        return asked

    def _stop(self, election: Election, region: Region) -> None:
        live = ReconciliationRound.objects.filter(election=election, region=region, state__in=LIVE_STATES).first()
        if live is None or not rounds.ask_cancel(live, at=timezone.now()):
            raise CommandError("Tidak ada pemadanan wilayah yang sedang berjalan di sini.")
        reconcile_round.delay(live.pk)
        self.stdout.write(f"{live} dihentikan pada langkah aman berikutnya.")

    def _follow(self, asked: ReconciliationRound) -> None:
        told = ""
        while True:
            asked.refresh_from_db()
            progress = progress_of(asked, ReconciliationRun.unscoped.filter(round=asked).defer("policy", "summary"))
            line = f"  {progress.percent} %, {progress.settled} dari {progress.rolls} daftar"
            if line != told:
                self.stdout.write(line)
                self.stdout.flush()
            told = line
            if asked.state not in LIVE_STATES:
                return
            time.sleep(EVERY)


def work_here(asked: ReconciliationRound) -> None:
    """Do every part of the round in this process, one after another."""
    runs = ReconciliationRun.unscoped.filter(round=asked).order_by("pk")
    for run in runs:
        reconcile(run.pk)
    reconcile_leftovers(asked.pk)
    for run in runs.all():
        reconcile(run.pk)
        publish_ranking(run.pk)
    for run in runs.all():
        publish_ranking(run.pk)
