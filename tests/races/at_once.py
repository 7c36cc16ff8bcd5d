"""What races are made of: acts in threads of their own, all starting together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections


def all_at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these in threads of their own, all starting together; return what each gave or raised, in their order."""
    said: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def go(at: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            said[at] = act()
        except Exception as refusal:
            said[at] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def through_a_pool(*acts: Callable[[], object], connections_most: int = 32) -> list[object]:
    """Do these over so many connections, each taking the next act that is left; return what each gave or raised."""
    said: list[object] = [None] * len(acts)
    left = iter(range(len(acts)))
    taking = threading.Lock()

    def work() -> None:
        while True:
            with taking:
                at = next(left, None)
            if at is None:
                return
            try:
                said[at] = acts[at]()
            except Exception as refusal:
                said[at] = refusal

    all_at_once(*[work] * min(connections_most, len(acts)))
    return said


def deadlocks() -> int:
    """Return how many deadlocks this database has seen; a connection tells its own when it is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@contextmanager
def without_index(*names: str) -> Iterator[None]:
    """Take these indexes of the queue away; they are made again on tables that are empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        definitions = dict(cursor.fetchall())
        assert set(definitions) == set(names)
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname = ANY(%s)", [list(names)])
        constraints = {name for (name,) in cursor.fetchall()}
        for name in names:
            cursor.execute(f"ALTER TABLE {_table(definitions[name])} DROP CONSTRAINT IF EXISTS {name}")
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE queueing_party, queueing_seat, queueing_booking, queueing_ticket CASCADE")
            for name, definition in definitions.items():
                cursor.execute(definition)
                if name in constraints:
                    cursor.execute(f"ALTER TABLE {_table(definition)} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}")


def _table(definition: str) -> str:
    return definition.partition(" ON ")[2].split()[0]
