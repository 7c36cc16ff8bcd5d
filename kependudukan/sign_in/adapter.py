"""What this office wants otherwise than allauth does it."""

from __future__ import annotations

import base64
import time
import uuid
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kependudukan.client_address import network_of
from kependudukan.roles import NEED_A_SECOND_FACTOR
from kependudukan.sign_in import throttling
from registry import sealing, step_up
from registry.actions import officers
from registry.models import Officer

_WRONG: Final = "Nama pengguna atau kata sandi salah."
_SLOWER: Final = "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
_SECOND_FACTOR: Final = "second_factor"
#: allauth seals a secret before its row has an id, so the value is bound to its purpose alone.
_UNBOUND: Final = uuid.UUID(int=0)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; passwords are checked by the roles backend; a second factor outranks a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _WRONG,
        "username_password_mismatch": _WRONG,
        "incorrect_password": "Kata sandi salah.",
        "enter_current_password": "Kata sandi yang sekarang salah.",
        "incorrect_code": "Kode salah atau sudah pernah dipakai.",
        "too_many_login_attempts": _SLOWER,
        "rate_limited": _SLOWER,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's form
        """Officers are made by an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which tries are counted."""
        return network_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Count the failures of an address; axes counts those of a name from an address.

        Raises:
            ImmediateHttpResponse: the address has failed too often within the hour.
        """
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": settings.FAILURES_OF_AN_ADDRESS},
        )
        if not self._login_failed_rl_usage:
            raise ImmediateHttpResponse(throttling.too_many(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """Check a password, one try after the other of the same name and address."""
        with throttling.one_at_a_time(request, credentials.get("username", "")):
            officer: Officer | None = super().authenticate(request, **credentials)
        return officer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Give a try back to its address where the pair was closed: no password was checked.

        Otherwise one screen that hammers on one name would close the whole office.
        """
        if getattr(request, "axes_locked_out", False):
            self._rollback_login_failed_rl_usage()

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Sign in under the backend that knows the roles."""
        user.backend = "kependudukan.roles.RoleBackend"
        super().login(request, user)

    def set_password(self, user: Officer, password: str) -> None:
        """Give her the password that she chose; it is no longer a temporary one."""
        officers.change_own_password(officer=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Go on to work, or to what the gate still asks for."""
        return reverse("admin:index")

    def get_reauthentication_methods(self, user: Officer) -> list[dict[str, Any]]:
        """Ask for the second factor where there is one: a password alone may have been watched."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_")]
        if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            factors.reverse()  # a key before the recovery codes
        return factors or methods

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002
        """Ask again after some minutes; who just signed in for her first factor is not asked for it twice."""
        request = context.request
        if is_mfa_enabled(request.user):
            return not step_up.is_recent(request)
        records = get_authentication_records(request, request.user)
        last = max((float(record["at"]) for record in records), default=0.0)
        return time.time() - last >= settings.STEP_UP_WITHIN.total_seconds()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed in the database; the last factor is not given back."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode salah atau sudah pernah dipakai.",
        "cannot_delete_authenticator": "Faktor kedua terakhir tidak dapat dihapus. Tambahkan yang lain dahulu.",
        "cannot_generate_recovery_codes": "Siapkan faktor kedua dahulu.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with the keys of the NIKs."""
        return base64.b64encode(sealing.sealer().seal(_SECOND_FACTOR, text, _UNBOUND)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return sealing.sealer().open(_SECOND_FACTOR, base64.b64decode(encrypted_text), _UNBOUND)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether another factor remains, or none is needed."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        stays = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return stays or authenticator.user.role not in NEED_A_SECOND_FACTOR

    def get_totp_label(self, user: Officer) -> str:
        """Name the entry in the app by the user name, never by an e-mail address."""
        return user.get_username()

    def generate_authenticator_name(self, user: Officer, type: str) -> str:  # noqa: A002 - allauth's form
        """Propose a name for a key."""
        return f"Kunci {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_user_entity(self, user: Officer) -> dict[str, Any]:
        """Name the officer to her key by what she signs in with."""
        name = user.get_username()
        return {**super().get_public_key_credential_user_entity(user), "display_name": name, "name": name}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: the office has no mail here."""
