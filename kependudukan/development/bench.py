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
    """Run the named benchmark with the further arguments, or all of them: a file each, or a package."""
    folder = ROOT / "benchmarks"
    names = sorted(
        [script.stem for script in folder.glob("[!_]*.py")]
        + [main.parent.name for main in folder.glob("*/__main__.py")]
    )
    if arguments:
        names = [name for name in names if name == arguments[0]]
    if not names:
        raise CommandFailed("There is no such benchmark; they are the files and packages in benchmarks/.")
    os.environ.setdefault("KEPENDUDUKAN_VAR", str(ROOT / "var" / "bench"))
    with embedded_servers():
        manage("migrate", "--noinput", "--verbosity", "0")
        for name in names:
            say(f"--- {name}")
            python("-m", f"benchmarks.{name}", *arguments[1:])


if __name__ == "__main__":
    main(bench)
