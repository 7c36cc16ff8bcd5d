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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from benchmarks.booking import places, web
from benchmarks.booking.clients import Answer, send_all
from benchmarks.booking.measured import LED_ON, counted, in_words
from benchmarks.booking.places import Shape
from kependudukan import embedded
from kependudukan.embedded import valkey
from queueing.models import Notice, RecordingSlot
from queueing.notifying.file import NAME

SHAPE: Final = Shape("40 slots x 40", 40, 40)
BOOKINGS, WITHIN = 300, 120
#: So many people confirm at a time, spread over the whole outage.
AT_A_TIME: Final = 10


def drill(seconds: int) -> bool:
    """Print both outages; return whether everything arrived in time, once."""
    with _worker(), web.serving() as served:
        held = {how: _outage(served, how, seconds) for how in ("stopped", "frozen")}
    return all(held.values())


def _outage(served: web.Web, how: str, seconds: int) -> bool:
    office = places.set_out(SHAPE)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    held = send_all(served.port, [web.hold_request(office, slots[one % 40]) for one in range(BOOKINGS)], clients=8)
    parties = web.prepare()
    if len(parties) < BOOKINGS:
        print(f"   not all places could be held: {in_words(counted(held))}", flush=True)
    file = Path(settings.NOTIFIER_FOLDER) / NAME
    file.unlink(missing_ok=True)
    print(f"   broker {how} for {seconds} s, {len(parties)} people book meanwhile", flush=True)
    _away(how)
    try:
        answers = _booked_meanwhile(served, parties, seconds)
    finally:
        _back(how)
    return _arrive_once(how, file, parties, answers)


def _booked_meanwhile(served: web.Web, parties: Sequence[UUID], seconds: int) -> list[Answer]:
    ends, answers = time.monotonic() + seconds, list[Answer]()
    for at in range(0, len(parties), AT_A_TIME):
        some = parties[at : at + AT_A_TIME]
        answers += send_all(served.port, [web.confirm_request(one) for one in some], clients=4)
        left = (len(parties) - at - len(some)) / AT_A_TIME
        time.sleep(max(0.0, (ends - time.monotonic()) / (left + 1)))
    return answers


def _arrive_once(how: str, file: Path, parties: Sequence[UUID], answers: Sequence[Answer]) -> bool:
    """Wait for the notices and print how all came out."""
    confirmed = Notice.unscoped.filter(kind="confirmed", party_id__in=parties)
    wanted = {str(pk) for pk in confirmed.values_list("pk", flat=True)}
    back, arrived, shown = time.monotonic(), _arrived(file), 0.0
    while not wanted <= set(arrived) and time.monotonic() - back < WITHIN:
        time.sleep(0.5)
        arrived = _arrived(file)
        if time.monotonic() - back - shown > 10:
            shown = time.monotonic() - back
            print(f"   {len(wanted & set(arrived))} of {len(wanted)} arrived {shown:.0f} s after", flush=True)
    took = time.monotonic() - back
    often = sum(arrived[one] > 1 for one in wanted)
    slowest = 1000 * max((answer.seconds for answer in answers), default=0)
    print(f"broker {how}: {in_words(counted(answers))}, the slowest {slowest:.0f} ms;", end=" ")
    print(f"{len(wanted & set(arrived))} of {len(wanted)} notices within {took:.0f} s of its return, {often} twice")
    sys.stdout.flush()
    led_on = {answer.status for answer in answers} == {LED_ON}
    return led_on and wanted <= set(arrived) and not often and len(wanted) == len(parties) == BOOKINGS


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
    log = Path(settings.VAR) / "log" / "drill-worker.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, log.open("wb") as output:
        command = f"celery -A kependudukan worker -B -s {folder}/beat -c 1 -l warning"
        process = subprocess.Popen(
            [sys.executable, "-m", *command.split()], start_new_session=True, stdout=output, stderr=output
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
