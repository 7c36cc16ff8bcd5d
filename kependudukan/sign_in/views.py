"""The few pages of signing in that allauth's views do not give."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def from_the_admin(request: HttpRequest) -> HttpResponse:
    """Lead from the admin's own sign-in page to ours; where to go afterwards is checked there."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied  # signing in again would lead her here again
    after = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: after})}")


class RemoveKeyView(RemoveWebAuthnView):  # type: ignore[misc]
    """Takes a key away, unless it is the last factor of somebody who needs one."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove the key or say why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        answer: HttpResponse = super().form_valid(form)
        return answer
