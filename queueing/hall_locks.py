"""Claims and locks of the hall, in one order: a counter, the party of a ticket, the ticket, then the count of calls.

Every step of a counter locks the counter first, so that two hands at one counter take turns. A ticket in line is
claimed without waiting for whoever else is claiming it; one in hand is locked after its party, as check-in does it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from django.db.models import QuerySet

from queueing import locks
from queueing.models import Booking, Counter, Ticket

#: How many of those who come next are looked at: the first ones may be in the hands of other counters.
_LOOKED_AT: Final = 50


def lock_counter(counter: int) -> Counter:
    """Lock a counter until the transaction ends, and return it as it is now.

    Raises:
        Counter.DoesNotExist: there is none.
    """
    found = Counter.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    return found.get(pk=counter)


def lock_counters(counters: Collection[int]) -> list[Counter]:
    """Lock several counters in the order of their ids."""
    return list(Counter.objects.select_for_update(no_key=True).filter(pk__in=counters).order_by("pk"))


def claim_first(order: Sequence[int], *, among: QuerySet[Ticket]) -> Ticket | None:
    """Claim the first of these tickets that is still among those and that nobody else is claiming."""
    for pk in order[:_LOOKED_AT]:
        claimed = among.filter(pk=pk).select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if claimed is not None:
            return claimed
    return None


def lock_ticket(ticket: int) -> Ticket:
    """Lock a ticket, after the party that it was drawn for, and return it as it is now.

    Raises:
        Ticket.DoesNotExist: there is none.
    """
    party = Booking.unscoped.filter(ticket=ticket).values_list("party", flat=True).first()
    if party is not None:
        locks.lock_party(party)
    return Ticket.unscoped.select_for_update(no_key=True).get(pk=ticket)
