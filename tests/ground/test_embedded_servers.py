"""The embedded servers: one for all who ask, found again, and a kill loses nothing acknowledged."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psycopg2
import pytest
import redis

from kependudukan import embedded
from kependudukan.embedded.postgres import LOG_SETTINGS
from tests.ground.servers import (
    ask,
    burying_orphans,
    cursor_of,
    postmaster_pid,
    servers,
    start_in_another_process,
    wait_for_end,
)

pytestmark = pytest.mark.fault


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def broker(var: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=embedded.broker_url(var).removeprefix("redis+socket://"))


@pytest.mark.race
def test_many_processes_that_start_at_once_share_one_server(var: Path) -> None:
    with servers(var, database=False, broker=False):
        started = [start_in_another_process(var) for _ in range(6)]

        assert [process.wait() for process in started] == [0] * 6, [p.communicate() for p in started]
        listeners = {ask(var, "SELECT pg_postmaster_start_time()") for _ in started}
        assert len(listeners) == 1
        assert (var / "postgres" / "log").read_text().count("ready to accept connections") == 1
        assert broker(var).ping()


def test_a_running_server_is_found_again(var: Path) -> None:
    with servers(var):
        first = postmaster_pid(var)

        embedded.start(var)

        assert postmaster_pid(var) == first


def test_data_are_there_after_stop_and_start(var: Path) -> None:
    with servers(var):
        with cursor_of(var) as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        broker(var).set("kept", "7")
        embedded.stop(var)

        embedded.start(var)

        assert ask(var, "SELECT figure FROM kept") == "7"
        assert broker(var).get("kept") == b"7"


@pytest.mark.parametrize("buried", [True, False], ids=["waited for", "left a zombie"])
def test_rows_acknowledged_before_a_kill_are_there_after_it(var: Path, *, buried: bool) -> None:
    """A zombie is what a container without an init process leaves of a killed server."""
    with burying_orphans(), servers(var, broker=False):
        with cursor_of(var) as cursor:
            cursor.execute("CREATE TABLE kept (figure integer)")
            for figure in range(500):
                cursor.execute("INSERT INTO kept VALUES (%s)", [figure])
            killed = postmaster_pid(var)
            os.kill(killed, signal.SIGKILL)
            wait_for_end(killed, bury=buried)

        embedded.start(var, broker=False)

        assert ask(var, "SELECT count(*) FROM kept") == "500"
        assert postmaster_pid(var) != killed
        if not buried:
            wait_for_end(killed)


def test_a_killed_broker_is_started_again_with_what_it_held(var: Path) -> None:
    with burying_orphans(), servers(var, database=False):
        broker(var).rpush("queue", "one", "two")
        # The log is synced each second; a killed process has handed it to the kernel before it answers.
        killed = int((var / "valkey" / "pid").read_text())
        os.kill(killed, signal.SIGKILL)
        wait_for_end(killed)

        embedded.start(var, database=False)

        assert broker(var).lrange("queue", 0, -1) == [b"one", b"two"]


def test_a_half_made_data_folder_is_made_anew(var: Path) -> None:
    half = var / "postgres" / "data.part"
    half.mkdir(parents=True, mode=0o700)
    half.parent.chmod(0o700)
    (half / "PG_VERSION").write_text("18")

    with servers(var, broker=False):
        assert ask(var, "SELECT 1") == "1"
        assert not half.exists()


def test_data_of_another_major_version_are_refused_with_what_to_do(var: Path) -> None:
    with servers(var, broker=False):
        embedded.stop(var)
        version = var / "postgres" / "data" / "PG_VERSION"
        version.write_text("9\n")

        with pytest.raises(embedded.EmbeddedServerError, match=r"made by PostgreSQL 9.*Dump it"):
            embedded.start(var, broker=False)


def test_a_folder_with_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    var = tmp_path / ("panjang-" * 20)

    with servers(var):
        assert ask(var, "SELECT 1") == "1"
        assert broker(var).ping()
        assert len(embedded.broker_url(var)) < 107


def test_a_folder_with_blanks_quotes_and_accents_is_fine(tmp_path: Path) -> None:
    var = tmp_path / "kantor 'dinas' é"

    with servers(var):
        assert ask(var, "SELECT 1") == "1"
        assert broker(var).ping()


def test_variables_meant_for_another_postgresql_do_not_reach_ours(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "elsewhere", "PGOPTIONS": "-c nothing=1"}.items():
        monkeypatch.setenv(name, value)

    with servers(var, broker=False):
        monkeypatch.delenv("PGOPTIONS")
        assert ask(var, "SELECT 1") == "1"


def test_stopping_what_does_not_run_is_harmless(var: Path) -> None:
    embedded.stop(var)

    assert not var.exists()


def test_names_sort_alike_on_every_machine(var: Path) -> None:
    with servers(var, broker=False):
        order = ask(var, "SELECT string_agg(n, '' ORDER BY n) FROM unnest(ARRAY['b', 'A', 'a', 'B', 'é']) n")

    assert order == "ABabé"


def test_a_failing_statement_leaves_no_value_in_the_log(var: Path) -> None:
    with servers(var, broker=False):
        with cursor_of(var) as cursor:
            cursor.execute("CREATE TABLE person (number text PRIMARY KEY)")
            cursor.execute("INSERT INTO person VALUES ('secret-of-siti')")
            with pytest.raises(psycopg2.errors.UniqueViolation):
                cursor.execute("INSERT INTO person VALUES (%s)", ["secret-of-siti"])
        found = {name: ask(var, f"SHOW {name}") for name in LOG_SETTINGS}
        log = (var / "postgres" / "log").read_text()

    assert found == LOG_SETTINGS
    assert "duplicate key" in log
    assert "secret-of-siti" not in log


def test_durability_is_on_outside_the_tests(var: Path) -> None:
    durable = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")

    with servers(var, broker=False):
        assert {name: ask(var, f"SHOW {name}") for name in durable} == dict.fromkeys(durable, "on")
