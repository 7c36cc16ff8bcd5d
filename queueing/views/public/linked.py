"""Pages behind the link of a party: whoever has it is let in, and nobody keeps, indexes or tells on the answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from queueing.links import TamperedLink, party_of
from queueing.models import Party
from queueing.queries import in_a_crowd

Door = Callable[..., HttpResponse]


def of_a_party(view: Door) -> Door:
    """Let the view answer for the party of its link; a broken link is answered in words, with 404."""

    @wraps(view)
    def door(request: HttpRequest, link: str, **named: object) -> HttpResponse:
        try:
            party = _party(request, party_of(link))
        except (TamperedLink, Party.DoesNotExist):
            return keep_private(render(request, "queueing/public/no_such_link.html", status=404))
        return keep_private(view(request, party, **named))

    return door


def _party(request: HttpRequest, pk: uuid.UUID) -> Party:
    """Return the party; who sends a form is mostly led on at once, so office and slot are not looked up with it."""
    if request.method == "POST":
        return in_a_crowd.party(pk)
    return Party.unscoped.select_related("office", "slot__office").get(pk=pk)


def keep_private(answer: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines, and its address from other sites.

    The referrer stays within this site and is not withheld altogether, since a form would then be sent without an
    origin and refused (Fetch standard, 3.2; Django's guard against forged requests).
    """
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
