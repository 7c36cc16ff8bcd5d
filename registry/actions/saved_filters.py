"""Filters of lists, kept under a name and thrown away again."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from registry.models import Officer, SavedFilter

MOST: Final = 20
"""As many names as an officer can still find her way among, for each list."""


class FilterNameless(Exception):
    """A filter needs a name to be found by."""


class NothingFiltered(Exception):
    """The list shows everything: there is nothing to keep."""


class FiltersFull(Exception):
    """The officer has as many saved filters of this list as there may be."""


class FilterNotOwned(Exception):
    """Only whoever saved a filter throws it away."""


@transaction.atomic
def keep(*, page: str, name: str, query: str, shared: bool, by: Officer) -> SavedFilter:
    """Keep a selection under a name; one of the same name is replaced.

    Args:
        page: the list, as "registry.resident".
        name: what the officer calls it.
        query: the filters of the address, already cut down to those the page itself offers.
        shared: whether the officers of the same area see it too.
        by: the officer.

    Raises:
        FilterNameless: the name is blank.
        NothingFiltered: no filter is on.
        FiltersFull: there are too many already.
    """
    name = " ".join(name.split())[:60]
    if not name:
        raise FilterNameless
    if not query or len(query) > 500:
        raise NothingFiltered
    Officer.objects.select_for_update().get(pk=by.pk)  # her filters are counted and added to one at a time
    own = SavedFilter.objects.filter(officer=by, page=page)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise FiltersFull
    kept, _made = SavedFilter.objects.update_or_create(
        officer=by, page=page, name=name, defaults={"query": query, "shared": shared}
    )
    return kept


@transaction.atomic
def throw_away(*, pk: int, by: Officer) -> None:
    """Delete one of one's own.

    Raises:
        FilterNotOwned: it is somebody else's, or gone.
    """
    deleted, _each = SavedFilter.objects.filter(pk=pk, officer=by).delete()
    if not deleted:
        raise FilterNotOwned
