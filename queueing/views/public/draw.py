"""A draw as everybody sees it: its times and the digest of its seed before, seed and outcome after; and the way in."""

from __future__ import annotations

import datetime
import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from queueing import links, locks
from queueing.actions import asking
from queueing.actions.asking import Wish, WishOutOfReach
from queueing.actions.holds import KeyReused, OfficeClosed
from queueing.choices import DrawState
from queueing.forms.wish import DrawForm
from queueing.models import Draw, Party
from queueing.queries import draws
from queueing.rules.limits import PERSONS_MOST, WISH_DAYS_MOST
from queueing.spoken import spoken
from queueing.views.public import pages

#: Seconds for which whoever stands between may keep what is settled.
_KEPT: Final = 300


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, draw_id: uuid.UUID) -> HttpResponse:
    """Show the draw; begin a form that takes part when a request is sent."""
    at = timezone.now()
    draw = draws.announced(draw_id)
    if draw is None:
        return pages.not_here(request, gettext("Undian ini tidak ada."))
    if request.method != "POST" or not draw.is_open(at):
        return _page(request, draw, at, _form(draw, at))
    form = _form(draw, at, request.POST)
    if not form.is_valid():
        return _page(request, draw, at, form, status=422)
    try:
        party = _begin(draw, form, at)
    except (WishOutOfReach, KeyReused, OfficeClosed, locks.Crowded) as refusal:
        return _page(request, draw, at, form, refusal=refusal, status=409)
    return redirect(links.form_of(party.pk))


@require_safe
def record(_request: HttpRequest, draw_id: uuid.UUID) -> HttpResponse:
    """Give everything from which anybody can recompute the draw; 404 before it is drawn."""
    draw = draws.announced(draw_id)
    if draw is None or draw.record is None:
        return JsonResponse({}, status=404)
    answer = JsonResponse({"seed_digest": draw.seed_digest, "seed": draw.seed, **draw.record})
    patch_cache_control(answer, public=True, max_age=_KEPT)
    return answer


def _form(draw: Draw, at: datetime.datetime, data: object = None) -> DrawForm:
    today = _today(draw, at)
    furthest = today + datetime.timedelta(days=WISH_DAYS_MOST)
    fortnight = {"sampai": min(furthest, draw.day + datetime.timedelta(days=14))}
    return DrawForm(data, initial=fortnight, today=today, furthest=furthest)


def _today(draw: Draw, at: datetime.datetime) -> datetime.date:
    return at.astimezone(draw.zone).date()


def _begin(draw: Draw, form: DrawForm, at: datetime.datetime) -> Party:
    return asking.ask(
        key=form.cleaned_data["kunci"],
        office=draw.office,
        persons=form.cleaned_data["orang"],
        wish=Wish(_today(draw, at), form.cleaned_data["sampai"]),
        language=get_language() or "id",
        draw=draw.pk,
        at=at,
    )


def _page(
    request: HttpRequest,
    draw: Draw,
    at: datetime.datetime,
    form: DrawForm,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draw": draw,
        "form": form,
        "refusal": spoken(str(refusal)) if refusal else "",
        "is_open": draw.is_open(at),
        "is_ahead": draw.state == DrawState.ANNOUNCED and at < draw.opens_at,
        "counts": draws.counts(draw),
        "persons": range(1, PERSONS_MOST + 1),
        "key": uuid.uuid4(),
    }
    answer = render(request, "queueing/public/draw.html", context, status=status)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
