"""docker-compose.yml, read as far as that is possible without an engine."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kependudukan.embedded.postgres import LOG_SETTINGS
from kependudukan.settings.environment import KNOWN_VARIABLES
from tests.ground import compose

ROOT = Path(__file__).resolve().parents[2]
FILLED = compose.services(dict.fromkeys(compose.places(), "filled"))
OURS = {name: service for name, service in FILLED.items() if "build" in service}
#: What the official image of PostgreSQL reads at its first start.
IMAGE_VARIABLES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}


def test_the_file_keeps_the_schema_of_compose() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")

    done = subprocess.run(
        [tool, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_services_are_the_ones_that_the_system_needs() -> None:
    assert set(FILLED) == {"db", "valkey", "migrate", "web", "worker", "notices", "beat"}
    assert set(OURS) == {"migrate", "web", "worker", "notices", "beat"}


@pytest.mark.parametrize("name", OURS)
def test_the_settings_know_every_variable(name: str) -> None:
    assert set(OURS[name]["environment"]) <= set(KNOWN_VARIABLES)


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_under_production_settings(name: str) -> None:
    assert OURS[name]["environment"]["DJANGO_SETTINGS_MODULE"] == "kependudukan.settings.production"


def test_the_image_of_the_database_knows_every_variable() -> None:
    assert set(FILLED["db"]["environment"]) <= IMAGE_VARIABLES


def test_every_variable_to_fill_in_stands_in_the_example() -> None:
    example = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert set(compose.places()) == example


def test_no_secret_has_a_default() -> None:
    secrets = (
        "POSTGRES_PASSWORD",
        "SECRET_KEY",
        "FIELD_ENCRYPTION_KEYS",
        "BLIND_INDEX_KEY",
        "ALLOWED_HOSTS",
        "PUBLIC_URL",
    )

    assert {name: compose.places()[name] for name in secrets} == dict.fromkeys(secrets, "?")


@pytest.mark.parametrize("name", FILLED)
def test_every_service_that_stays_is_asked_for_its_health(name: str) -> None:
    if FILLED[name].get("restart") == "no":
        assert FILLED["web"]["depends_on"][name] == {"condition": "service_completed_successfully"}
    else:
        assert FILLED[name]["healthcheck"]["test"][0] == "CMD"


def python_modules(command: list[str]) -> list[str]:
    """Return the modules and files that a command line names."""
    line = " ".join(command)
    return re.findall(r"(?:^gunicorn |--app=|-m )([\w.]+)", line) or re.findall(r"(\w+)\.py", line)


@pytest.mark.parametrize("name", OURS)
def test_every_command_names_something_that_exists(name: str) -> None:
    service: dict[str, Any] = OURS[name]
    commands = [service["command"], service.get("healthcheck", {}).get("test", [])[1:]]

    for command in filter(None, commands):
        modules = python_modules(command)
        assert modules, command
        assert all(find_spec(module) for module in modules), command


def test_the_database_writes_no_values_into_its_log() -> None:
    given = dict(option.removeprefix("-c").split("=") for option in FILLED["db"]["command"][1:])

    assert given.items() >= LOG_SETTINGS.items()


def test_the_database_sorts_as_the_embedded_one_does() -> None:
    arguments = FILLED["db"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert arguments.startswith("--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C")


def test_web_and_worker_share_the_folder_of_uploaded_files() -> None:
    folders = {name: OURS[name]["environment"]["KEPENDUDUKAN_VAR"] for name in ("web", "worker")}
    volumes = {name: OURS[name]["volumes"] for name in ("web", "worker")}

    assert len(set(folders.values())) == 1
    assert volumes["web"] == volumes["worker"] == [f"files:{folders['web']}"]
    assert f"-m 0700 {folders['web']}" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", OURS)
def test_our_services_may_do_nothing_but_serve(name: str) -> None:
    service = OURS[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_web_service_is_reached_and_only_from_this_host() -> None:
    ports = {name: service["ports"] for name, service in FILLED.items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:8000:8000"]}
