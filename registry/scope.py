"""Whose rows may be seen: the areas of whoever is asking, carried by the running request, task or command.

A scoped manager refuses to answer outside a scope, so that forgetting one is an error and never a leak.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db import models

NATION = "00"
_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class ScopeMissing(RuntimeError):
    """Personal data was asked for by code that did not say on whose behalf."""


def within(column: str, code: str) -> models.Q:
    """Return the filter "this region or inside it" on a region code column.

    Codes sort bytewise and "/" follows ".": the range holds the code and those that begin with it and a dot. It is
    one range, so that an index on the column serves it and gives its rows in order.
    """
    return models.Q(**{f"{column}__gte": code, f"{column}__lt": f"{code}/"})


class HasArea(Protocol):
    """Somebody whose area is known by the code of a region: an officer."""

    area_id: str | None


@dataclass(frozen=True)
class Scope:
    """The regions that may be seen, as codes; everything inside them is included."""

    regions: frozenset[str]

    def condition(self, column: str) -> models.Q:
        """Return the filter on a region code column; no region at all lets nothing through."""
        if NATION in self.regions:
            return models.Q()
        inside = models.Q(pk__in=[])
        for code in sorted(self.regions):
            inside |= within(column, code)
        return inside


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """Return the scope in force.

    Raises:
        ScopeMissing: there is none.
    """
    scope = _current.get()
    if scope is None:
        raise ScopeMissing("name a scope first: `with scope.of(officer):` or `with scope.everywhere():`")
    return scope


@contextmanager
def of(officer: HasArea) -> Iterator[None]:
    """See what this officer may see: her area and everything inside it; without an area, nothing."""
    with _entered(Scope(frozenset({officer.area_id} if officer.area_id else ()))):
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """See everything: for intakes, reconciliations and commands that act for the office itself."""
    with _entered(Scope(frozenset({NATION}))):
        yield


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


class ScopedManager(models.Manager[_Row_co]):
    """Answers only inside a scope, and only about the areas in it.

    Args:
        column: the region code column to narrow by, from the model's own table.
    """

    use_in_migrations = False

    def __init__(self, column: str = "region_id") -> None:
        super().__init__()
        self.column = column

    def get_queryset(self) -> models.QuerySet[_Row_co]:
        """Return the rows inside the scope in force.

        Django makes the manager of a relation (`resident.civil_events`) without arguments: the column is the one
        that the model itself declares.
        """
        declared = self.model._meta.default_manager
        column = declared.column if isinstance(declared, ScopedManager) else self.column
        return super().get_queryset().filter(current().condition(column))
