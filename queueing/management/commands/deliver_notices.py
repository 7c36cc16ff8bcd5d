"""`manage.py deliver_notices`: sends what is due without a broker; with --every again and again."""

from __future__ import annotations

import datetime
import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from queueing.actions import deliveries
from queueing.notifying.carrying import Outcome

_LONGEST: Final = datetime.timedelta(minutes=5)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Deliver once, or again and again until told to end."""

    help = "Mengirim pemberitahuan yang sudah waktunya, tanpa perlu broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how often."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="Ulangi terus dengan jeda ini (detik).")

    def handle(self, *args: object, **options: Any) -> None:
        """Deliver; a database that is away is waited for."""
        if options["every"] is None:
            sums = deliveries.deliver_all(at=timezone.now(), within=_LONGEST)
            self.stdout.write(f"Terkirim: {sums[Outcome.SENT]}, lainnya: {sums.total() - sums[Outcome.SENT]}.")
            return
        told_to_end = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told_to_end.set())
        while not told_to_end.is_set():
            _deliver()
            settings.SIGN_OF_THE_DELIVERER.touch()
            told_to_end.wait(options["every"])


def _deliver() -> None:
    try:
        deliveries.deliver_all(at=timezone.now(), within=datetime.timedelta(seconds=30))
    except (OperationalError, InterfaceError) as error:
        log.warning("notices wait for the database: %s", type(error).__name__)
        connection.close()
