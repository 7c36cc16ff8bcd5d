"""PostgreSQL killed (-9) under load: nothing acknowledged is lost, and a repeat by key finds the same booking."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.booking import places, web
from benchmarks.booking.clients import Answer, Request, send_all
from benchmarks.booking.measured import LED_ON, counted, in_words
from benchmarks.booking.places import Shape
from benchmarks.booking.postmaster import postmaster
from kependudukan import embedded
from queueing.models import Party, RecordingSlot

ROUNDS, CLIENTS = 6, 16
#: After how many of a round's forms the server is killed: the others are on their way.
KILLED_AT = 0.4


def drill(forms: int) -> bool:
    """Send so many forms around each kill; print what was kept; return whether all was."""
    shape = Shape("40 slots", 40, -(-ROUNDS * forms // 40))
    office = places.set_out(shape)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    keys = [uuid.uuid4() for _ in range(ROUNDS * forms)]
    requests = {key: web.hold_request(office, slots[at % len(slots)], key) for at, key in enumerate(keys)}
    acknowledged: dict[uuid.UUID, str] = {}
    unanswered = 0
    with web.serving() as served:
        for number in range(ROUNDS):
            some = keys[number * forms : (number + 1) * forms]
            answers = _killed_meanwhile(served.port, [requests[key] for key in some], number + 1)
            new = {key: one.location for key, one in zip(some, answers, strict=True) if one.status == LED_ON}
            acknowledged |= new
            unanswered += forms - len(new)
        kept = set(Party.unscoped.values_list("pk", flat=True))
        print(f"   all {len(keys):,} once more, by the same keys", flush=True)
        again = send_all(served.port, list(requests.values()), clients=CLIENTS)
    lost = set(acknowledged) - kept
    other = sum(
        answer.status != LED_ON or acknowledged.get(key, answer.location) != answer.location
        for key, answer in zip(keys, again, strict=True)
    )
    sold, twice = places.sold("queueing_booking", shape)
    written = len(kept - set(acknowledged))
    print(f"database: {ROUNDS} x kill -9 under load: {len(acknowledged):,} acknowledged, {len(lost)} of them lost;")
    print(f"   {unanswered:,} were not acknowledged, {written} of these had been written all the same;")
    print(f"   repeats by key: {in_words(counted(again))}, {other} with another booking than before;")
    print(f"   {sold:,} of {len(keys):,} places sold, {twice} twice", flush=True)
    return bool(unanswered) and not lost and not other and (sold, twice) == (len(keys), 0)


def _killed_meanwhile(port: int, requests: Sequence[Request], number: int) -> list[Answer]:
    """Send these, kill the server in their midst, start it again; return what was answered."""
    found: list[Answer] = []
    server, before = postmaster(), Party.unscoped.count()
    thread = threading.Thread(target=lambda: found.extend(send_all(port, requests, clients=CLIENTS)))
    thread.start()
    until = time.monotonic() + 60
    while thread.is_alive() and time.monotonic() < until:
        if Party.unscoped.count() - before >= KILLED_AT * len(requests):
            break
        time.sleep(0.01)
    _kill(server)
    connection.close()
    begun = time.monotonic()
    embedded.start(settings.VAR, broker=False)
    again_in = time.monotonic() - begun
    thread.join()
    took = time.monotonic() - begun
    print(
        f"   kill {number}: back in {again_in:.1f} s; {in_words(counted(found))}; {took:.1f} s to the last", flush=True
    )
    return found


def _kill(server: int) -> None:
    """Kill -9 of the postmaster and of all that it has started."""
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    for pid in (server, *children):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
