"""The theme's palette is off: what is typed there, names of people too, would stand in addresses and in logs."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest


def no_palette(_request: HttpRequest) -> NoReturn:
    """Answer that there is no such page.

    Raises:
        Http404: always.
    """
    raise Http404
