"""Names the app for Django."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """The elections app."""

    name = "elections"
    verbose_name = "Pemilihan"
    default_auto_field = "django.db.models.BigAutoField"
    kept_for_a_time = ("elections.actions.forgetting.STEPS",)
    file_kinds = {"voter_roll": "elections.ingest.a_kwk.VoterRollFile"}
