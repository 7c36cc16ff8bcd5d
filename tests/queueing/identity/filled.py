"""Forms as residents fill them: held, named, proven; and the people of the registry whom they name."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

from django.utils import timezone

from queueing.actions import entitlements, holds, one_time_codes, people
from queueing.actions.people import Person
from queueing.choices import Channel, Lane, NoticeKind
from queueing.models import Booking, Notice, Party, RecordingSlot
from registry.choices import CardStatus
from registry.models import Resident
from tests.factories.queueing import SlotFactory
from tests.registry.desk import household, resident

PHONE = "+628123456789"
NIKS = [f"351608410890770{number}" for number in range(1, 10)]
KK_NUMBER, OTHER_KK_NUMBER = "3516080101057711", "3516080101057722"
#: A well-formed NIK and KK number that nobody has.
NOBODY = "3516084108907999"


def now() -> datetime.datetime:
    return timezone.now()


def a_held_form(slot: RecordingSlot | None = None, *, persons: int = 1, lane: str = Lane.GENERAL) -> Party:
    """Hold places as the page of slots does, with nothing filled in yet."""
    slot = slot or SlotFactory.create(seats=persons)
    return holds.hold(key=uuid.uuid4(), slot=slot, persons=persons, lane=lane, at=now())


def name(party: Party, *niks: str, **given: Any) -> Party:
    """Fill in the form for as many people as there are NIKs."""
    typed = [Person(name=f"ORANG {place}", nik=nik) for place, nik in enumerate(niks, start=1)]
    facts = {"kk_number": KK_NUMBER, "contact": PHONE, "channel": Channel.WHATSAPP, "at": now(), "people": typed}
    return people.name_people(party=party.pk, **{**facts, **given})


def figures_sent(party: Party) -> str:
    """Return the figures of the newest code, as they stand in the message."""
    notice = Notice.unscoped.filter(party_id=party.pk, kind=NoticeKind.ONE_TIME_CODE).latest("created_at")
    found = re.search(r"\b\d{6}\b", notice.body)
    assert found
    return found[0]


def prove(party: Party) -> None:
    one_time_codes.prove(party=party.pk, figures=figures_sent(party), at=now())


def a_proven_form(*niks: str, slot: RecordingSlot | None = None, **given: Any) -> Party:
    """A form with people whose contact is proven; nothing was told yet."""
    party = name(a_held_form(slot, persons=len(niks)), *niks, **given)
    if party.contact_proved_at is None:
        prove(party)
    return party


def tell(party: Party) -> entitlements.Answer:
    return entitlements.tell(party=party.pk, at=now())


def people_in(party: Party) -> list[Booking]:
    return list(Booking.unscoped.filter(party=party).order_by("ordinal"))


def somebody(nik: str = NIKS[0], *, kk_number: str = KK_NUMBER, **given: Any) -> Resident:
    """Somebody of the registry who has yet to be recorded, alone on her KK."""
    home = given.pop("household", None) or household(number=kk_number)
    facts = {"card__state": CardStatus.UNREGISTERED, **given}
    return resident("SITI AMINAH", number=nik, household=home, **facts)
