"""Names the app for Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry app."""

    name = "registry"
    verbose_name = "Kependudukan"
    default_auto_field = "django.db.models.BigAutoField"
    file_kinds = {
        "siak_extract": "registry.ingest.siak.SiakExtract",
        "card_status": "registry.ingest.card_status.CardStatusFile",
    }
