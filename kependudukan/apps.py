"""The project as an app: its listeners have to be there before the first request."""

from importlib import import_module

from django.apps import AppConfig


class KependudukanConfig(AppConfig):
    """Connects the listeners of signing in, and keeps its tables out of the web admin."""

    name = "kependudukan"
    verbose_name = "Kependudukan"

    def ready(self) -> None:
        """Import the modules whose listeners nobody else would import."""
        import_module("kependudukan.sign_in.receivers")
        import_module("kependudukan.sign_in.sessions")
        _hide_from_the_web_admin()


def _hide_from_the_web_admin() -> None:
    """Factors have pages and actions of their own, and addresses of e-mail are not used: nobody edits their rows."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.contrib import admin

    admin.site.unregister([EmailAddress, Authenticator])
