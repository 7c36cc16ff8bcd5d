"""`dev.py bench`: runs what benchmarks/ times, on durable servers of its own."""

from __future__ import annotations

import os

from kependudukan.development.command import (
    ROOT,
    CommandFailed,
    embedded_servers,
    main,
    manage,
    python,
    say,
)


def bench(arguments: list[str]) -> None:
    """Run the named benchmark with the further arguments, or all of them."""
    scripts = sorted((ROOT / "benchmarks").glob("[!_]*.py"))
    if arguments:
        scripts = [script for script in scripts if script.stem == arguments[0]]
    if not scripts:
        raise CommandFailed("There is no such benchmark; they are the files in benchmarks/.")
    os.environ.setdefault("KEPENDUDUKAN_VAR", str(ROOT / "var" / "bench"))
    with embedded_servers():
        manage("migrate", "--noinput", "--verbosity", "0")
        for script in scripts:
            say(f"--- {script.stem}")
            python(str(script), *arguments[1:])


if __name__ == "__main__":
    main(bench)
