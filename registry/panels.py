"""The port by which other apps add what they know of a resident to her page; `kependudukan` wires who does.

The registry knows nobody: settings.RESIDENT_PANELS names callables `(resident_id, officer) -> Panel | None`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Asker(Protocol):
    """The officer who looks, as far as a panel needs to know her."""

    def has_perm(self, perm: str) -> bool:
        """Return whether her role holds the permission."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of the resident's page: its heading, and a template that shows `context` below it."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Contributor(Protocol):
    """What an app gives: its panel of one resident, or None when it has nothing to say to this officer."""

    def __call__(self, resident_id: int, officer: Asker) -> Panel | None:
        """Return the panel. The page has already made sure that the officer may see this resident."""


def of(resident_id: int, officer: Asker) -> Iterator[Panel]:
    """Give the panels of all apps that have something to say, in the order of the setting."""
    for path in settings.RESIDENT_PANELS:
        contributor: Contributor = import_string(path)
        if panel := contributor(resident_id, officer):
            yield panel
