"""`manage.py reconcile ROLL`: compare a roll with the registry, follow the worker, say what came of it."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elections.actions import reconciliations
from elections.choices import FindingKind, Outcome, RunState
from elections.models import ReconciliationRun, VoterRoll
from elections.models.reconciliation import LIVE_STATES
from elections.tasks import reconcile
from registry import scope
from registry.management.following import follow

REFUSALS = (
    reconciliations.AlreadyReconciling,
    reconciliations.PollingDateMissing,
    reconciliations.RollWithdrawn,
)


class Command(BaseCommand):
    """Ask for a reconciliation and follow it."""

    help = "Memadankan daftar pemilih dengan data penduduk."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The roll by its number, and why."""
        parser.add_argument("roll", type=int, help="nomor daftar pemilih (lihat load_roll)")
        parser.add_argument("--purpose", required=True, help="tujuan pemadanan, dicatat (UU 27/2022)")
        parser.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, work or wait, and print the outcome."""
        with scope.everywhere():
            run = self._ask(options["roll"], options["purpose"])
            if options["here"]:
                reconcile(run.pk)
                run.refresh_from_db()
            else:
                reconcile.delay(run.pk)
                follow(run, LIVE_STATES, self.stdout)
        if run.state != RunState.DONE:
            raise CommandError(run.failure or f"Pemadanan {run.pk}: {run.get_state_display()}.")
        self._tell(run)

    def _ask(self, roll_id: int, purpose: str) -> ReconciliationRun:
        roll = VoterRoll.objects.select_related("election").filter(pk=roll_id).first()
        if roll is None:
            raise CommandError(f"Daftar pemilih nomor {roll_id} tidak ada.")
        try:
            return reconciliations.ask(roll, by=None, at=timezone.now(), purpose=purpose)
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal

    def _tell(self, run: ReconciliationRun) -> None:
        self.stdout.write(f"Pemadanan {run.pk} selesai, sidik {run.digest}")
        for code, count in sorted(run.summary["outcomes"].items()):
            self.stdout.write(f"  {Outcome(code).label:<40} {count:>10}")
        self.stdout.write("Temuan:")
        for code, count in sorted(run.summary["findings"].items()):
            self.stdout.write(f"  {FindingKind(code).label:<40} {count:>10}")
