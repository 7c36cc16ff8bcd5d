"""What tests of choosing a place share: pages, slots and forms of the Monday after the rush."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.test import Client

from queueing.models import Office, RecordingSlot

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

#: Saturday 21 November 2020, 08.00 in Jakarta.
RUSH = datetime.datetime(2020, 11, 21, 1, 0, tzinfo=datetime.UTC)
MONDAY, TUESDAY, SUNDAY = (datetime.date(2020, 11, day) for day in (23, 24, 29))


def words(answer: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(office: Office, day: datetime.date | str = MONDAY) -> str:
    return f"/antre/kantor/{office.pk}/{day}/"


def slot_of(office: Office, day: datetime.date = MONDAY, number: int = 0) -> RecordingSlot:
    """Return a slot of a day, published by a visit."""
    Client().get(page_of(office, day))
    return RecordingSlot.objects.select_related("office").filter(office=office, day=day).order_by("starts_at")[number]


def form(slot: RecordingSlot, **changed: Any) -> dict[str, Any]:
    return {"sesi": slot.pk, "orang": "1", "prioritas": "tidak", "kunci": str(uuid.uuid4())} | changed


def send(office: Office, slot: RecordingSlot, **changed: str) -> Answer:
    return Client().post(page_of(office, slot.day), form(slot, **changed))
