"""The second net under the scope: in an officer's request PostgreSQL itself hands out only rows of her area.

The first net is the scoped manager (`registry/scope.py`). This one catches a query that went past it: while a request
is answered the connection acts as the role `kependudukan_desk`, which owns nothing and is bound by row-level
security, with her area in a setting that the policies read. Without the setting they let nothing through. Tasks and
commands act for the office itself, as the owner of the tables. What this does not hold is somebody who can run SQL
of her own choice (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from registry.scope import HasArea

ROLE: Final = "kependudukan_desk"
SETTING: Final = "kependudukan.area"

_area: ContextVar[str | None] = ContextVar("area_of_the_connection", default=None)


@contextmanager
def of(officer: HasArea) -> Iterator[None]:
    """Let the connection see what this officer may see while the block runs; without an area, nobody."""
    token = _area.set(officer.area_id or "")
    try:
        if connection.connection is not None:
            _bind(connection)
        yield
    finally:
        _area.reset(token)
        _free()


def _bind(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}; SELECT set_config('{SETTING}', %s, false)", [_area.get()])


def _free() -> None:
    """Give the connection back to the owner; one that cannot be given back is closed."""
    if connection.connection is None:
        return
    outer = _area.get()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; SELECT set_config('{SETTING}', '', false)")
        if outer is not None:
            _bind(connection)
    except DatabaseError:
        # A failed transaction takes both settings back when it rolls back; outside of one nothing may linger.
        if not connection.in_atomic_block:
            connection.close()


def _bind_new(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A connection that is opened on the way is bound as the one before it was."""
    if _area.get() is not None:
        _bind(connection)


connection_created.connect(_bind_new, dispatch_uid="bind_new_connections_to_an_area")
