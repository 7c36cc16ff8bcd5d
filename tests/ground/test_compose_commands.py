"""The very commands and health checks of docker-compose.yml, run under production settings.

They run here as processes beside each other, on a database and a broker of their own in the servers of the
test run: the embedded ones, or those that DATABASE_URL and REDIS_URL name.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.conf import settings

from kependudukan.development.check import throwaway_production
from tests.ground import compose

pytestmark = [pytest.mark.task, pytest.mark.fault]
ROOT = Path(__file__).resolve().parents[2]
DATABASE = "kependudukan_production_try"
BROKER_NUMBER = 7
SECONDS_TO_HEALTH = 60
SECONDS_TO_END = 30


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a web service, on a new database that is dropped afterwards."""
    server = settings.DATABASES["default"]
    _maintain(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    _maintain(server, f"CREATE DATABASE {DATABASE}")
    given = throwaway_production()
    filled = compose.services(given | {"POSTGRES_PASSWORD": "unused"})["web"]["environment"]
    yield {
        **os.environ,
        **filled,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": _database_url(server),
        "REDIS_URL": _broker_url(settings.CELERY_BROKER_URL),
        "KEPENDUDUKAN_VAR": str(tmp_path_factory.mktemp("production")),
        "PORT": str(_free_port()),
    }
    _maintain(server, f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.fixture(scope="module")
def services(variables: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Web, worker, deliverer and beat after the migration, each with its health check passed."""
    described = compose.services(throwaway_production() | {"POSTGRES_PASSWORD": "unused"})
    _call(described["migrate"]["command"], variables)
    # What the Dockerfile does when the image is built.
    _call(["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], variables)
    running = {
        name: subprocess.Popen(described[name]["command"], cwd=ROOT, env=variables, start_new_session=True)
        for name in ("web", "worker", "notices", "beat")
    }
    try:
        for name, process in running.items():
            _await_health(name, described[name], process, variables)
        yield running
    finally:
        for process in running.values():
            process.terminate()
        codes = {name: process.wait(SECONDS_TO_END) for name, process in running.items()}
    assert codes == {"web": 0, "worker": 0, "notices": 0, "beat": 0}


def _await_health(
    name: str, service: dict[str, Any], process: subprocess.Popen[bytes], variables: dict[str, str]
) -> None:
    question = service["healthcheck"]["test"][1:]
    until = time.monotonic() + SECONDS_TO_HEALTH
    while subprocess.run(question, cwd=ROOT, env=variables, check=False).returncode:
        assert process.poll() is None, f"{name} has ended"
        assert time.monotonic() < until, f"{name} is not healthy"
        time.sleep(0.5)


def page(variables: dict[str, str], path: str, *, secure: bool = True) -> tuple[int, str]:
    """Ask the web service as a proxy in front of it does, led on to where a page is; return status and body."""
    link = http.client.HTTPConnection("127.0.0.1", int(variables["PORT"]), timeout=30)
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https" if secure else "http"}
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    if answer.status == 302:
        return page(variables, answer.headers["Location"], secure=secure)
    return answer.status, body


def test_all_services_become_healthy(services: dict[str, subprocess.Popen[bytes]]) -> None:
    assert {name: process.poll() for name, process in services.items()} == dict.fromkeys(services)


@pytest.mark.usefixtures("services")
def test_a_job_goes_through_the_worker_and_its_ranking_is_served(variables: dict[str, str]) -> None:
    _call(["python", "manage.py", "try_out"], variables)

    status, body = page(variables, "/peringkat/")

    assert status == 200
    assert "Mojokerto" in body


@pytest.mark.usefixtures("services")
def test_style_sheets_are_served_under_names_that_change_with_them(variables: dict[str, str]) -> None:
    _status, body = page(variables, "/peringkat/")
    sheet = next(part for part in body.split('"') if part.startswith("/static/") and part.endswith(".css"))

    assert page(variables, sheet)[0] == 200
    assert len(sheet.split(".")) == 3


@pytest.mark.usefixtures("services")
def test_a_request_without_tls_is_sent_to_tls(variables: dict[str, str]) -> None:
    assert page(variables, "/peringkat/", secure=False)[0] == 301


def _call(command: list[str], variables: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _maintain(server: dict[str, Any], statement: str) -> None:
    link = psycopg2.connect(
        dbname="postgres",
        user=server["USER"],
        password=server["PASSWORD"],
        host=server["HOST"],
        port=server["PORT"] or 5432,
    )
    link.autocommit = True
    link.cursor().execute(statement)
    link.close()


def _database_url(server: dict[str, Any]) -> str:
    account = f"{quote(server['USER'])}:{quote(server['PASSWORD'], safe='')}"
    if server["HOST"].startswith("/"):
        return f"postgres://{account}@:{server['PORT']}/{DATABASE}?{urlencode({'host': server['HOST']})}"
    return f"postgres://{account}@{server['HOST']}:{server['PORT'] or 5432}/{DATABASE}"


def _broker_url(url: str) -> str:
    """Return the address of a database of our own in the same broker."""
    if url.startswith("redis+socket:"):
        return f"{url}?virtual_host={BROKER_NUMBER}"
    return f"{url.rpartition('/')[0]}/{BROKER_NUMBER}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
