"""The board of an office: who was called lately, where to, and whether the office can record at all. One query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, DateTimeField, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from queueing.choices import Service
from queueing.models import Call, Office, Outage
from queueing.rules import announcing

#: Numbers that stand below the last one.
LAST: Final = 4
#: Calls that are sent, so that a board which missed some says them all.
SENT: Final = 8


@dataclass(frozen=True, slots=True)
class Called:
    """One call as the board shows and says it; `ordinal` is its place among the calls of the day."""

    ordinal: int
    number: str
    counter: int
    service: str
    sentence: str
    clips: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the waiting room sees: calls, the newest first, each as often as it was called."""

    office: str
    calls: tuple[Called, ...]
    open_counters: int
    outage: str
    outage_until: datetime.datetime | None
    zone: str
    zone_name: str

    @property
    def now(self) -> Called | None:
        """The number that was called last."""
        return self.calls[0] if self.calls else None

    @property
    def before(self) -> Sequence[Called]:
        """The four numbers called before that one, each once."""
        newest = {called.number: called for called in reversed(self.calls)}
        others = [called for called in newest.values() if called.number != self.calls[0].number] if self.calls else []
        return sorted(others, key=lambda called: -called.ordinal)[:LAST]


def board_of(office: int, at: datetime.datetime) -> Board:
    """Return the board of an office's today, by its own calendar; one query.

    Raises:
        Office.DoesNotExist: there is none.
    """
    today = Cast(Func(OuterRef("time_zone"), Value(at), function="timezone", output_field=DateTimeField()), DateField())
    calls = Call.objects.filter(office=OuterRef("pk"), day=today, withdrawn_at=None).order_by("-ordinal")
    sent = calls.values(
        json=JSONObject(
            ordinal="ordinal",
            letter="ticket__letter",
            number="ticket__number",
            counter="counter__number",
            service="ticket__service",
        )
    )[:SENT]
    outage = Outage.objects.filter(office=OuterRef("pk"), ended_at=None)
    found = Office.objects.annotate(
        sent=ArraySubquery(sent),
        open_counters=Count("counters", filter=Q(counters__is_open=True)),
        outage_note=Subquery(outage.values("note")[:1]),
        outage_until=Subquery(outage.values("estimate")[:1]),
        zone=F("time_zone"),
    ).get(pk=office)
    return Board(
        office=found.name,
        calls=tuple(_called(found.sent)),
        open_counters=found.open_counters,
        outage=found.outage_note or "",
        outage_until=found.outage_until,
        zone=found.zone,
        zone_name=found.get_time_zone_display(),
    )


def _called(sent: Iterable[Mapping[str, Any]]) -> Iterable[Called]:
    for call in sent:
        number = f"{call['letter']}-{call['number']:03d}"
        yield Called(
            ordinal=call["ordinal"],
            number=number,
            counter=call["counter"],
            service=Service(call["service"]).label,
            sentence=announcing.sentence(number, call["counter"]),
            clips=" ".join(announcing.clips(number, call["counter"])),
        )
