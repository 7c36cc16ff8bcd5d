"""The project as an app: its listeners have to be there before the first request."""

from importlib import import_module

from django.apps import AppConfig


class KependudukanConfig(AppConfig):
    """Connects the listeners of signing in."""

    name = "kependudukan"
    verbose_name = "Kependudukan"

    def ready(self) -> None:
        """Import the modules whose listeners nobody else would import."""
        import_module("kependudukan.sign_in.receivers")
        import_module("kependudukan.sign_in.sessions")
