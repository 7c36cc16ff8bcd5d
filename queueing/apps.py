"""Names the app for Django."""

from django.apps import AppConfig


class QueueingConfig(AppConfig):
    """The queueing app."""

    name = "queueing"
    default_auto_field = "django.db.models.BigAutoField"
