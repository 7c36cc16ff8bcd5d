"""What an officer may reach before she has changed a temporary password and shown a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kependudukan.roles import NEED_A_SECOND_FACTOR
from registry.models import Officer
from registry.step_up import second_factor_shown_at

_WAYS_OUT: Final = frozenset({"account_login", "account_logout", "health"})
_CHANGING_THE_PASSWORD: Final = _WAYS_OUT | {"account_change_password"}
_SHOWING_A_FACTOR: Final = _WAYS_OUT | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
_SETTING_UP_A_FACTOR: Final = _WAYS_OUT | {
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}


class SecondFactorGate:
    """Leads whoever is not wholly signed in to the one thing that is missing, from whatever page she asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the gate itself stands before the view, where its name is known."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Let the request through, or lead it to what is missing."""
        officer = request.user
        if not isinstance(officer, Officer):
            return None
        asked = request.resolver_match.view_name if request.resolver_match else ""
        if officer.must_change_password:
            return None if asked in _CHANGING_THE_PASSWORD else redirect("account_change_password")
        if officer.role not in NEED_A_SECOND_FACTOR or second_factor_shown_at(request) is not None:
            return None
        if not is_mfa_enabled(officer):
            return None if asked in _SETTING_UP_A_FACTOR else redirect("mfa_index")
        return None if asked in _SHOWING_A_FACTOR else _to_show_it(request)


def _to_show_it(request: HttpRequest) -> HttpResponse:
    where = reverse("account_reauthenticate")
    if request.method == "GET":
        where += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(where)
