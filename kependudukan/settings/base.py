"""What all environments share; everything that differs between machines comes from the environment."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF

from kependudukan.settings import environment, sign_in, web_admin
from kependudukan.settings.notifying import *  # noqa: F403
from kependudukan.settings.sign_in import *  # noqa: F403

django_stubs_ext.monkeypatch()  # lets Django's generic classes name their model at run time

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = environment.variable_folder(BASE_DIR)

DEBUG = False
ROOT_URLCONF = "kependudukan.urls"
WSGI_APPLICATION = "kependudukan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.Officer"

INSTALLED_APPS = [
    *web_admin.APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "pgtrigger",
    "pghistory",
    "csp",
    *sign_in.APPS,
    "kependudukan",
    "registry",
    "elections",
    "queueing",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kependudukan.admin_csp.AdminPolicyMiddleware",
    "kependudukan.public_pages.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *sign_in.MIDDLEWARE_OF_SESSIONS,
    "kependudukan.middleware.ScopeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *sign_in.MIDDLEWARE_OF_TRIES,
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kependudukan.desk.sections",
                "kependudukan.public_pages.languages",
            ],
        },
    },
]

UNFOLD = web_admin.UNFOLD

LANGUAGE_CODE = "id"
# English only on the public's pages, where it was chosen (kependudukan/public_pages.py).
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["kependudukan.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

#: A connection serves many requests: opening one costs more than most pages do.
KEPT_CONNECTION = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

# What other apps add to the page of a resident, in this order (registry/panels.py).
RESIDENT_PANELS = ["elections.queries.resident_panel.panel", "queueing.queries.resident_panel.panel"]
# Where residents reach this system: it stands in the links of their messages.
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://127.0.0.1:{environment.text('PORT', '8000')}").rstrip("/")
# Who tells the queue how somebody stands towards the next election (queueing/standing.py).
ELECTION_STANDING = "kependudukan.election_standing.standing_of"
# Who tells the queue which network a request comes from (queueing/source.py).
CLIENT_NETWORK = "kependudukan.client_address.network_of"
# So many forms of residents in a minute, in one process, are a crowd: from then on each costs a proof of work.
FORMS_A_MINUTE = int(environment.text("FORMS_A_MINUTE", "600"))

# Uploaded files wait here until their batch is merged; never inside a web root.
INTAKE_DIR = VAR / "intake"
# A regency of a million residents is a quarter of this.
INTAKE_MOST_BYTES = 1 << 30
# Files of a reconciliation between its steps, and what its next one rests on: ids and levels, no NIK or name in clear;
# of a round also rows of people, encrypted. The workers
# of a round share this folder.
WORK_DIR = VAR / "work"
DUCKDB_MEMORY = environment.text("DUCKDB_MEMORY", "700MB")
RECONCILIATION_ENGINE = environment.text("RECONCILIATION_ENGINE", "duckdb")
SPARK_MASTER = environment.text("SPARK_MASTER", "local[2]")
SPARK_FOLDER = environment.folder("SPARK_FOLDER")
SPARK_DRIVER_MEMORY = environment.text("SPARK_DRIVER_MEMORY", "2g")

# How long a process shows the public what it knows of free places without asking again (queueing/moments.py).
MOMENT = datetime.timedelta(seconds=3)

# What the notifier `file` writes, for trying out.
NOTIFIER_FOLDER = VAR / "notices"
# The recordings of the board's voice, made at the installation (manage.py make_voice).
VOICE_FOLDER = environment.folder("VOICE_FOLDER") or VAR / "voice"
# Touched by `manage.py deliver_notices --every` in each round, for whoever asks whether it still works.
SIGN_OF_THE_DELIVERER = VAR / "deliverer"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

REST_FRAMEWORK = {
    # Who asks, for the throttle: the address before this many proxies of our own; none is trusted by default.
    "NUM_PROXIES": sign_in.TRUSTED_PROXIES,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}

# Celery: the job tables in PostgreSQL are the truth; a message only says "look there".
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    # kombu 5.7: how often messages of dead workers are looked for; the defaults take two minutes.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
CELERY_REDIS_SOCKET_TIMEOUT = 5
CELERY_REDIS_SOCKET_CONNECT_TIMEOUT = 5

# How many different residents an officer may see in a day: opened one by one, or shown in searches and lists.
DAILY_LIMITS = {
    "opened": {"front_desk": 250, "auditor": 50, "other": 150},
    "listed": {"front_desk": 1_500, "auditor": 500, "other": 3_000},
}
# More rows than this in a day leave the office only with a second person's consent, and for one day.
EXPORT_ALONE = 500
EXPORT_MOST = 50_000
EXPORT_WITHIN = datetime.timedelta(hours=24)
# How long a new seal of the access log waits for entries that are being written; then it tries a minute later.
SEAL_PATIENCE = datetime.timedelta(milliseconds=300)

# How long a worker is believed to live without a sign (registry/jobs.py).
JOB_LEASE = datetime.timedelta(seconds=20)
# The sweepers ring again for jobs whose worker is gone; a ring too many does nothing.
CELERY_BEAT_SCHEDULE = {
    "count-cards": {"task": "registry.tasks.count_cards", "schedule": 10 * 60.0, "options": {"expires": 600}},
    "sweep-intakes": {"task": "registry.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "forget-expired-reconciliations": {"task": "elections.tasks.forget_expired", "schedule": 24 * 60 * 60.0},
    "seal-trail": {"task": "registry.tasks.seal_trail", "schedule": 60.0, "options": {"expires": 50}},
    "verify-trail": {"task": "registry.tasks.verify_trail", "schedule": crontab(hour=2, minute=0)},
    "publish-slots": {"task": "queueing.tasks.publish_slots", "schedule": crontab(hour=0, minute=20)},
    "end-past-days": {"task": "queueing.tasks.end_past_days", "schedule": crontab(hour=1, minute=10)},
    "prove-queue": {"task": "queueing.tasks.prove", "schedule": crontab(hour=2, minute=30)},
    "sweep-notices": {"task": "queueing.tasks.deliver_notices", "schedule": 5.0, "options": {"expires": 5}},
    "sweep-waiting-lists": {
        "task": "queueing.tasks.move_waiting_lists",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "sweep-reconciliations": {"task": "elections.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_identity_numbers": {"()": "kependudukan.redaction.IdentityNumberFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["no_identity_numbers"],
            "formatter": "line",
        },
    },
    # axes writes three lines for every sign-in that went well.
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
