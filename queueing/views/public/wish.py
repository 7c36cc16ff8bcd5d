"""The door to the waiting list: for how many people, and on which days they could come."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from queueing import links, locks
from queueing.actions import asking
from queueing.actions.asking import WishOutOfReach
from queueing.actions.holds import KeyReused, OfficeClosed
from queueing.forms.wish import WishForm
from queueing.models import Office, Party
from queueing.queries.availability import OfficeAhead
from queueing.rules.limits import PERSONS_MOST, WISH_DAYS_MOST
from queueing.spoken import spoken
from queueing.tasks import ring_for_freed_seats
from queueing.views.public import looking, pages, showing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: an office, and a form that turns to the waiting list where there is one."""

    request: HttpRequest
    office: OfficeAhead
    turned: Party | None

    def form(self, data: object = None) -> WishForm:
        """Return the form, filled in with the usual wish: the coming fortnight."""
        today = self.office.calendar.today(self.office.at)
        fortnight = {"dari": today, "sampai": today + datetime.timedelta(days=14)}
        furthest = today + datetime.timedelta(days=WISH_DAYS_MOST)
        return WishForm(data, initial=fortnight, today=today, furthest=furthest, renewed=self.turned is not None)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, office_id: int) -> HttpResponse:
    """Ask for the wish; begin a form with what is sent."""
    at = timezone.now()
    office = looking.office(office_id, at)
    if office is None:
        return pages.not_here(request, gettext("Kantor ini tidak ada, atau sedang tidak melayani."))
    try:
        asked = Asked(request, office, pages.renewed(request))
    except (links.TamperedLink, Party.DoesNotExist):
        return pages.not_here(request, gettext(str(links.TamperedLink())))
    if request.method != "POST":
        return _page(asked, asked.form())
    form = asked.form(request.POST)
    if not form.is_valid():
        return _page(asked, form, status=422)
    try:
        party = _begin(asked, form, at)
    except (WishOutOfReach, KeyReused, OfficeClosed) as refusal:
        return _page(asked, form, refusal=refusal, status=409)
    except locks.Crowded as crowded:
        return _page(asked, form, refusal=crowded, status=503)
    transaction.on_commit(ring_for_freed_seats)
    return redirect(links.form_of(party.pk))


def _begin(asked: Asked, form: WishForm, at: datetime.datetime) -> Party:
    if asked.turned is not None:
        return asking.turn(party=asked.turned.pk, wish=form.wish, at=at)
    return asking.ask(
        key=form.cleaned_data["kunci"],
        office=Office.objects.get(pk=asked.office.id),
        persons=form.cleaned_data["orang"],
        wish=form.wish,
        lane=form.lane,
        language=get_language() or "id",
        at=at,
    )


def _page(asked: Asked, form: WishForm, *, refusal: Exception | None = None, status: int = 200) -> HttpResponse:
    context = {
        "office": asked.office,
        "form": form,
        "refusal": spoken(str(refusal)) if refusal else "",
        "persons": range(1, PERSONS_MOST + 1),
        "key": uuid.uuid4(),
        "turned": asked.turned,
        "link": links.link_of(asked.turned.pk) if asked.turned else "",
        "opening": showing.opening(asked.office),
        "draws": asked.office.draws,
    }
    answer = render(asked.request, "queueing/public/wish.html", context, status=status)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
