"""A full hall: 50 boards that ask every second, 2,000 phones that ask every fifteen, four counters that call.

    python3 dev.py bench hall [--seconds 60] [--phones 2000] [--every 10]

Empties the database of the benchmark folder first, and refuses any other. Half of the phones follow the parties that
wait in the hall, several each, as families do; the other half parties that have not come yet. A request of a phone
looks up no party, so those have a link only. At the end the web server is killed (-9) and started again while a call
is made. Ends with 1 where a bar is missed.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from benchmarks._processes import Usage, usage_of
from benchmarks.booking import places as empty
from benchmarks.booking.postmaster import postmaster
from benchmarks.hall import figures, places
from benchmarks.hall.figures import Asked
from benchmarks.hall.places import Hall
from benchmarks.hall.server import BOARDS, PHONES, PROCESSES, Server, Statements, serving
from queueing import links
from queueing.models import Counter

#: Screens open their connections and the server its own, before anything is measured.
WARM_UP = 16
#: No call is made in the last seconds, so that all screens have time for it.
LAST_LOOK = 3.0
#: How long the web server is away, and how long it is given to come back.
AWAY, BACK = 2.0, 30.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench hall", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--people", type=int, default=250, help="how many have come")
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--phones", type=int, default=2_000)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two calls, of all counters together")
    asked = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    empty.begin_empty()
    hall = places.fill(asked.people)
    with serving() as web:
        held = _measure(web, hall, asked)
    if not held:
        sys.exit("A bar was missed.")


def _measure(web: Server, hall: Hall, asked: argparse.Namespace) -> bool:
    screens = _screens(web, hall, asked.boards, asked.phones)
    time.sleep(WARM_UP)
    load = os.getloadavg()[0]
    statements = Statements()
    ends = [usage_of({name: pid}) for name, pid in _measured(web, screens).items()]
    begun = time.monotonic()
    calls = _calls(asked.every, asked.seconds)
    time.sleep(max(0.0, begun + asked.seconds - time.monotonic()))
    seconds = time.monotonic() - begun
    usages = [end() for end in ends]
    sent = statements.counted()
    number, called, started = _restart(web)
    said = json.loads(screens.communicate(timeout=60)[0])
    answered = [Asked(*one) for one in said["asked"] if begun <= one[1] < begun + seconds]

    print(f"\n{os.cpu_count()} cores, load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {seconds:.0f} s\n")
    print(figures.answers(answered, seconds), "\n")
    _tell_costs(usages, seconds, len(answered))
    changes = 2 * len(calls)
    print(
        f"\n{changes} changes of the hall ({len(calls)} numbers ended, as many called); statements of the web server:"
    )
    for statement, count in sent.most_common():
        print(f"   {count:4} x {statement}")
    looks = sent[BOARDS] + sent[PHONES]
    print(f"   {looks} looks in all, {looks / changes:.1f} a change: boards and phones ask apart, in each web process")
    print("   (SELECT 1: the listeners every 5 s, and Django before it uses a kept connection again)")
    waits = figures.until_shown(calls, said["shown"])
    print(f"call to screen: p50 {figures.quantile(waits, 0.5):.2f} s, p95 {figures.quantile(waits, 0.95):.2f} s")
    back = figures.until_shown({number: started}, said["shown"])
    print(f"killed -9, {AWAY:.0f} s away, {number} called meanwhile: boards had it {back[0]:.2f} to {back[-1]:.2f} s")
    print(f"   after the start of the server and {back[-1] + started - called:.2f} s after the call\n")
    return all(
        [
            figures.verdict("call to screen, the slowest board", waits[-1], figures.BAR_SECONDS, "s"),
            *(
                figures.verdict(f"looks at {kind}, a change and web process", sent[kind] / changes / PROCESSES, 1, "")
                for kind in (BOARDS, PHONES)
            ),
            figures.verdict("screens that were answered nothing", _unanswered(answered), 0, ""),
            figures.verdict("all boards are back by themselves", back[-1], BACK, "s"),
        ]
    )


def _screens(web: Server, hall: Hall, boards: int, phones: int) -> subprocess.Popen[str]:
    strangers = (links.link_of(uuid.uuid4()) for _ in itertools.count())
    followed = itertools.chain.from_iterable(zip(itertools.cycle(hall.links), strangers, strict=False))
    office = hall.office.pk
    given = {
        "port": web.port,
        "board": f"/papan/{office}/isi/",
        "boards": boards,
        "phones": [f"/tiket/{link}/antrean/{office}/" for link in itertools.islice(followed, phones)],
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hall.clients"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    process.stdin.write(json.dumps(given) + "\n")
    process.stdin.flush()
    return process


def _measured(web: Server, screens: subprocess.Popen[str]) -> dict[str, int]:
    return {"web": web.process, "postgres": postmaster(), "screens": screens.pid}


def _calls(every: float, seconds: float) -> Mapping[str, float]:
    """Let the counters work; return when each call was committed."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.hall.counters", f"{every}", f"{seconds - LAST_LOOK}"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    calls: list[dict[str, Any]] = [json.loads(line) for line in told.stdout.splitlines()]
    return {call["number"]: call["at"] for call in calls}


def _restart(web: Server) -> tuple[str, float, float]:
    """Kill the web server, call a number, start it again; return the number, when it was called, and the start."""
    counter = Counter.objects.select_related("office").earliest("number")
    places.end_in_hand(counter)
    web.kill()
    number, called = places.call_next(counter), time.monotonic()
    time.sleep(AWAY)
    started = time.monotonic()
    web.start()
    web.until_there()
    time.sleep(max(0.0, started + BACK - time.monotonic()))
    return number, called, started


def _tell_costs(usages: list[Usage], seconds: float, count: int) -> None:
    spent = {name: cpu for usage in usages for name, cpu in usage.cpu_seconds.items()}
    each = ", ".join(f"{name} {cpu:.1f} ({1000 * cpu / count:.2f} ms a request)" for name, cpu in spent.items())
    cores = (os.cpu_count() or 1) * seconds
    print(f"CPU seconds: {each}: {sum(spent.values()) / cores:.0%} of the cores; ", end="")
    print(f"largest web process {usages[0].peak_mb:.0f} MB")


def _unanswered(answered: list[Asked]) -> int:
    return sum(one.status not in (200, 304) for one in answered)


if __name__ == "__main__":
    main()
