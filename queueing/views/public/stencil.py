"""Pages that are set once in a moment and filled in for each visitor: setting one costs ten times as much as the rest.

What is hers alone (a key, a token, a toll) stands in the set page as a mark that nobody outside this process knows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import Final

from django.utils.html import escape

from queueing.moments import Moments

#: A page shows places that were looked up a moment before: together no older than five seconds.
KEPT: Final = 2.0
_SECRET: Final = secrets.token_hex(16)

_pages: Final = Moments[str]()


def filled(about: Hashable, set_page: Callable[[Mapping[str, str]], str], values: Mapping[str, str]) -> str:
    """Return the page with the values in the places of their marks.

    Args:
        about: everything that the page depends on beside the values; the language is part of it.
        set_page: makes the page with the marks that it is given, by the names of the values.
        values: what is this visitor's alone; it is escaped as in a template.
    """
    marks = {name: f"{name}-{_SECRET}" for name in values}
    page = _pages.get((about, *marks), lambda: set_page(marks), within=KEPT)
    for name, mark in marks.items():
        page = page.replace(mark, escape(values[name]))
    return page


def forget() -> None:
    """Set every page anew."""
    _pages.forget()
