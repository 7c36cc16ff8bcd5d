"""5,000 people against 250 places that open at one moment."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from benchmarks.booking import places, web
from benchmarks.booking.clients import Answer, Request, send_all
from benchmarks.booking.measured import LED_ON, counted, in_words, percentile_95
from benchmarks.booking.places import Shape
from queueing.models import RecordingSlot, Seat
from queueing.puzzles import WAIT

CLIENTS: Final = 200
SHAPE: Final = Shape("10 slots x 25", 10, 25)
#: Stands in the sentence that says when the next places open.
NEXT_RELEASE: Final = "dibuka <strong>"
#: Stands above the nearest slots that have room, where there are any: the next release is of no interest then.
STILL_FREE: Final = "Pilih salah satu sesi terdekat"
FULL, CROWDED = 409, 503
#: Forms a minute in one process from which on each costs a proof of work, as it is shipped.
FORMS_A_MINUTE: Final = 600
_BEGUN_TO_WAIT: Final = re.compile(r'name="tunggu"\s+value="([^"]+)"')


def drill(people: int) -> bool:
    """Print what everybody was answered; return whether all of it was right.

    Whoever is asked for patience waits the twenty seconds of somebody without scripts and sends the same form again:
    five thousand proofs of work would keep this machine busy for hours, which stands for as many telephones.
    """
    office = places.set_out(SHAPE)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    _announce_another_day(slots[0])
    with web.serving(forms_a_minute=FORMS_A_MINUTE) as served:
        requests = [web.hold_request(office, slots[number % len(slots)]) for number in range(people)]
        answers = _sent(served.port, requests, "all at once")
        waiting = {at: begun for at, one in enumerate(answers) if one.status == CROWDED and (begun := _begun(one))}
        if waiting:
            time.sleep(WAIT.total_seconds() + 1)
            later = [_again(requests[at], begun) for at, begun in waiting.items()]
            for at, answer in zip(waiting, _sent(served.port, later, "after twenty seconds"), strict=True):
                answers[at] = answer
    full = [answer for answer in answers if answer.status == FULL]
    offered = sum(STILL_FREE in answer.body for answer in full)
    told = sum(NEXT_RELEASE in answer.body and STILL_FREE not in answer.body for answer in full)
    sold, twice = places.sold("queueing_booking", SHAPE)
    errors = sum(answer.status not in (LED_ON, FULL) for answer in answers)
    print(
        f"surge: {people:,} people, {CLIENTS} at once, 250 places: {sold} sold, {twice} twice; {len(full):,} refused,"
    )
    print(f"   {told:,} of them told of the next release, {offered:,} of other slots that had room still;", end=" ")
    print(f"{len(waiting):,} asked for patience first; {errors} error pages", flush=True)
    return not errors and (sold, twice) == (min(250, people), 0) and told + offered == len(full)


def _sent(port: int, requests: Sequence[Request], when: str) -> list[Answer]:
    begun = time.monotonic()
    answers = send_all(port, requests, clients=CLIENTS, keeps=[NEXT_RELEASE, STILL_FREE, 'name="tunggu"'])
    p95 = percentile_95([1000 * answer.seconds for answer in answers])
    took = time.monotonic() - begun
    print(f"   {when}: {in_words(counted(answers))}; {took:.0f} s, p95 {p95:.0f} ms", flush=True)
    return answers


def _begun(answer: Answer) -> str:
    found = _BEGUN_TO_WAIT.search(answer.body)
    return found[1] if found else ""


def _again(request: Request, begun: str) -> Request:
    return Request(request.path, {**(request.fields or {}), "tunggu": begun})


def _announce_another_day(slot: RecordingSlot) -> None:
    """Places of the day after open tomorrow at the full hour."""
    opens_at = (timezone.now() + datetime.timedelta(hours=5)).replace(minute=0, second=0, microsecond=0)
    day = datetime.timedelta(days=1)
    later = RecordingSlot.objects.create(
        office=slot.office, day=slot.day + day, starts_at=slot.starts_at + day, ends_at=slot.ends_at + day
    )
    Seat.objects.bulk_create(Seat(slot=later, number=one, lane="general", opens_at=opens_at) for one in (1, 2))
