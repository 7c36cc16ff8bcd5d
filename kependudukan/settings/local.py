"""A laptop: embedded servers when none are named, secrets made once into the var folder."""

from __future__ import annotations

from kependudukan import embedded
from kependudukan.settings import environment, local_secrets
from kependudukan.settings.base import *  # noqa: F403
from kependudukan.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS, KEPT_CONNECTION, NOTIFIER_CHOICES, VAR

DEBUG = False
TRY_OUT = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost has no certificate
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]

_secrets = local_secrets.read_or_make(VAR / "secrets.json")
SECRET_KEY = environment.text("SECRET_KEY", _secrets.secret_key)
FIELD_ENCRYPTION_KEYS = environment.words("FIELD_ENCRYPTION_KEYS", _secrets.field_encryption_keys)
BLIND_INDEX_KEY = environment.text("BLIND_INDEX_KEY", _secrets.blind_index_key)

_database = environment.database(environment.text("DATABASE_URL", embedded.database_url(VAR)))
DATABASES = {"default": _database | KEPT_CONNECTION}
CELERY_BROKER_URL = environment.text("REDIS_URL", embedded.broker_url(VAR))
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "visibility_timeout": 120}

# Nobody is told anything in earnest: notices are written to var/notices/notices.jsonl.
NOTIFIER_OF = {
    "whatsapp": environment.choice("NOTIFIER_WHATSAPP", NOTIFIER_CHOICES, "file"),
    "email": environment.choice("NOTIFIER_EMAIL", NOTIFIER_CHOICES, "file"),
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
