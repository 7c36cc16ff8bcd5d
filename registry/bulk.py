"""Rows in bulk between PostgreSQL and Arrow, over ADBC's COPY: a million rows in seconds, without Python rows.

The connection is one of its own: it sees what is committed, and what it writes is committed before it closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
from adbc_driver_postgresql import dbapi
from django.db import connection


def address() -> str:
    """Return the default database as a libpq URI; a host that is a folder is a socket."""
    settings = connection.settings_dict
    user, password = quote(settings["USER"], safe=""), quote(settings["PASSWORD"], safe="")
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    host, port = settings["HOST"], settings["PORT"]
    query = dict(settings.get("OPTIONS", {}))
    if host.startswith("/"):
        query["host"] = host
        host = ""
    at = f"{host}:{port}" if port else host
    tail = f"?{urlencode(query)}" if query else ""
    return f"postgresql://{login}{at}/{quote(settings['NAME'], safe='')}{tail}"


@contextmanager
def _cursor() -> Iterator[Any]:
    with dbapi.connect(address()) as link, link.cursor() as cursor:
        yield cursor
        link.commit()


@contextmanager
def rows_out(query: str) -> Iterator[pa.RecordBatchReader]:
    """Run one query and read its rows as Arrow batches; they all come from one snapshot."""
    with _cursor() as cursor:
        cursor.execute(query)
        yield cursor.fetch_record_batch()


def rows_in(table: str, rows: pa.RecordBatchReader) -> int:
    """Append the rows to a table that is there; return how many there were."""
    with _cursor() as cursor:
        return int(cursor.adbc_ingest(table, rows, mode="append"))
