"""The broker stopped and frozen while people book: nobody fails, and every notice arrives once when it is back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks.booking import places, web
from benchmarks.booking.clients import send_all
from benchmarks.booking.places import Shape
from kependudukan import embedded
from kependudukan.embedded import valkey
from queueing.models import Notice, RecordingSlot
from queueing.notifying.file import NAME

SHAPE = Shape("40 slots x 40", 40, 40)
BOOKINGS, WITHIN = 300, 120


def drill(seconds: int) -> bool:
    """Print both outages; return whether everything arrived in time, once."""
    with _worker(), web.serving() as served:
        held = {how: _outage(served, how, seconds) for how in ("stopped", "frozen")}
    return all(held.values())


def _outage(served: web.Web, how: str, seconds: int) -> bool:
    office = places.set_out(SHAPE)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    send_all(served.port, [web.hold_request(office, slots[one % 40]) for one in range(BOOKINGS)], clients=8)
    parties = web.prepare()
    file = Path(settings.NOTIFIER_FOLDER) / NAME
    file.unlink(missing_ok=True)
    ends = time.monotonic() + seconds
    _away(how)
    said: Counter[int] = Counter()
    slowest = 0.0
    for at in range(0, len(parties), 10):
        some = send_all(served.port, [web.confirm_request(one) for one in parties[at : at + 10]], clients=4)
        said.update(answer.status for answer in some)
        slowest = max(slowest, *(answer.seconds for answer in some))
        time.sleep(max(0.0, (ends - time.monotonic()) / (len(parties) / 10 - at / 10)))
    _back(how)
    wanted = {str(pk) for pk in Notice.unscoped.filter(kind="confirmed").values_list("pk", flat=True)}
    back, arrived = time.monotonic(), _arrived(file)
    while not wanted <= set(arrived) and time.monotonic() - back < WITHIN:
        time.sleep(0.5)
        arrived = _arrived(file)
    took = time.monotonic() - back
    often = sum(arrived[one] > 1 for one in wanted)
    print(f"broker {how} {seconds} s: answers {dict(said)}, slowest {1000 * slowest:.0f} ms;", end=" ")
    print(
        f"{len(wanted & set(arrived))} of {len(wanted)} notices {took:.0f} s after its return, {often} twice",
        flush=True,
    )
    return set(said) == {302} and wanted <= set(arrived) and not often and len(wanted) == len(parties)


def _away(how: str) -> None:
    if how == "stopped":
        valkey.stop(settings.VAR)
    else:
        os.kill(_pid(), signal.SIGSTOP)


def _back(how: str) -> None:
    if how == "stopped":
        embedded.start(settings.VAR, database=False)
    else:
        os.kill(_pid(), signal.SIGCONT)


def _pid() -> int:
    return int((Path(settings.VAR) / "valkey" / "pid").read_text())


def _arrived(file: Path) -> Counter[str]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return Counter(json.loads(line)["id"] for line in lines)


@contextmanager
def _worker() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        command = f"celery -A kependudukan worker -B -s {folder}/beat -c 1 -l warning"
        process = subprocess.Popen([sys.executable, "-m", *command.split()], start_new_session=True)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
