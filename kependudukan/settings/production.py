"""An office: every secret and address must come from the environment, or the process does not start."""

from __future__ import annotations

from kependudukan.settings import environment
from kependudukan.settings.base import *  # noqa: F403
from kependudukan.settings.base import KEPT_CONNECTION

SECRET_KEY = environment.text("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = environment.text("FIELD_ENCRYPTION_KEYS").split(",")
BLIND_INDEX_KEY = environment.text("BLIND_INDEX_KEY")
ALLOWED_HOSTS = environment.text("ALLOWED_HOSTS").split(",")
PUBLIC_URL = environment.text("PUBLIC_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

DATABASES = {"default": environment.database(environment.text("DATABASE_URL")) | KEPT_CONNECTION}
CELERY_BROKER_URL = environment.text("REDIS_URL")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
