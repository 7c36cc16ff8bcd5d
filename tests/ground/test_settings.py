"""Settings: what production refuses to start without, and that reading them starts and writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kependudukan import embedded
from kependudukan.development.check import throwaway_production
from kependudukan.settings import environment
from tests.ground.servers import ROOT, environment_without_servers

REQUIRED = [
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "BLIND_INDEX_KEY",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "DATABASE_URL",
    "REDIS_URL",
]


def setting(module: str, expression: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import settings in a process of their own, with these variables only, and print an expression."""
    return subprocess.run(
        [sys.executable, "-c", f"import kependudukan.settings.{module} as settings; print({expression})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_every_secret_and_address() -> None:
    done = setting("production", "settings.DEBUG", throwaway_production())

    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  "], ids=["missing", "empty", "blank"])
def test_production_refuses_to_start_without(name: str, value: str | None) -> None:
    variables = {key: text for key, text in throwaway_production().items() if key != name}

    done = setting("production", "1", variables if value is None else variables | {name: value})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_production_prints_no_codes_and_checks_where_a_key_is_used() -> None:
    done = setting(
        "production", "settings.TRY_OUT, settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", throwaway_production()
    )

    assert done.stdout.strip() == "False False", done.stderr


def test_production_settings_never_name_an_embedded_server() -> None:
    done = setting("production", "'kependudukan.embedded' in __import__('sys').modules", throwaway_production())

    assert done.stdout.strip() == "False"


def test_reading_the_test_settings_writes_nothing(tmp_path: Path) -> None:
    var = tmp_path / "var"

    done = setting("test", "settings.DATABASES", {"KEPENDUDUKAN_VAR": str(var)})

    assert done.returncode == 0, done.stderr
    assert not var.exists()


def test_reading_the_local_settings_starts_nothing_and_keeps_its_secrets(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first, second = (setting("local", "settings.SECRET_KEY", {"KEPENDUDUKAN_VAR": str(var)}).stdout for _ in range(2))

    assert len(first) > 50
    assert first == second
    assert [path.name for path in var.iterdir()] == ["secrets.json"]
    assert (var / "secrets.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("module", ["local", "test"])
def test_named_servers_replace_the_embedded_ones(tmp_path: Path, module: str) -> None:
    done = setting(
        module,
        "settings.DATABASES['default']['HOST'], settings.CELERY_BROKER_URL",
        {
            "KEPENDUDUKAN_VAR": str(tmp_path / "var"),
            "DATABASE_URL": "postgres://clerk:word@db.example:5432/data",
            "REDIS_URL": "redis://broker.example:6379/0",
        },
    )

    assert done.stdout.strip() == "db.example redis://broker.example:6379/0", done.stderr


def test_named_servers_are_not_started_beside_embedded_ones(tmp_path: Path) -> None:
    var = tmp_path / "var"
    named = {"DATABASE_URL": "postgres://db.example/data", "REDIS_URL": "redis://broker.example/0"}

    subprocess.run(
        [sys.executable, "-m", "kependudukan.embedded", "start"],
        cwd=ROOT,
        env=environment_without_servers() | named | {"KEPENDUDUKAN_VAR": str(var)},
        check=True,
    )

    assert not var.exists()


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, {"database": True, "broker": True}),
        ({"DATABASE_URL": "postgres://a/b"}, {"database": False, "broker": True}),
        ({"REDIS_URL": "redis://a"}, {"database": True, "broker": False}),
        ({"DATABASE_URL": " ", "REDIS_URL": ""}, {"database": True, "broker": True}),
    ],
)
def test_only_the_server_that_nobody_named_is_wanted(variables: dict[str, str], wanted: dict[str, bool]) -> None:
    assert embedded.wanted(variables) == wanted


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@h:6000/n", ("n", "u", "p", "h", "6000")),
        ("postgresql://u:p%40ss%2Fword@h/n", ("n", "u", "p@ss/word", "h", "")),
        ("postgres://u@:5432/n?host=/tmp/a%20folder", ("n", "u", "", "/tmp/a folder", "5432")),
    ],
)
def test_a_database_address_is_read_into_its_parts(url: str, expected: tuple[str, ...]) -> None:
    read = environment.database(url)

    assert tuple(read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


@pytest.mark.parametrize("url", ["mysql://u@h/n", "postgres://u@h", "postgres://u@h/", "nonsense"])
def test_an_address_that_names_no_postgresql_database_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must read"):
        environment.database(url)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {"NOTIFIER_WHATSAPP": "pigeon"},
            "NOTIFIER_WHATSAPP is 'pigeon': choose one of off, console, file, email, http",
        ),
        ({"NOTIFIER_HTTP_FIELDS": "{to: x}"}, "NOTIFIER_HTTP_FIELDS is no JSON object"),
        ({"ANYMAIL": "[1]"}, "ANYMAIL is no JSON object"),
    ],
)
def test_a_gateway_that_is_badly_set_up_stops_the_start(variables: dict[str, str], said: str) -> None:
    done = setting("production", "1", throwaway_production() | variables)

    assert done.returncode != 0
    assert said in done.stderr


def test_the_key_of_a_mail_service_leaves_its_time_out_in_place() -> None:
    variables = {"ANYMAIL": '{"BREVO_API_KEY": "x"}', "EMAIL_PORT": " "}

    done = setting("production", "settings.ANYMAIL, settings.EMAIL_PORT", throwaway_production() | variables)

    assert done.stdout.strip() == "{'REQUESTS_TIMEOUT': 5, 'BREVO_API_KEY': 'x'} 25", done.stderr


def test_nobody_is_told_anything_by_an_office_that_has_chosen_nothing() -> None:
    done = setting("production", "settings.NOTIFIER_OF", throwaway_production())

    assert done.stdout.strip() == "{'whatsapp': 'off', 'email': 'off'}", done.stderr
