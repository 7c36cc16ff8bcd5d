"""The Celery application: the broker is a doorbell, the truth about every job is in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")

app = Celery("kependudukan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
