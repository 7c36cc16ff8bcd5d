"""The guard of every page that shows people: who may open it, and that its entry in the trail stands with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from registry.models import Officer

_Rest = ParamSpec("_Rest")


class OfficerRequest(HttpRequest):
    """A request that has passed the guard: its user is an officer."""

    user: Officer


_Guarded = Callable[Concatenate[OfficerRequest, _Rest], HttpResponseBase]
_Open = Callable[Concatenate[HttpRequest, _Rest], HttpResponseBase]


def needs(permission: str) -> Callable[[_Guarded[_Rest]], _Open[_Rest]]:
    """Open a page only to officers with this permission, in one transaction, never kept by a browser or a proxy.

    Whoever is not signed in goes to the door; an officer without the permission is refused (403). The transaction
    ends before the answer leaves: where the trail cannot be written, nothing is shown.
    """

    def guard(view: _Guarded[_Rest]) -> _Open[_Rest]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Officer):
                return _not_kept(redirect_to_login(request.get_full_path()))
            if not request.user.has_perm(permission):
                raise PermissionDenied
            with transaction.atomic():
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # its user is an officer
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            return _not_kept(response)

        return answer

    return guard


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "no-store"
    return response
