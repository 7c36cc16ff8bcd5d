"""The project: settings, addresses, roles and the Celery application that wire the three apps together."""

from kependudukan.celery import app as celery_app

__all__ = ["celery_app"]
