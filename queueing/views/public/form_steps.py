"""What the pages of one form share: which page is next, and how often a source may send any of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from queueing import links, source
from queueing.actions import limits, people
from queueing.actions.limits import TooManyCodes, TooManyTries
from queueing.models import Party
from queueing.rules.steps import Step, may_open, next_step
from queueing.spoken import spoken
from queueing.views.public.linked import of_a_party

TOO_MANY: Final = 429

FormView = Callable[[HttpRequest, Party], HttpResponse]


def page_of(step: Step) -> Callable[[FormView], Callable[[HttpRequest, str], HttpResponse]]:
    """Let a view answer for its step, and lead whoever is not there yet, or past it, to the page that is next."""

    def of_view(view: FormView) -> Callable[[HttpRequest, str], HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @of_a_party
        @wraps(view)
        def page(request: HttpRequest, party: Party) -> HttpResponse:
            if request.method == "POST" and party.state in people.OPEN:
                answer = view(request, party)
            else:
                upcoming = step_of(party)
                answer = view(request, party) if may_open(step, upcoming) else _lead_to(upcoming, party)
            source.mark(request, answer)
            return answer

        return page

    return of_view


def show(
    request: HttpRequest, template: str, party: Party, context: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a page of the form."""
    known = {"party": party, "link": links.link_of(party.pk), **(context or {})}
    return render(request, template, known, status=status)


def step_of(party: Party) -> Step:
    """Return the page that is next for a form."""
    named = party.state in people.OPEN and people.is_named(people.people_of(party.pk), party)
    return next_step(party.state, named=named, proven=party.contact_proved_at is not None)


def lead_on(party: Party, *, now_is: Party | None = None) -> HttpResponse:
    """Lead to the page that is next, now that something was written; `now_is` is the form as it stands, if known."""
    found = now_is or Party.unscoped.get(pk=party.pk)
    return _lead_to(step_of(found), found)


def address(step: Step, party: Party) -> str:
    """Return the address of a page of the form."""
    return reverse(f"queueing:{step}", args=[links.link_of(party.pk)])


def refusal_of(request: HttpRequest, party: Party, at: datetime.datetime) -> TooManyTries | None:
    """Count one sending of the source; return the refusal where it has sent too many."""
    try:
        limits.note_try(source=source.source_of(request), at=at)
    except TooManyTries as refusal:
        return refusal
    return None


def told(refusal: Exception, party: Party) -> str:
    """Return a refusal in the language of the page, with the time from which it does not hold any more."""
    sentence = spoken(str(refusal))
    until = refusal.until if isinstance(refusal, TooManyTries | TooManyCodes) else None
    return f"{sentence} {again_at(until, party)}" if until else sentence


def again_at(until: datetime.datetime, party: Party) -> str:
    """Say from when something may be tried again, on the office's clocks."""
    local = until.astimezone(ZoneInfo(party.office.time_zone))
    clock, zone = time_format(local, "TIME_FORMAT"), party.office.get_time_zone_display()
    return gettext("Coba lagi mulai pukul %(clock)s %(zone)s.") % {"clock": clock, "zone": zone}


def wait_until(answer: HttpResponse, refusal: TooManyTries | None) -> HttpResponse:
    """Tell programs, too, when to come back."""
    if refusal is not None:
        answer.headers["Retry-After"] = str(max(1, int((refusal.until - now()).total_seconds())))
    return answer


def _lead_to(step: Step, party: Party) -> HttpResponse:
    return redirect(address(step, party))
