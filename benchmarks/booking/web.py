"""Bookings through HTTP: gunicorn as `dev.py run` starts it, its clients on the same cores."""

from __future__ import annotations

import os
import socket
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from benchmarks._processes import cpu_seconds
from benchmarks.booking import places
from benchmarks.booking.clients import Request, send_all
from benchmarks.booking.places import HOT, MANY, Shape
from benchmarks.booking.postmaster import postmaster
from benchmarks.matching.report import table
from kependudukan.development.processes import ServingProcess
from queueing import links
from queueing.models import Office, Party, RecordingSlot
from queueing.rules.entitlement import Verdict
from registry import sealing

CLIENTS: Final = 64
BAR: Final = 400


@dataclass(frozen=True, slots=True)
class Web:
    """A running gunicorn: where it listens, and its process."""

    port: int
    process: int


def measure(milliseconds: int, forms: int) -> None:
    """Print how many forms are held and confirmed a second, and both together."""
    header = ("what", "a second", "p95 ms", "web CPU ms", "server CPU ms", "answers")
    with serving() as web:
        for shape in (HOT, MANY):
            rows = _bookings(web, shape, forms)
            print(f"\nHTTP, commit + {milliseconds} ms, {CLIENTS} connections\n\n{table(header, rows)}", flush=True)


def _bookings(web: Web, shape: Shape, forms: int) -> list[tuple[str, ...]]:
    office = places.set_out(shape)
    hold = _measured(web, [hold_request(office, slot) for slot in _slots(forms)])
    parties = prepare()
    confirm = _measured(web, [confirm_request(party) for party in parties])
    confirmed = Party.unscoped.filter(state="confirmed").count()
    both = confirmed / (hold.seconds + confirm.seconds)
    return [
        (f"{shape.name}: hold", *hold.cells),
        (f"{shape.name}: confirm", *confirm.cells),
        (f"{shape.name}: **hold and confirm**", f"{both:.0f} (bar {BAR})", "", "", "", f"{confirmed} confirmed"),
    ]


@dataclass(frozen=True, slots=True)
class _Measured:
    seconds: float
    count: int
    took_ms: list[float]
    web_cpu: float
    server_cpu: float
    answers: Counter[int]

    @property
    def cells(self) -> tuple[str, ...]:
        p95 = statistics.quantiles(self.took_ms, n=20)[-1]
        spent = (f"{1000 * cpu / self.count:.2f}" for cpu in (self.web_cpu, self.server_cpu))
        said = ", ".join(f"{count} x {status}" for status, count in sorted(self.answers.items()))
        return f"{self.count / self.seconds:.0f}", f"{p95:.0f}", *spent, said


def _measured(web: Web, requests: Sequence[Request]) -> _Measured:
    server = postmaster()
    before, begun = (cpu_seconds(web.process), cpu_seconds(server)), time.perf_counter()
    answers = send_all(web.port, requests, clients=CLIENTS)
    seconds = time.perf_counter() - begun
    after = cpu_seconds(web.process), cpu_seconds(server)
    return _Measured(
        seconds,
        len(requests),
        [1000 * answer.seconds for answer in answers],
        after[0] - before[0],
        after[1] - before[1],
        Counter(answer.status for answer in answers),
    )


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
        for number, party in enumerate(parties):
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
def serving() -> Iterator[Web]:
    """Have gunicorn running as `dev.py run` starts it; clients may say which address they come from."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = f"-m gunicorn kependudukan.wsgi -k gthread -w 2 --threads 4 -b 127.0.0.1:{port} --log-level error"
    os.environ["TRUSTED_PROXIES"] = "1"
    web = ServingProcess("web", command.split(), settings.VAR / "log" / "web.log")
    web.start()
    try:
        _await(port)
        yield Web(port, _process_of(port))
    finally:
        web.ask_to_stop()
        web.wait()


def _process_of(port: int) -> int:
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
