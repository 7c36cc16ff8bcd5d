"""What the public's pages look at: kept for moments, and published on sight where no job has done it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from queueing.actions import publishing
from queueing.locks import Crowded
from queueing.models import Outage
from queueing.moments import Moments
from queueing.queries import availability
from queueing.queries.availability import OfficeAhead, RegencyAhead

_offices: Final = Moments[OfficeAhead | None]()
_regencies: Final = Moments[RegencyAhead | None]()
_outages: Final = Moments[Outage | None]()
_places: Final = Moments[Sequence[tuple[str, str]]]()


def office(office_id: int, at: datetime.datetime, *, within: float = float("inf")) -> OfficeAhead | None:
    """Return an office as it was a moment ago, or at most `within` seconds ago; None where none serves."""
    return _offices.get(office_id, lambda: _office(office_id, at), within=within)


def regency(code: str | None, at: datetime.datetime) -> RegencyAhead | None:
    """Return the offices of a regency, or of the only one that has any; None where that is not one."""
    return _regencies.get(code, lambda: _regency(code, at))


def regencies() -> Sequence[tuple[str, str]]:
    """Return code and name of every regency with an office that serves."""
    return _places.get("all", availability.regencies)


def outage(office_id: int) -> Outage | None:
    """Return the outage that an office has at present, as it was a moment ago."""
    going_on = Outage.objects.filter(office=office_id, ended_at=None).select_related("office")
    return _outages.get(office_id, going_on.first)


def forget() -> None:
    """Look again at everything."""
    for known in (_offices, _regencies, _outages, _places):
        known.forget()


def _office(office_id: int, at: datetime.datetime) -> OfficeAhead | None:
    found = availability.office(office_id, at)
    return availability.office(office_id, at) if found and _published_now([found]) else found


def _regency(code: str | None, at: datetime.datetime) -> RegencyAhead | None:
    found = availability.regency(code, at)
    return availability.regency(code, at) if found and _published_now(found.offices) else found


def _published_now(offices: Sequence[OfficeAhead]) -> bool:
    """Publish what is missing, unless somebody else is at it: five hundred visitors do it once."""
    try:
        return sum(publishing.publish(office=one.id, at=one.at, wait=False) for one in offices if one.unpublished) > 0
    except Crowded:
        return False
