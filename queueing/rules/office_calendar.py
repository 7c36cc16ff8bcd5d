"""What is known of an office's days, and the slots and seats that a day is cut into by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queueing.rules import releasing
from queueing.rules.seating import SeatPlan, plan_seats
from queueing.rules.timetable import Closed, SlotTimes, Stretch, cut, stretches_on


@dataclass(frozen=True, slots=True)
class Plan:
    """How an office cuts its hours and when it opens them; these defaults are those of `ReleasePlan`, which see."""

    slot_minutes: int = 30
    minutes_per_recording: int = 10
    walk_in_percent: int = 20
    priority_percent: int = 10
    same_day_percent: int = 20
    days_ahead: int = 14
    opens_at: time = time(19)
    same_day_at: time = time(6)
    priority_earlier_days: int = 2


@dataclass(frozen=True, slots=True)
class Closing(Closed):
    """A closure with what it is for, as people read it."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """Days, half-open, on which only a share of the seats is given out."""

    starts_on: date
    ends_on: date
    percent: int


@dataclass(frozen=True, slots=True)
class OpeningSeat:
    """A planned seat, and the moment (UTC) from which it may be claimed."""

    seat: SeatPlan
    opens_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCalendar:
    """The week, the exceptions and the devices that work; days are those of the clock in `zone`."""

    zone: str
    devices: int
    plan: Plan = Plan()
    weekly: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    closures: Mapping[date, Sequence[Closing]] = field(default_factory=dict)
    extra: Mapping[date, Sequence[Stretch]] = field(default_factory=dict)
    protocols: Sequence[Protocol] = ()

    def today(self, at: datetime) -> date:
        """Which day it is there."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def published_days(self, at: datetime) -> Iterator[date]:
        """Today and the days after, up to the last whose priority seats have opened or open today."""
        today = self.today(at)
        for ahead in range(self.plan.days_ahead + self.plan.priority_earlier_days + 1):
            yield today + timedelta(days=ahead)

    def stretches(self, day: date) -> tuple[Stretch, ...]:
        """When it is open."""
        return stretches_on(
            day,
            self.weekly,
            holiday=day in self.holidays,
            closures=self.closures.get(day, ()),
            extra=self.extra.get(day, ()),
        )

    def protocol_on(self, day: date) -> Protocol | None:
        """The health protocol that holds; at most one does."""
        return next((period for period in self.protocols if period.starts_on <= day < period.ends_on), None)

    def slots_on(self, day: date) -> tuple[SlotTimes, ...]:
        """The slots that a day is cut into; none where there is no seat in them."""
        if not self.seats_on(day):
            return ()
        return cut(day, self.stretches(day), self.plan.slot_minutes, self.zone)

    def seats_on(self, day: date) -> tuple[OpeningSeat, ...]:
        """The seats of every slot of a day."""
        protocol = self.protocol_on(day)
        planned = plan_seats(
            devices=self.devices,
            slot_minutes=self.plan.slot_minutes,
            minutes_per_recording=self.plan.minutes_per_recording,
            protocol_percent=protocol.percent if protocol else 100,
            walk_in_percent=self.plan.walk_in_percent,
            priority_percent=self.plan.priority_percent,
            same_day_percent=self.plan.same_day_percent,
        )
        return tuple(OpeningSeat(seat, self.opens_at(day, seat.lane, same_day=seat.same_day)) for seat in planned)

    def opens_at(self, day: date, lane: str, *, same_day: bool = False) -> datetime:
        """From when seats of a day may be claimed (UTC)."""
        return releasing.opens_at(
            day,
            lane=lane,
            same_day=same_day,
            days_ahead=self.plan.days_ahead,
            opens_at=self.plan.opens_at,
            same_day_at=self.plan.same_day_at,
            priority_earlier_days=self.plan.priority_earlier_days,
            zone=self.zone,
        )

    def still_serves(self, slot: SlotTimes) -> bool:
        """Whether a published slot may still be given out: no closure and no holiday was set on it since."""
        starts_at, ends_at = (moment.astimezone(ZoneInfo(self.zone)) for moment in (slot.starts_at, slot.ends_at))
        begins, ends = starts_at.time(), ends_at.time()
        day = starts_at.date()
        shut = self.closures.get(day, ())
        if any((one.until or time.max) > begins and (one.from_ or time.min) < ends for one in shut):
            return False
        extra = self.extra.get(day, ())
        return day not in self.holidays or any(more.opens_at <= begins and ends <= more.closes_at for more in extra)
