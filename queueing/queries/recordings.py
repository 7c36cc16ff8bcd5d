"""Recording sessions as a desk asks for them, inside the officer's area."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet

from queueing.models import Device, Office, RecordingSession

#: So many sessions of a day are listed.
SHOWN = 200


def of_the_day(office: Office, day: datetime.date) -> Sequence[RecordingSession]:
    """Return the sessions of an office's day: those under way first, then the latest."""
    found = _whole().filter(office=office, day=day)
    return list(found.order_by("-ended_at", "-started_at")[:SHOWN])


def session(pk: int) -> RecordingSession:
    """Return one session with all that its page shows.

    Raises:
        RecordingSession.DoesNotExist: there is none in the officer's area.
    """
    return _whole().prefetch_related("parts").get(pk=pk)


def devices_of(office: int) -> QuerySet[Device]:
    """Return the recording sets of an office that work."""
    return Device.objects.filter(office=office, works=True).order_by("name")


def _whole() -> QuerySet[RecordingSession]:
    return RecordingSession.objects.select_related("office", "ticket", "device", "officer")
