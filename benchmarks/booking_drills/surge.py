"""5,000 people against 250 places that open at one moment."""

from __future__ import annotations

import datetime
import statistics
from collections import Counter

from django.utils import timezone

from benchmarks.booking import places, web
from benchmarks.booking.clients import send_all
from benchmarks.booking.places import Shape
from queueing.models import RecordingSlot, Seat

CLIENTS = 200
SHAPE = Shape("10 slots x 25", 10, 25)
#: Stands in the sentence that says when the next places open.
NEXT_RELEASE = "dibuka <strong>"


def drill(people: int) -> bool:
    """Print what everybody was answered; return whether all of it was right."""
    office = places.set_out(SHAPE)
    slots = list(RecordingSlot.objects.order_by("starts_at"))
    _announce_another_day(slots[0])
    with web.serving() as served:
        requests = [web.hold_request(office, slots[number % len(slots)]) for number in range(people)]
        answers = send_all(served.port, requests, clients=CLIENTS, keeps=NEXT_RELEASE)
    said = Counter(answer.status for answer in answers)
    told = sum(answer.status == 409 and bool(answer.body) for answer in answers)
    sold, twice = places.sold("queueing_booking", SHAPE)
    p95 = 1000 * statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]
    print(f"surge: {people:,} people, {CLIENTS} at once, 250 places: answers {dict(said)}, sold {sold}, twice {twice},")
    print(f"   {told} of {said[409]} refused told of the next release; p95 {p95:.0f} ms", flush=True)
    return set(said) <= {302, 409} and (sold, twice) == (250, 0) and told == said[409]


def _announce_another_day(slot: RecordingSlot) -> None:
    """Places of the day after open tomorrow at the full hour."""
    opens_at = (timezone.now() + datetime.timedelta(hours=5)).replace(minute=0, second=0, microsecond=0)
    day = datetime.timedelta(days=1)
    later = RecordingSlot.objects.create(
        office=slot.office, day=slot.day + day, starts_at=slot.starts_at + day, ends_at=slot.ends_at + day
    )
    Seat.objects.bulk_create(Seat(slot=later, number=one, lane="general", opens_at=opens_at) for one in (1, 2))
