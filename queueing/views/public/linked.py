"""Pages behind the link of a party: who has the link is let in, and the answer is kept, indexed and told on by nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from queueing.links import TamperedLink, party_of
from queueing.models import Party

P = ParamSpec("P")


def of_a_party(
    view: Callable[Concatenate[HttpRequest, Party, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Let the view answer for the party of its link; a broken link is answered in words, with 404."""

    @wraps(view)
    def door(request: HttpRequest, link: str, *rest: P.args, **named: P.kwargs) -> HttpResponse:
        try:
            party = Party.unscoped.select_related("office", "slot__office").get(pk=party_of(link))
        except (TamperedLink, Party.DoesNotExist):
            return keep_private(render(request, "queueing/public/no_such_link.html", status=404))
        return keep_private(view(request, party, *rest, **named))

    return door


def keep_private(answer: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines, and its address from other sites.

    The referrer stays within this site and is not withheld altogether, since a form would then be sent without an
    origin and refused (Fetch standard, 3.2; Django's guard against forged requests).
    """
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
