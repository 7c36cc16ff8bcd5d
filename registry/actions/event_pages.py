"""Opening the pages on which events are recorded: whoever is shown is written down first."""

from __future__ import annotations

import datetime

from django.db import transaction

from registry import sealing
from registry.actions import access
from registry.models import CivilEvent, CivilEventChange, Officer
from registry.models.access import AccessAction
from registry.queries import families
from registry.rules.civil_events.plan import Home, Person


@transaction.atomic
def open_person(resident_id: int, *, title: str, by: Officer, at: datetime.datetime) -> tuple[Person, Home]:
    """Return a resident and her household for the page of an event.

    Raises:
        Resident.DoesNotExist: there is none in the officer's area.
        Household.DoesNotExist: the household lies in another area.
    """
    person = families.person(resident_id)
    home = families.home(person.household_id)
    _seen(f"penduduk {resident_id}", title, [resident_id, *(member.id for member in home.members)], by, at)
    return person, home


@transaction.atomic
def open_home(household_id: int, *, title: str, by: Officer, at: datetime.datetime) -> Home:
    """Return a household for the page of an operation.

    Raises:
        Household.DoesNotExist: there is none in the officer's area.
    """
    home = families.home(household_id)
    _seen(f"keluarga {household_id}", title, [member.id for member in home.members], by, at)
    return home


@transaction.atomic
def open_event(
    event_id: int, *, title: str, by: Officer, at: datetime.datetime
) -> tuple[CivilEvent, list[CivilEventChange]]:
    """Return an event and what it changed of those who are in the officer's area now.

    Raises:
        CivilEvent.DoesNotExist: there is none in the officer's area.
    """
    event = CivilEvent.objects.select_related("resident", "recorded_by", "reverses", "reversed_by").get(pk=event_id)
    changes = families.visible(event.changes.select_related("resident", "household").order_by("pk"))
    people = [change.resident_id for change in changes if change.resident_id]
    _seen(f"peristiwa {event_id}", title, [event.resident_id, *people], by, at)
    return event, changes


@transaction.atomic
def looked_up(number: str, *, is_nik: bool, title: str, by: Officer, at: datetime.datetime) -> None:
    """Write down that a NIK or KK number was typed into the form of an event: the answer tells whose it is."""
    found = families.by_nik(number) if is_nik else None
    access.record(
        action=AccessAction.SEARCH,
        subject=f"pencarian menurut {'NIK' if is_nik else 'nomor KK'}",
        purpose=f"Mengisi {title}",
        by=by,
        at=at,
        residents=[found.pk] if found else [],
        mark=sealing.sealer().index(sealing.SEARCH, number),
    )


def _seen(subject: str, title: str, shown: list[int], by: Officer, at: datetime.datetime) -> None:
    """Write the entry; the first counts as opened, her family was shown beside her."""
    access.record(
        action=AccessAction.VIEW,
        subject=subject,
        purpose=f"Membuka {title}",
        by=by,
        at=at,
        residents=shown[:1],
        beside=shown[1:],
    )
