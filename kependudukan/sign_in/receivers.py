"""What follows from a factor being added, and what is written down about factors and passwords."""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.http import HttpRequest

from registry.models import Officer

_log = logging.getLogger("kependudukan.sign_in")
_FACTORS: Final = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


@receiver(signals.authenticator_added, dispatch_uid="kependudukan.sign_in.added")
def count_the_first_use(request: HttpRequest, user: Officer, authenticator: Authenticator, **_: Any) -> None:
    """Setting a factor up shows it; she is not asked for it once more in the same minute."""
    _log.info("officer %s added a second factor: %s", user.pk, authenticator.type)
    if authenticator.type in _FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(signals.authenticator_removed, dispatch_uid="kependudukan.sign_in.removed")
def write_down_a_removal(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    """Leave a line in the log."""
    _log.warning("officer %s removed a second factor: %s", user.pk, authenticator.type)


@receiver(signals.authentication_failed, dispatch_uid="kependudukan.sign_in.failed")
def write_down_a_wrong_code(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    """Leave a line in the log: whoever came this far knows the password."""
    _log.warning("wrong second factor for officer %s: %s", user.pk, authenticator.type)


@receiver(signals.authenticator_used, dispatch_uid="kependudukan.sign_in.used")
def write_down_a_recovery_code(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    """Leave a line in the log where a recovery code was used."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _log.warning("officer %s used a recovery code", user.pk)


@receiver(password_changed, dispatch_uid="kependudukan.sign_in.password")
def write_down_a_new_password(user: Officer, **_: Any) -> None:
    """Leave a line in the log."""
    _log.info("officer %s changed the password", user.pk)
