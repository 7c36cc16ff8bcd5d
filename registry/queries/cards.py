"""Whose recording failed, so that she is to come again."""

from __future__ import annotations

from registry.models import Resident
from registry.rules.card_status import NEEDS_RECAPTURE


def to_be_recaptured(*, place: str = "", after: int = 0, most: int = 500) -> list[int]:
    """Return the ids of those in the scope in force whose recording failed, in the order of their ids.

    A port: whoever invites people to book a place asks here whom. The registry knows nobody who does.

    Args:
        place: code of a region inside the scope; empty for all of it.
        after: the last id of the part before.
        most: so many at once.
    """
    people = Resident.objects.alive().filter(card__state__in=NEEDS_RECAPTURE, pk__gt=after)
    if place:
        people = people.living_in(place)
    return list(people.order_by("pk").values_list("pk", flat=True)[:most])
