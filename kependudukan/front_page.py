"""The first page: must I be recorded now? Answered without personal data, and while PostgreSQL and Valkey are down.

What it says of an election ahead comes from the rules of that election, with their sources; no query is made.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from elections.rules.ballot_access import AccessRule, access_rule
from elections.rules.known_elections import KNOWN_ELECTIONS, KnownElection

#: Where everybody may ask whether she is on the roll.
ROLL_CHECK: Final = "cekdptonline.kpu.go.id"
#: Where a place is booked, and where a ticket is seen and changed.
BOOKING: Final = "/antre/"
TICKET: Final = "/tiket/"
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """What the law of one election tells somebody, in the language of the page; the source stays as it is printed."""

    in_a_hurry: bool
    sentences: tuple[str, ...]
    source: str


@require_safe
@conditional_page
@vary_on_cookie
def front_page(request: HttpRequest) -> HttpResponse:
    """Show the page; it is the same for everybody, and may be kept for a minute by whoever stands between."""
    answer = render(request, "front_page.html", context_on(localdate()))
    patch_cache_control(answer, public=True, max_age=_MINUTE)
    return answer


def context_on(day: datetime.date) -> dict[str, object]:
    """Return what the page says on a day."""
    election = election_ahead(day)
    found: dict[str, object] = {"election": election, "roll_check": ROLL_CHECK, "booking": BOOKING, "ticket": TICKET}
    if election is not None:
        found["listed"] = _advice(access_rule(election.slug, on_roll=True))
        found["unlisted"] = _advice(access_rule(election.slug, on_roll=False))
    return found


def election_ahead(day: datetime.date) -> KnownElection | None:
    """Return the next election whose polling day is this day or later."""
    ahead = [election for election in KNOWN_ELECTIONS.values() if election.polling_date >= day]
    return min(ahead, key=lambda election: election.polling_date, default=None)


def _advice(rule: AccessRule) -> Advice:
    return Advice(rule.in_a_hurry, tuple(gettext(sentence) for sentence in rule.sentences), rule.source)
