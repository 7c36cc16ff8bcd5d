"""`dev.py check`: everything that can be said about the project without running its tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kependudukan.development.command import ROOT, CommandFailed, main, say

_TOOLS = Path(sys.executable).parent
_FOLDERS = ("kependudukan", "registry", "elections", "queueing", "tests", "benchmarks")
# makemigrations warns where it has no database to compare with; none is needed here.
_MANAGE = (sys.executable, "-W", "ignore::RuntimeWarning", "manage.py")


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: its name, the command, what it needs in the environment."""

    name: str
    command: tuple[str, ...]
    variables: dict[str, str] = field(default_factory=dict)

    def outcome(self) -> tuple[int, float, str]:
        """Run it; return its exit code, the seconds it took and what it said."""
        begun = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, time.monotonic() - begun, done.stdout


def checks() -> list[Check]:
    """Return all checks, the slowest first."""
    compose = ("--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    deployment = ("check", "--deploy", "--fail-level", "WARNING")
    return [
        Check("types", (_tool("mypy"), "dev.py", "manage.py", *_with_python(_FOLDERS))),
        Check("templates", (_tool("djlint"), "templates", "--lint", "--check", "--quiet")),
        Check("import contracts", (_tool("lint-imports"),)),
        Check("migrations", (*_MANAGE, "makemigrations", "--check", "--dry-run"), _settings("test")),
        Check("deployment", (*_MANAGE, *deployment), throwaway_production()),
        Check("style", (_tool("ruff"), "check", ".")),
        Check("format", (_tool("ruff"), "format", "--check", ".")),
        Check("compose file", (_tool("check-jsonschema"), *compose)),
        Check("Dockerfile", (_tool("hadolint"), "Dockerfile")),
    ]


def throwaway_production() -> dict[str, str]:
    """Return variables that production settings accept and that open nothing."""
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    return _settings("production") | {
        "SECRET_KEY": hashlib.sha256(os.urandom(32)).hexdigest(),
        "FIELD_ENCRYPTION_KEYS": f"1:{key}",
        "BLIND_INDEX_KEY": key,
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_URL": "https://localhost",
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }


def check(_arguments: list[str]) -> None:
    """Run every check, also after one has failed.

    Raises:
        CommandFailed: at least one failed; the text names them.
    """
    failed: list[str] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for one, running in [(one, pool.submit(one.outcome)) for one in checks()]:
            code, seconds, output = running.result()
            say(f"{'FAILED' if code else 'passed'} {seconds:5.1f} s  {one.name}")
            if code:
                failed.append(one.name)
                say(output)
    if failed:
        raise CommandFailed(f"Checks that failed: {', '.join(failed)}")


def _tool(name: str) -> str:
    return str(_TOOLS / name)


def _with_python(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders that hold any Python; mypy fails on one without."""
    return tuple(folder for folder in folders if any((ROOT / folder).rglob("*.py")))


def _settings(name: str) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": f"kependudukan.settings.{name}"}


if __name__ == "__main__":
    main(check)
