"""Names the app for Django."""

from django.apps import AppConfig


class QueueingConfig(AppConfig):
    """The queueing app."""

    name = "queueing"
    verbose_name = "Antrean"
    default_auto_field = "django.db.models.BigAutoField"
    kept_for_a_time = ("queueing.actions.forgetting.STEPS",)
