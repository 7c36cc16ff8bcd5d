"""What every test rests on: servers of the test run's own, and Chromium where there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from kependudukan import embedded
from tests import canaries
from tests.emptying import empty_tables
from tests.static_files import add_files_once

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

#: The shell first: it is the same browser without windows, and costs a third of the whole one without a screen.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
NO_CHROMIUM = "no Chromium on this machine: apt-get install chromium-headless-shell, or set CHROMIUM to its path"
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: How long a page may take to show what is expected of it, in milliseconds; only a failing test waits as long.
EXPECTED_WITHIN = 20_000
#: What lasts longest, however few its tests: begun last, it would leave one of the two processes with nothing to do.
LONG_FIRST = (
    "tests/faults/",
    "tests/elections/matching/test_resuming.py",
    "tests/crawler/",
    "tests/journeys/",
    "tests/ground/test_compose_commands.py",
    "tests/ground/test_embedded_servers.py",
    "tests/ground/test_dev_command.py",
    "tests/registry/ingest/test_crash_and_resume.py",
    "tests/elections/made_up/test_determinism.py",
    "tests/browser/",
    "tests/races/",
    "tests/registry/intake_desk/test_held_rows.py",
    "tests/elections/matching/test_fanning.py",
    "tests/registry/ingest/test_bad_files.py",
    "tests/ground/test_settings.py",
    "tests/registry/intake_desk/test_from_upload_to_passport.py",
    "tests/test_contracts.py",
)
_leaks: list[str] = []
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers that the environment does not name, in the process that hands out the tests."""
    expect.set_options(timeout=EXPECTED_WITHIN)
    before_task_publish.connect(canaries.note_message, dispatch_uid="canaries")
    if _is_controller(config):
        shutil.rmtree(settings.VAR / "canaries", ignore_errors=True)
        embedded.start(settings.VAR, **embedded.wanted(os.environ), durable=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when anything of a person stands where nothing of a person belongs."""
    if _is_controller(session.config):
        _leaks.extend(canaries.found_in(_books()))
        if _leaks:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _books() -> Iterator[Path]:
    """Give every file that the run's processes and servers have written for somebody else to read."""
    yield from sorted((settings.VAR / "canaries").rglob("*.txt"))
    yield from sorted(settings.VAR.glob("*/log"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop them; stopping is harmless where none was started."""
    if _is_controller(config):
        embedded.stop(settings.VAR)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what touches the database; skip what drives a browser where there is none; order what is shared out."""
    for item in items:
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
        if CHROMIUM is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    yield  # pytest-django sorts by how a test uses the database, whatever its file
    if not _is_controller(config):
        items.sort(key=lambda item: _turn(item.nodeid.partition("::")[0]))


def _turn(file: str) -> int:
    """Return when a file's turn comes: those that last long first, in their order, then all others."""
    return next((turn for turn, begins in enumerate(LONG_FIRST) if file.startswith(begins)), len(LONG_FIRST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the canaries that were found, and the skipped browser tests, in lines that cannot be overlooked."""
    for leak in _leaks:
        terminalreporter.write_line(f"CANARY: {leak}", red=True, bold=True)
    if CHROMIUM is None:
        line = f"WARNING: the browser tests did not run: {NO_CHROMIUM}"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium; root has to do without its sandbox."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*CHROMIUM_ARGUMENTS, *sandbox]}


@pytest.fixture(scope="session")
def migrated_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> set[str]:
    """The tables that the migrations make; Django empties these, and only these, after a test that commits."""
    with django_db_blocker.unblock():
        return _tables()


@pytest.fixture(scope="session", autouse=True)
def only_filled_tables_are_emptied() -> Iterator[None]:
    """Put our way of emptying the tables in the place of Django's."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", staticmethod(empty_tables)):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_up_once() -> Iterator[None]:
    """Put our way of finding static files in the place of WhiteNoise's."""
    with mock.patch.object(WhiteNoiseMiddleware, "add_files_from_finders", add_files_once):
        yield


@pytest.fixture(autouse=True)
def no_table_outlives_its_test(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Drop the staging tables and partitions that a committing test has left; the next one would find them."""
    if not _commits(request.node):
        yield
        return
    before: set[str] = request.getfixturevalue("migrated_tables")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cache.clear()  # tries that were counted; Django empties only the tables of models
        for table in sorted(_tables() - before):
            cursor.execute(f"DROP TABLE IF EXISTS {table} CASCADE")


@pytest.fixture(autouse=True)
def mails_are_written_down() -> Iterator[None]:
    yield
    for message in getattr(mail, "outbox", []):
        canaries.note("mails", str(message.message()))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p')")
        return {name for (name,) in cursor.fetchall() if not name.startswith(("pg_", "information_schema."))}


def _is_controller(config: pytest.Config) -> bool:
    """Return whether this is not one of xdist's workers."""
    return not hasattr(config, "workerinput")
