"""The access log as it is read: by officer, act, period, area, resident and purpose, one page after another."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from registry import scope
from registry.models import AccessEntry, AccessSeal, Resident, TrailCheck

PAGE: Final = 50
#: So many of an entry's residents are named on a page; of the others the number is said.
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the log. Everything but `purpose` and `mark` is a code or an id, and may stand in an address."""

    officer: int | None = None
    action: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    area: str = ""
    resident: int | None = None
    purpose: str = ""
    mark: uuid.UUID | None = None

    def codes(self) -> dict[str, Any]:
        """Return what may be kept with an export request: codes and ids only."""
        return {
            "officer": self.officer,
            "action": self.action,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "area": self.area,
            "resident": self.resident,
        }


def wish_of(codes: Mapping[str, Any]) -> Wish:
    """Return the wish that `Wish.codes` came from."""
    return Wish(
        officer=codes["officer"],
        action=codes["action"],
        since=_day(codes["since"]),
        until=_day(codes["until"]),
        area=codes["area"],
        resident=codes["resident"],
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the residents named with them, and the entry after which the next page begins."""

    entries: Sequence[AccessEntry]
    residents: Mapping[int, Resident] = field(default_factory=dict)
    next_after: int | None = None


def entries(wish: Wish) -> QuerySet[AccessEntry]:
    """Return the entries inside the scope in force: those written by officers whose area lay in it.

    Commands of the office itself have no area; only the nation sees them.
    """
    found = AccessEntry.objects.filter(scope.current().condition("area"))
    if wish.officer:
        found = found.filter(officer_id=wish.officer)
    if wish.action:
        found = found.filter(action=wish.action)
    if wish.area:
        found = found.filter(scope.within("area", wish.area))
    if wish.purpose:
        found = found.filter(purpose__icontains=wish.purpose)
    if wish.resident or wish.mark:
        shown = Q(residents__contains=[wish.resident]) if wish.resident else Q()
        found = found.filter(shown | Q(mark=wish.mark) if wish.mark else shown)
    return found.filter(period(wish.since, wish.until))


def period(since: datetime.date | None, until: datetime.date | None) -> Q:
    """Return the filter on the office's days from one to another, both included."""
    inside = Q()
    if since:
        inside &= Q(at__gte=_midnight(since))
    if until:
        inside &= Q(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return inside


def page_of(found: QuerySet[AccessEntry], *, after: int | None) -> Page:
    """Return the newest entries, or those older than a given one, with the residents to be named."""
    if after and (last := found.filter(pk=after).values_list("at", flat=True).first()):
        found = found.filter(Q(at__lt=last) | Q(at=last, pk__lt=after), at__lte=last)
    rows = list(found.select_related("officer").order_by("-at", "-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    named = {pk for entry in shown for pk in entry.residents[:NAMED]}
    residents = Resident.objects.filter(pk__in=named).select_related("household").in_bulk() if named else {}
    return Page(shown, residents, shown[-1].pk if len(rows) > PAGE else None)


def moments(since: datetime.date, until: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when the first of these days begins and when the last has ended."""
    return _midnight(since), _midnight(until + datetime.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class SealState:
    """How far the log is sealed, and when it was last read by the verifier."""

    seal: AccessSeal | None
    check: TrailCheck | None


def seal_state() -> SealState:
    """Return the newest seal and the newest check."""
    return SealState(AccessSeal.objects.order_by("-number").first(), TrailCheck.objects.order_by("-pk").first())


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(day, datetime.time.min))
