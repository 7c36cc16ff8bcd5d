"""Whose recording failed, so that she is to come again."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from registry.models import Resident
from registry.rules.card_status import NEEDS_RECAPTURE


def to_be_recaptured(*, place: str = "", after: int = 0, most: int = 500) -> dict[int, uuid.UUID]:
    """Return those in the scope in force whose recording failed: id to the NIK's keyed index, in the order of ids.

    A port: whoever invites people to book a place asks here whom. The registry knows nobody who does.

    Args:
        place: code of a region inside the scope; empty for all of it.
        after: the last id of the part before.
        most: so many at once.
    """
    people = Resident.objects.alive().filter(card__state__in=NEEDS_RECAPTURE, pk__gt=after)
    if place:
        people = people.living_in(place)
    return dict(people.order_by("pk").values_list("pk", "nik_index")[:most])


def to_be_recaptured_of(residents: Collection[int]) -> dict[int, uuid.UUID]:
    """Return the same of these residents alone.

    Whoever is elsewhere, has died or moved away, or needs no other recording is left out.
    """
    people = Resident.objects.alive().filter(card__state__in=NEEDS_RECAPTURE, pk__in=residents)
    return dict(people.values_list("pk", "nik_index"))
