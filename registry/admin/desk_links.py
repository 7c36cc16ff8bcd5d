"""Where the web admin hands over to the officers' desk; a desk that is not there yet has no address."""

from __future__ import annotations

from typing import Final

from django.urls import NoReverseMatch, reverse

FINDER: Final = "registry:find"
RESIDENT: Final = "registry:resident"


def address(name: str, *args: int) -> str | None:
    """Return the address of a page of the desk, or None where that desk does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
