"""PostgreSQL killed (-9) under load: nothing acknowledged is lost, and a repeat by key finds the same booking."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.booking import places, web
from benchmarks.booking.clients import Answer, Request, send_all
from benchmarks.booking.places import Shape
from benchmarks.booking.postmaster import postmaster
from kependudukan import embedded
from queueing.models import Party, RecordingSlot

ROUNDS, CLIENTS = 6, 16
SHAPE = Shape("40 slots x 100", 40, 100)


def drill(forms: int) -> bool:
    """Send so many forms around each kill; print what was kept; return whether all was."""
    office = places.set_out(SHAPE)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    requests = {
        key: web.hold_request(office, slots[number % len(slots)], key)
        for number, key in enumerate(uuid.uuid4() for _ in range(ROUNDS * forms))
    }
    keys = list(requests)
    acknowledged: dict[uuid.UUID, str] = {}
    with web.serving() as served:
        for number in range(ROUNDS):
            some = keys[number * forms : (number + 1) * forms]
            answers = _killed_meanwhile(served.port, [requests[key] for key in some])
            acknowledged |= {
                key: answer.location for key, answer in zip(some, answers, strict=True) if answer.status == 302
            }
        in_doubt = len(keys) - len(acknowledged)
        kept = set(Party.unscoped.values_list("pk", flat=True))
        again = send_all(served.port, list(requests.values()), clients=CLIENTS)
    lost = set(acknowledged) - kept
    other = sum(
        answer.status != 302 or acknowledged.get(key, answer.location) != answer.location
        for key, answer in zip(keys, again, strict=True)
    )
    sold, twice = places.sold("queueing_booking", SHAPE)
    print(f"database: {ROUNDS} x kill -9 under load: {len(acknowledged)} acknowledged, {len(lost)} of them lost,")
    print(f"   {in_doubt} without an answer, of which {len(kept - set(acknowledged))} had been written;", end=" ")
    print(f"repeats with another answer {other}; sold {sold} of {len(keys)}, twice {twice}", flush=True)
    return not lost and not other and (sold, twice) == (len(keys), 0)


def _killed_meanwhile(port: int, requests: list[Request]) -> list[Answer]:
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.extend(send_all(port, requests, clients=CLIENTS)))
    server = postmaster()
    connection.close()
    before = time.monotonic()
    thread.start()
    time.sleep(1.2 + 0.1 * (before % 1))
    _kill(server)
    embedded.start(settings.VAR, broker=False)
    thread.join()
    return found


def _kill(server: int) -> None:
    """Kill -9 of the postmaster and of all that it has started."""
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    for pid in (server, *children):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
