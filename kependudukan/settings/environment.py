"""What the environment may say, read with clear errors; no side effects."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Every variable that the settings read, and what it is for. `docker-compose.yml` may use no others (tested).
KNOWN_VARIABLES: dict[str, str] = {
    "DJANGO_SETTINGS_MODULE": "which settings: kependudukan.settings.local, test or production",
    "DATABASE_URL": "postgres://user:password@host:port/name; without it the embedded PostgreSQL is used",
    "REDIS_URL": "redis://host:port/0; without it the embedded Valkey is used",
    "SECRET_KEY": "Django's secret, at least 50 characters; required in production",
    "FIELD_ENCRYPTION_KEYS": "id:base64 of 32 bytes, comma separated, newest first; required in production",
    "BLIND_INDEX_KEY": "base64 of 32 bytes, keys the NIK and KK index; required in production",
    "ALLOWED_HOSTS": "comma separated host names; required in production",
    "CSRF_TRUSTED_ORIGINS": "comma separated origins with scheme",
    "PUBLIC_URL": "where residents reach this system, for the links in their messages; required in production",
    "SECURE_SSL_REDIRECT": "0 only where a proxy that is not trusted with a header ends TLS; default 1",
    "TRUSTED_PROXIES": "how many proxies of our own stand before the web process; default 0",
    "KEPENDUDUKAN_VAR": "folder for embedded servers, uploads and work files; default var/ in the checkout",
    "PORT": "where the web process listens, read by gunicorn and by dev.py; default 8000",
    "FORMS_A_MINUTE": "so many forms of residents a minute, in one process, are a crowd; default 600",
    "DUCKDB_MEMORY": "memory limit of one matching or checking step, as DuckDB writes it; default 700MB",
    "RECONCILIATION_ENGINE": "what weighs the candidates of a reconciliation: duckdb, splink or spark; default duckdb",
    "SPARK_MASTER": "where Spark works when it is the engine, as Spark writes it; default local[2], on this machine",
    "SPARK_FOLDER": "folder that this worker and all machines of Spark see under one path; default the work folder",
    "SPARK_DRIVER_MEMORY": "what Spark's own process on this machine may take, as Spark writes it; default 2g",
    "VOICE_FOLDER": "folder of the board's recordings (manage.py make_voice); default voice/ in KEPENDUDUKAN_VAR",
    "NOTIFIER_WHATSAPP": "how notices by WhatsApp leave: off, console, file, email or http; default off",
    "NOTIFIER_EMAIL": "how notices by e-mail leave: off, console, file, email or http; default off",
    "NOTIFIER_HTTP_URL": "where the gateway takes messages by POST, for the notifier http",
    "NOTIFIER_HTTP_AUTHORIZATION": "the whole Authorization header that the gateway wants, such as Bearer and a key",
    "NOTIFIER_HTTP_FIELDS": "JSON body for the gateway, with {address}, {figures}, {subject}, {body}, {id} ... in it",
    "NOTIFIER_HTTP_TAKEN": "JSON object that the gateway's answer must contain where 200 alone says little",
    "EMAIL_BACKEND": "who carries e-mail: Django's SMTP backend (default), or one of django-anymail",
    "EMAIL_HOST": "the mail server; default localhost",
    "EMAIL_PORT": "its port; default 25",
    "EMAIL_HOST_USER": "who we are to it; blank where it does not ask",
    "EMAIL_HOST_PASSWORD": "our password there",
    "EMAIL_USE_TLS": "1 where it wants STARTTLS; default 0",
    "DEFAULT_FROM_EMAIL": "the sender of e-mail; default antrean@localhost",
    "ANYMAIL": "JSON settings of django-anymail, such as the key of the service",
}


def text(name: str, default: str | None = None) -> str:
    """Return a variable, or the default.

    Raises:
        ImproperlyConfigured: the variable is missing or blank and there is no default.
    """
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set: {KNOWN_VARIABLES[name]}")
    return value


def choice(name: str, choices: Sequence[str], default: str) -> str:
    """Return a variable that is one of these words.

    Raises:
        ImproperlyConfigured: it is another word.
    """
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: choose one of {', '.join(choices)}")
    return value


def json_object(name: str, default: dict[str, Any]) -> dict[str, Any]:
    """Return a variable that holds a JSON object.

    Raises:
        ImproperlyConfigured: it is no JSON, or no object.
    """
    written = os.environ.get(name, "").strip()
    if not written:
        return default
    try:
        value = json.loads(written)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f"{name} is no JSON object: {KNOWN_VARIABLES[name]}")
    return value


def folder(name: str) -> Path | None:
    """Return a variable as a path, or None where it is missing or blank."""
    value = os.environ.get(name, "").strip()
    return Path(value) if value else None


def words(name: str, default: str = "") -> list[str]:
    """Return a comma separated variable as a list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def flag(name: str, *, default: bool) -> bool:
    """Return whether a variable says yes (1, true, yes, on)."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def database(url: str) -> dict[str, Any]:
    """Turn a PostgreSQL URL into Django's DATABASES entry; `?host=/folder` names a socket folder.

    Raises:
        ImproperlyConfigured: the URL is not a PostgreSQL one or names no database.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured("DATABASE_URL must read postgres://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def variable_folder(checkout: Path) -> Path:
    """Return the folder for everything that is written at run time."""
    return Path(os.environ.get("KEPENDUDUKAN_VAR", "").strip() or checkout / "var").resolve()
