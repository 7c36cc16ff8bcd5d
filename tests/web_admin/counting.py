"""Counts what a page asks the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST = 12


def queries_of(client: Client, page: str) -> int:
    """Return how often a page asks; the transaction around a test turns the page's own into savepoints, not counted."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)
