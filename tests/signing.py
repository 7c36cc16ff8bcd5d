"""Signs an officer in for a test, as if she had just given her password and a code of her app."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from registry.models import Officer

#: The secret of every test's app.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(officer: Officer) -> Authenticator:
    """Set up a code app for the officer, unless she has one."""
    own = Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first()
    return own or TOTP.activate(officer, TOTP_SECRET).instance


def present_code(offset: int = 0) -> str:
    """Return what the app shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + offset)))


def sign_in(client: Client, officer: Officer) -> Client:
    """Make the client's session one that has shown password and second factor a moment ago."""
    client.force_login(officer, backend="kependudukan.roles.RoleBackend")
    session = client.session
    _show_factor(session, officer, give_app(officer))
    session.save()
    return client


def sign_in_page(context: BrowserContext, officer: Officer, live_server: LiveServer) -> None:
    """Give a browser the cookie of such a session."""
    client = sign_in(Client(), officer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def _show_factor(session: SessionBase, officer: Officer, authenticator: Authenticator) -> None:
    request = HttpRequest()
    request.session = session
    record_authentication(request, officer, "password", username=officer.username)
    record_authentication(request, officer, "mfa", id=authenticator.pk, type=authenticator.type)
