"""The test run: servers of its own, keys that are public on purpose, work files beside them."""

from __future__ import annotations

import base64
import datetime
import os
from pathlib import Path

# Before `base` reads it: a test run has servers and data of its own, beside those of a development run.
os.environ.setdefault("KEPENDUDUKAN_VAR", str(Path(__file__).resolve().parents[2] / "var" / "test"))

from kependudukan import embedded
from kependudukan.settings import environment
from kependudukan.settings.base import *  # noqa: F403
from kependudukan.settings.base import (
    CACHES,
    CELERY_BEAT_SCHEDULE,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    LOGGING,
    MIDDLEWARE,
    VAR,
)

# Tests run in several processes, each with a database of its own: nothing else may be shared either.
_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
INTAKE_DIR = VAR / "processes" / _PROCESS / "intake"
WORK_DIR = VAR / "processes" / _PROCESS / "work"
NOTIFIER_FOLDER = VAR / "processes" / _PROCESS / "notices"
NOTIFIER_OF = {"whatsapp": "file", "email": "email"}
CELERY_TASK_DEFAULT_QUEUE = f"celery-{_PROCESS}"

ALLOWED_HOSTS = ["*"]
SECRET_KEY = "only-for-tests-" + "0" * 50
FIELD_ENCRYPTION_KEYS = ["1:" + base64.b64encode(b"1" * 32).decode()]
BLIND_INDEX_KEY = base64.b64encode(b"2" * 32).decode()

DATABASES = {"default": environment.database(environment.text("DATABASE_URL", embedded.database_url(VAR)))}
CELERY_BROKER_URL = environment.text("REDIS_URL", embedded.broker_url(VAR))
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "visibility_timeout": 10}

MOMENT = datetime.timedelta(0)  # no test is shown what another has left
FORMS_A_MINUTE = 100_000  # one process sends what a crowd would; tests of the crowd say less
JOB_LEASE = datetime.timedelta(seconds=3)
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0, "options": {"expires": 1}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if name.startswith("sweep")
}

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the live server has no certificate
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# What leaves the processes is written down and searched for people when the run ends (tests/canaries.py).
CANARY_DIR = VAR / "canaries" / _PROCESS
MIDDLEWARE = ["tests.canaries.AddressBook", *MIDDLEWARE]
CACHES = {"default": {**CACHES["default"], "BACKEND": "tests.canaries.BookedCache"}}
LOGGING = {
    **LOGGING,
    "handlers": {**LOGGING["handlers"], "book": {**LOGGING["handlers"]["console"], "class": "tests.canaries.LogBook"}},
    "root": {**LOGGING["root"], "handlers": ["console", "book"]},
}
