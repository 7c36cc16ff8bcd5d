"""The Celery application: the broker is a doorbell, the truth about every job is in PostgreSQL."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")

app = Celery("kependudukan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_web_process_does(**_: object) -> None:
    """Keep our handlers: Celery's own would bring lines past the filter that cuts identity numbers."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
