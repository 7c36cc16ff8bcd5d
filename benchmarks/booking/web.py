"""Bookings through HTTP: gunicorn as `dev.py run` starts it, its clients on the same cores."""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from benchmarks.booking import places
from benchmarks.booking.clients import Request, send_all
from benchmarks.booking.measured import HEADER, Measured, measured
from benchmarks.booking.places import HOT, MANY, Shape
from benchmarks.matching.report import table
from kependudukan.development.processes import ServingProcess
from queueing import links
from queueing.models import Office, Party, RecordingSlot
from queueing.rules.entitlement import Verdict
from registry import sealing

CLIENTS: Final = 64
BAR: Final = 400
#: So many forms are sent before anything is timed: a process loads its pages and opens its connections with the first.
WARM_UP: Final = 48
#: In everybody's hands the proof of work begins with 600 forms a minute in one process; here one machine is the crowd.
FORMS_A_MINUTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Web:
    """A running gunicorn: where it listens, and its process."""

    port: int
    process: int


def measure(milliseconds: int, forms: int, rounds: int) -> None:
    """Print how many forms are held and confirmed a second, and both together: of each the median round."""
    with serving() as web:
        for shape in (HOT, MANY):
            _warm_up(web)
            runs = [_round(web, shape, forms) for _ in range(rounds)]
            rows = [
                (f"{name} {shape.name}", *Measured.median([one[at] for one in runs]).cells)
                for at, name in enumerate(("hold,", "confirm,", "**hold and confirm**,"))
            ]
            load = f"load {os.getloadavg()[0]:.1f}, median of {rounds}"
            print(f"\nHTTP, commit + {milliseconds} ms, {CLIENTS} connections, {load}\n\n{table(HEADER, rows)}")
            _conclude(Measured.median([one[-1] for one in runs]))


def _conclude(booking: Measured) -> None:
    """Say what stands in the way of more, by what a booking costs of the processors that all of it shares."""
    cores = os.cpu_count() or 1
    costs = ", ".join(f"{name} {ms:.1f} ms" for name, ms in booking.cpu_ms.items())
    most = 1000 * cores / sum(booking.cpu_ms.values()) if sum(booking.cpu_ms.values()) else 0
    print(f"\n{booking.a_second:.0f} bookings a second, both forms of each (bar {BAR}). A booking costs {costs} of the")
    print(f"{cores} cores, which are all used up at {most:.0f} a second. Where it goes: --only profile", flush=True)


def _warm_up(web: Web) -> None:
    office = places.set_out(Shape("warm-up", 1, WARM_UP))
    send_all(web.port, [hold_request(office, slot) for slot in _slots(WARM_UP)], clients=CLIENTS)
    send_all(web.port, [confirm_request(party) for party in prepare()], clients=CLIENTS)


def _round(web: Web, shape: Shape, forms: int) -> tuple[Measured, Measured, Measured]:
    """Return what holding and confirming gave, and both together, counted by those that were confirmed."""
    office = places.set_out(shape)
    hold = measured(web.port, web.process, [hold_request(office, slot) for slot in _slots(forms)], clients=CLIENTS)
    confirm = measured(web.port, web.process, [confirm_request(one) for one in prepare()], clients=CLIENTS)
    confirmed = Party.unscoped.filter(state="confirmed").count()
    return hold, confirm, hold.then(confirm, count=confirmed)


def _slots(count: int) -> list[RecordingSlot]:
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    return [slots[number % len(slots)] for number in range(count)]


def hold_request(office: Office, slot: RecordingSlot, key: uuid.UUID | None = None) -> Request:
    """The form of the page of slots, from an address of its own."""
    fields = {"orang": "1", "prioritas": "tidak", "sesi": str(slot.pk), "kunci": str(key or uuid.uuid4())}
    return Request(f"/antre/kantor/{office.pk}/{slot.day.isoformat()}/", fields)


def confirm_request(party: uuid.UUID) -> Request:
    """The last page of a form, from an address of its own."""
    return Request(f"/antre/isi/{links.link_of(party)}/periksa/", {})


def prepare() -> list[uuid.UUID]:
    """Name and prove every held party as people would have done in between; nothing of this is timed."""
    parties = list(Party.unscoped.filter(state="held").values_list("pk", flat=True))
    sealer = sealing.sealer()
    phone = "+628120000001"
    with connection.cursor() as cursor:
        for number, party in enumerate(parties, Party.unscoped.exclude(state="held").count()):
            nik = f"35160{number + 10_000_000_000:011d}"
            index = sealer.index(sealing.NIK, nik)
            contact = sealer.index(sealing.CONTACT, f"+62812{number:08d}")
            cursor.execute(
                "UPDATE queueing_booking SET name = 'WARGA BUATAN', nik_index = %s, nik_sealed = %s,"
                " kk_number_index = %s, verdict = %s WHERE party_id = %s",
                [index, sealer.seal(sealing.NIK, nik, index), index, Verdict.CHECK_AT_THE_DESK, party],
            )
            cursor.execute(
                "UPDATE queueing_party SET channel = 'whatsapp', contact_index = %s, contact_sealed = %s,"
                " contact_proved_at = now() WHERE id = %s",
                [contact, sealer.seal(sealing.CONTACT, phone, contact), party],
            )
        cursor.execute("VACUUM ANALYZE queueing_booking, queueing_party")
    return parties


@contextmanager
def serving(*, forms_a_minute: int = FORMS_A_MINUTE) -> Iterator[Web]:
    """Have gunicorn running as `dev.py run` starts it; clients may say which address they come from."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = f"-m gunicorn kependudukan.wsgi -k gthread -w 2 --threads 4 -b 127.0.0.1:{port} --log-level error"
    os.environ |= {"TRUSTED_PROXIES": "1", "FORMS_A_MINUTE": str(forms_a_minute)}
    web = ServingProcess("web", command.split(), settings.VAR / "log" / "web.log")
    web.start()
    try:
        _await(port)
        yield Web(port, process_of(port))
    finally:
        web.ask_to_stop()
        web.wait()


def process_of(port: int) -> int:
    """Return the process of gunicorn that started the others: the oldest child of ours that names the port."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return next(int(pid) for pid in children if f":{port}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes())


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            for _ in range(4):
                send_all(port, [Request("/antre/")], clients=1)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
