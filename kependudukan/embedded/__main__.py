"""`python -m kependudukan.embedded start|stop`: the embedded servers of KEPENDUDUKAN_VAR by hand.

A server is left alone where DATABASE_URL or REDIS_URL names another.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kependudukan import embedded


def main(arguments: list[str]) -> int:
    """Start or stop; return the exit code."""
    if arguments not in (["start"], ["stop"]):
        sys.stderr.write("usage: python -m kependudukan.embedded start|stop\n")
        return 2
    var = Path(os.environ.get("KEPENDUDUKAN_VAR", "").strip() or "var").resolve()
    try:
        if arguments == ["stop"]:
            embedded.stop(var)
        else:
            embedded.start(var, **embedded.wanted(os.environ))
    except embedded.EmbeddedServerError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
