"""Empties the tables that a committing test has filled; Django empties all there are, a hundred times as slowly."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

#: What migrating writes and every test may rely on; Django empties and writes it anew each time.
_KEPT = {"django_content_type", "auth_permission"}
#: Bytes from which a table is cut off rather than emptied row by row: deleted rows stay in its file for a while.
_LARGE = 1_000_000


def empty_tables() -> None:
    """Delete every row of every model but permissions, once those who still write have ended.

    Needs a superuser, as the embedded PostgreSQL's user is: rows that refer to each other go in any order, and
    no trigger of an append-only table may refuse.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = sorted(set(tables) - _KEPT)
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        sizes = _sizes_of_filled(cursor, tables)
        large = {table for table, size in sizes.items() if size > _LARGE}
        if large:
            cursor.execute(f"TRUNCATE {', '.join(sorted(large))} CASCADE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in sizes.keys() - large:
            cursor.execute(f"DELETE FROM {table}")


def _sizes_of_filled(cursor: CursorWrapper, tables: list[str]) -> dict[str, int]:
    """Return the size in bytes of each table that holds a row."""
    looks = (f"SELECT '{table}', pg_table_size('{table}') WHERE EXISTS (SELECT FROM {table})" for table in tables)
    cursor.execute(" UNION ALL ".join(looks))
    return dict(cursor.fetchall())
